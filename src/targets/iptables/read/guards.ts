import type { Family } from '../../../net/address.ts';
import { type Network, networksIntersect } from '../../../net/network.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { readAccepts } from './accepts.ts';
import { type Accept, isCanonical, parseSavedBlock, reservedBlocks } from './values.ts';

/** One line that ends the way to a block. */
export type Guard = { readonly text: string; readonly network: Network; readonly line: number };

type Guards = {
  readonly inner: readonly Guard[];
  readonly outside: readonly Accept[];
  readonly reserved: readonly Guard[];
};

/** The site's inner networks, what stops at them, and reserved space, which is the same in every file. */
export function readGuards(cursor: Cursor, chain: string, family: Family): Guards {
  const first = readGuard(cursor, chain, family);
  const outside = readAccepts(cursor, chain, 'OUT', family);
  const known = reservedBlocks(family);
  const cut = outside.length === 0 ? Math.max(0, first.length - known.length) : first.length;
  const inner = first.slice(0, cut);
  const reserved = outside.length === 0 ? first.slice(cut) : readGuard(cursor, chain, family);
  requireReserved(cursor, chain, reserved, known);
  const tiered = outside.find(({ block, set }) => block !== undefined || set !== undefined);
  if (tiered !== undefined) cursor.refuse('the line belongs to a tier', tiered.line);
  const [start] = inner;
  if (start !== undefined && !isCanonical(inner.map(({ network }) => network)))
    cursor.refuse('the line begins no canonical list of inner networks', start.line);
  return { inner, outside, reserved };
}

function readGuard(cursor: Cursor, chain: string, family: Family): Guard[] {
  const known = new Map(reservedBlocks(family).map(({ text, network }) => [text, network]));
  return cursor.takeWhile(
    new RegExp(`^-A ${chain}-OUT -d (\\S+) -g ${chain}-END$`),
    ([text = '']) => {
      const network = known.get(text) ?? parseSavedBlock(text);
      if (network?.family !== family) return cursor.refuse('the line has no canonical block');
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
  for (const [index, { text }] of known.entries()) {
    if (found[index]?.text === text) continue;
    const line = found[index]?.line ?? cursor.line + 1;
    cursor.refuse(`the line is not "-A ${chain}-OUT -d ${text} -g ${chain}-END"`, line);
  }
  const more = found[known.length];
  if (more !== undefined) cursor.refuse('the line should not be there', more.line);
}

/** What leads into guarded space, or everywhere, stands before the guard that it passes. */
export function requireUnguarded(
  cursor: Cursor,
  accepts: readonly Accept[],
  guarded: readonly Network[],
): void {
  for (const { line, block, set } of accepts) {
    const everywhere = block === undefined && set === undefined;
    if (everywhere || (block !== undefined && touches(block, guarded)))
      cursor.refuse('the line belongs before the guard of its space', line);
  }
}

/** Reserved space of a family. */
export function reservedNetworks(family: Family): Network[] {
  return reservedBlocks(family).map(({ network }) => network);
}

/** Does a block hold guarded addresses? */
export function touches(block: Network, guarded: readonly Network[]): boolean {
  return guarded.some((network) => networksIntersect(network, block));
}
