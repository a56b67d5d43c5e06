import type { Family } from '../../../net/address.ts';
import { compareNetworks, type Network } from '../../../net/network.ts';
import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected, lineText } from '../../kit/reading/not-canonical.ts';
import { requireAscending } from '../../kit/reading/values.ts';
import { parseMember } from './blocks.ts';

/** One block of a set, and its line in sets.ipset. */
export type Member = { readonly network: Network; readonly line: number };

/** A set of sets.ipset that contains networks. */
export type NetworkSet = {
  readonly line: number;
  readonly name: string;
  readonly family: Family;
  /** Sorted, without duplicates; they may overlap. */
  readonly members: readonly Member[];
  /** Those of the members. */
  readonly networks: readonly Network[];
};

/** With fewer networks in one place, a rule has a line for each of them. */
export const leastMembers = 32;

/** Reads the sets of networks at the end of sets.ipset; an absent section is an empty list. */
export function readNetworkSets(cursor: Cursor): NetworkSet[] {
  const about =
    '# Networks that the spec lists, if a rule has 32 or more. apply.sh loads a changed set beside the old one and swaps the two.';
  if (!cursor.takeIf(about)) return [];
  const sets: NetworkSet[] = [];
  do sets.push(readNetworkSet(cursor));
  while (cursor.sees(/^create /));
  requireAscending(
    sets,
    (a, b) => compareText(a.name, b.name),
    ({ line }) => ({ file: cursor.file, line }),
  );
  return sets;
}

function readNetworkSet(cursor: Cursor): NetworkSet {
  const [name = '', digit, inet, capacity] = cursor.takeGroups(
    /^create ([a-z][a-z0-9_-]{0,27}_v([46])) hash:net family (inet6?) maxelem ([0-9]{1,10}) counters$/,
    'a set of networks',
  );
  const { line } = cursor;
  const family = digit === '4' ? 4 : 6;
  const wanted = family === 4 ? 'inet' : 'inet6';
  if (inet !== wanted) return cursor.refuse(expected(`family ${wanted}`, `${inet}`));
  const members = cursor.takeWordsAfter(`add ${name} `, (text) => memberOf(cursor, text, family));
  if (cursor.sees(/^add /))
    cursor.refuse(
      expected(`a network of the set "${name}"`, lineText(cursor.peek())),
      cursor.line + 1,
    );
  requireMembers(cursor, { line, name, members, capacity: Number(capacity) });
  const networks = members.map(({ network }) => network);
  return { line, name, family, members, networks };
}

function memberOf(cursor: Cursor, text: string, family: Family): Member {
  const network = parseMember(text);
  if (network?.family !== family)
    return cursor.refuse(expected(`an IPv${family} network in its shortest form`, `"${text}"`));
  return { network, line: cursor.line };
}

type Members = Pick<NetworkSet, 'line' | 'name' | 'members'> & { readonly capacity: number };

function requireMembers(cursor: Cursor, { line, name, members, capacity }: Members): void {
  requireAscending(
    members,
    (a, b) => compareNetworks(a.network, b.network),
    (member) => ({ file: cursor.file, line: member.line }),
  );
  const count = members.length;
  if (count < leastMembers)
    cursor.refuse(
      expected(`at least ${leastMembers} networks in the set "${name}"`, `${count}`),
      line,
    );
  // A power of two, so that most new networks do not change it.
  const wanted = 2 ** Math.max(16, Math.ceil(Math.log2(count)));
  if (capacity !== wanted)
    cursor.refuse(
      expected(`maxelem ${wanted} (networks of the set: ${count})`, `${capacity}`),
      line,
    );
}
