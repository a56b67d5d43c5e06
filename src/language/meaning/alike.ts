import type { Node } from '../yaml/node.ts';
import type { Context } from './context.ts';

type Texts = { readonly [key: string]: string };

/**
 * The texts of an entry with a host or network, and a key that is equal for entries that differ in nothing but this
 * destination: the text of all keys and of the other values.
 */
export type Alike = { readonly texts: Texts; readonly key: string };

/** Undefined for another entry, and if an unknown key may mean a known one. `before` is the one of the entry before. */
export function alikeIn(
  { meant }: Context,
  node: Node,
  before: Alike | undefined,
): Alike | undefined {
  if (node.kind !== 'map' || node.texts === undefined || meant.size > 0) return undefined;
  const { texts } = node;
  // Most entries are alike to the one before, and to compare two is faster than to build a key.
  if (before !== undefined && areAlike(texts, before.texts)) return { texts, key: before.key };
  const key = alikeKey(texts);
  return key === undefined ? undefined : { texts, key };
}

function alikeKey(texts: Texts): string | undefined {
  let key = '';
  let destinations = 0;
  for (const name in texts) {
    if (isPlace(name)) destinations += 1;
    key += isPlace(name) ? `${name}\n` : `${name}: ${texts[name]}\n`;
  }
  return destinations === 1 ? key : undefined;
}

/** Whether two entries have the same keys, and the same texts but for a host or network. */
function areAlike(some: Texts, others: Texts): boolean {
  let more = 0;
  for (const name in some) {
    const other = others[name];
    if (other === undefined || (other !== some[name] && !isPlace(name))) return false;
    more += 1;
  }
  for (const _name in others) more -= 1;
  return more === 0;
}

function isPlace(name: string): boolean {
  return name === 'host' || name === 'network';
}
