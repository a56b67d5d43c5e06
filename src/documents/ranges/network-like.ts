import { readAddress } from '../../net/address-text.ts';
import { networkCovers } from '../../net/network.ts';
import { isKind } from '../kit/fields.ts';
import type { JsonValue } from '../kit/json.ts';
import { readPublicNetwork } from '../kit/network.ts';

/** An address at the beginning, and then nothing, or what can follow it: a mask, the end of a range, another address. */
const addressFirst = /^\s*([0-9a-f:.]+)(?:$|[\s/,;-])/i;

/** Whether a text is a network or a misspelled one. A number, a time or a word of hexadecimal digits is not. */
export function isNetworkLike(text: string): boolean {
  const [, address] = addressFirst.exec(text) ?? [];
  return address !== undefined && readAddress(address) !== undefined;
}

/** The networks that an object has as texts of its own, by their keys. */
export function networksOf(members: ReadonlyMap<string, JsonValue>): ReadonlySet<string> {
  const found = [...members].flatMap(([key, value]) =>
    isKind(value, 'text') && isNetworkLike(value.text) ? [{ key, text: value.text }] : [],
  );
  const written = found.filter(({ text }) => text.includes('/'));
  if (found.length < 2 || written.length === 0) return new Set(found.map(({ key }) => key));
  const kept = found.filter(({ text }) => text.includes('/') || !isExplained(text, written));
  return new Set(kept.map(({ key }) => key));
}

/** The beginning of every mask, also of an inverted one. No vendor has such addresses. */
const mask = /^(?:255\.|0\.|fff)/i;

/** Whether a text without a slash is a part of a network beside it: its first address, or its mask. */
function isExplained(text: string, written: readonly { readonly text: string }[]): boolean {
  if (mask.test(text)) return true;
  const part = readPublicNetwork(text);
  if (!part.ok) return false;
  return written.some(({ text: whole }) => {
    const network = readPublicNetwork(whole);
    return network.ok && networkCovers(network.value, part.value);
  });
}
