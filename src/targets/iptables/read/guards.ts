import type { Family } from '../../../net/address.ts';
import { mergeNetworks, type Network } from '../../../net/network.ts';
import { indexOf, type NetworkIndex } from '../../../net/network-index.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected, lineText, unexpected } from '../../kit/reading/not-canonical.ts';
import { type RulesOf, readAccepts } from './accepts.ts';
import { isCanonical, parseSavedBlock, reservedBlocks } from './blocks.ts';
import { type Accept, isForAny } from './values.ts';

/** One line that stops packets to a block. */
export type Guard = { readonly text: string; readonly network: Network; readonly line: number };

type Guards = {
  readonly inner: readonly Guard[];
  readonly outside: readonly Accept[];
  readonly reserved: readonly Guard[];
};

/** The guards of the site's inner networks and of reserved space, and the rules between them. */
export function readGuards(cursor: Cursor, rules: RulesOf): Guards {
  const { chain, family } = rules;
  const first = readGuard(cursor, chain, family);
  const outside = readAccepts(cursor, rules, 'OUT');
  const known = reservedBlocks(family);
  const cut = outside.length === 0 ? Math.max(0, first.length - known.length) : first.length;
  const inner = first.slice(0, cut);
  const reserved = outside.length === 0 ? first.slice(cut) : readGuard(cursor, chain, family);
  requireReserved(cursor, chain, reserved, known);
  const tiered = outside.find((accept) => !isForAny(accept));
  if (tiered !== undefined)
    cursor.refuse(unexpected('rule: it belongs to the chain of a tier'), tiered.line);
  const [start] = inner;
  if (start !== undefined && !isCanonical(inner.map(({ network }) => network)))
    cursor.refuse(expected('sorted and merged inner networks', 'a different list'), start.line);
  return { inner, outside, reserved };
}

function readGuard(cursor: Cursor, chain: string, family: Family): Guard[] {
  const known = new Map(reservedBlocks(family).map(({ text, network }) => [text, network]));
  return cursor.takeWhile(
    new RegExp(`^-A ${chain}-OUT -d (\\S+) -g ${chain}-END$`),
    ([text = '']) => {
      const network = known.get(text) ?? parseSavedBlock(text);
      if (network?.family !== family)
        return cursor.refuse(expected(`an IPv${family} block in its shortest form`, `"${text}"`));
      return { text, network, line: cursor.line };
    },
  );
}

function requireReserved(
  cursor: Cursor,
  chain: string,
  found: readonly Guard[],
  known: readonly { readonly text: string }[],
): void {
  const guardText = (text: string) => lineText(`-A ${chain}-OUT -d ${text} -g ${chain}-END`);
  for (const [index, { text }] of known.entries()) {
    const guard = found[index];
    if (guard?.text === text) continue;
    const instead = guard === undefined ? lineText(cursor.peek()) : guardText(guard.text);
    cursor.refuse(expected(guardText(text), instead), guard?.line ?? cursor.line + 1);
  }
  const more = found[known.length];
  if (more !== undefined) cursor.refuse(unexpected(`guard of ${more.text}`), more.line);
}

/** Refuses a rule below the guard of its own destination: the guard would stop its packets. */
export function requireUnguarded(
  cursor: Cursor,
  accepts: readonly Accept[],
  guarded: readonly Network[],
): void {
  const index = indexOf(guarded);
  for (const accept of accepts) {
    const isBelow = blocksOf(accept).some((block) => touches(block, index));
    if (isForAny(accept) || isBelow)
      cursor.refuse(
        expected('this rule above the guard of its destination', 'it below'),
        accept.line,
      );
  }
}

/** Refuses a rule above the guards that none of them would stop. */
export function requireGuarded(
  cursor: Cursor,
  accepts: readonly Accept[],
  guarded: readonly Network[],
): void {
  const index = indexOf(guarded);
  for (const accept of accepts) {
    const isGuarded = blocksOf(accept).every((block) => touches(block, index));
    if (accept.set !== undefined || !isGuarded)
      cursor.refuse(unexpected('rule: it belongs to the chain of a tier'), accept.line);
  }
}

/** The blocks that a line lists itself, or by a set. */
function blocksOf({ block, networks }: Accept): readonly Network[] {
  return networks?.networks ?? (block === undefined ? [] : [block]);
}

/** Guarded space of a family: reserved space, and the site's inner networks. */
export function guardedSpace(family: Family, inner: readonly Network[]): Network[] {
  const reserved = reservedBlocks(family).map(({ network }) => network);
  return mergeNetworks([...inner, ...reserved]);
}

/** Does a block contain guarded addresses? */
function touches(block: Network, guarded: NetworkIndex<Network>): boolean {
  return guarded.someMeeting(block, always);
}

const always = () => true;
