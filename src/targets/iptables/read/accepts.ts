import { getOrAdd } from '../../../maps.ts';
import type { Family } from '../../../net/address.ts';
import { formatNetwork } from '../../../net/network.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected } from '../../kit/reading/not-canonical.ts';
import { requireAscending } from '../../kit/reading/values.ts';
import { parseSavedBlock } from './blocks.ts';
import { leastMembers, type NetworkSet } from './network-sets.ts';
import { parseTransport, portParts, transportPattern } from './transports.ts';
import { type Accept, compareAccepts } from './values.ts';

const shapes = { 4: shapeOf(4), 6: shapeOf(6) };

/** A line after the name of its chain: its block, transport, set and id. */
function shapeOf(family: Family): RegExp {
  const set = '(?:-m set --match-set (\\S+) dst )?';
  const comment = '-m comment --comment "([a-z0-9-]+(?:/[a-z0-9+-]+)+)"';
  return new RegExp(`^(?:-d (\\S+) )?(${transportPattern(family)}) ${set}${comment} -j ACCEPT$`);
}

/** The address family of a file with rules, the prefix of its chains, and the sets of networks that they match. */
export type RulesOf = {
  readonly family: Family;
  readonly chain: string;
  readonly networkSets: ReadonlyMap<string, NetworkSet>;
};

/** The accepting lines of a chain, in order; `name` is the end of the chain's name. */
export function readAccepts(cursor: Cursor, rules: RulesOf, name: string): Accept[] {
  const start = `-A ${rules.chain}-${name} `;
  const accepts = cursor.takeWhileAfter(start, shapes[rules.family], (groups) =>
    acceptOf(cursor, groups, rules),
  );
  requireAscending(accepts, compareAccepts, ({ line }) => ({ file: cursor.file, line }));
  requireOneForm(cursor, accepts);
  return accepts;
}

/** In one chain, a rule has either a few blocks, or one set with all of them. */
function requireOneForm(cursor: Cursor, accepts: readonly Accept[]): void {
  const blocks = new Map<string, Set<string>>();
  for (const { id, block, networks, line } of accepts) {
    const known = getOrAdd(blocks, id, () => new Set<string>());
    if (block !== undefined) known.add(formatNetwork(block));
    if (known.size >= leastMembers)
      cursor.refuse(
        expected(`one set with the networks of "${id}"`, `${leastMembers} networks without a set`),
        line,
      );
    if (networks !== undefined && known.size > 0)
      cursor.refuse(expected(`all networks of "${id}" in its set`, 'some without it'), line);
  }
}

function acceptOf(
  cursor: Cursor,
  groups: readonly (string | undefined)[],
  { family, networkSets }: RulesOf,
): Accept {
  const [blockText, transport = '', set, id = ''] = groups;
  const block = blockText === undefined ? undefined : parseSavedBlock(blockText);
  const ports = parseTransport(transport, family);
  if (blockText !== undefined && block?.family !== family)
    return cursor.refuse(expected(`an IPv${family} block in its shortest form`, `"${blockText}"`));
  if (ports === undefined) return refusePorts(cursor, transport);
  if (block !== undefined && set !== undefined)
    return cursor.refuse(expected('a block or a set', 'both'));
  const networks = set === undefined ? undefined : networkSets.get(set);
  return {
    line: cursor.line,
    id,
    block,
    set: networks === undefined ? set : undefined,
    networks,
    ports,
  };
}

function refusePorts(cursor: Cursor, text: string): never {
  const { transport, match, ports } = portParts(text);
  return cursor.refuse(
    expected(`a port of -m ${match} in its shortest form`, `"-p ${transport} --dport ${ports}"`),
  );
}
