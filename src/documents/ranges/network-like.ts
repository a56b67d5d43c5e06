import { readAddress } from '../../net/address-text.ts';
import { isKind } from '../kit/fields.ts';
import type { JsonValue } from '../kit/json.ts';

/** An address at the beginning, and then nothing, or what can follow it: a mask, the end of a range, another address. */
const addressFirst = /^\s*([0-9a-f:.]+)(?:$|[\s/,;-])/i;

/** Whether a text is a network or a misspelled one. A number, a time or a word of hexadecimal digits is not. */
export function isNetworkLike(text: string): boolean {
  const [, address] = addressFirst.exec(text) ?? [];
  return address !== undefined && readAddress(address) !== undefined;
}

/** Whether a text of an object is a network, or an address beside the networks that the object names. */
export type NetworkMember = 'network' | 'beside';

/** The networks that an object has as texts of its own, by their keys; of several, those with a slash count. */
export function networksOf(
  members: ReadonlyMap<string, JsonValue>,
): ReadonlyMap<string, NetworkMember> {
  const found = [...members].flatMap(([key, value]) =>
    isKind(value, 'text') && isNetworkLike(value.text) ? [{ key, text: value.text }] : [],
  );
  const written = found.filter(({ text }) => text.includes('/'));
  if (found.length < 2 || written.length === 0)
    return new Map(found.map(({ key }) => [key, 'network']));
  const firsts = new Set(written.map(({ text }) => firstAddress(text)));
  // The first address of a network beside it, or its mask, is a second spelling of it.
  const isPart = (text: string) => mask.test(text) || firsts.has(firstAddress(text));
  return new Map(
    found
      .filter(({ text }) => text.includes('/') || !isPart(text))
      .map(({ key, text }) => [key, text.includes('/') ? 'network' : 'beside']),
  );
}

/** The beginning of every mask, also of an inverted one. No vendor has such addresses. */
const mask = /^(?:255\.|0\.|fff)/i;

/** The first address of a text as its bits; undefined without one. */
function firstAddress(text: string): string | undefined {
  const [, written = ''] = addressFirst.exec(text) ?? [];
  const address = readAddress(written);
  return address && `${address.family} ${address.value}`;
}
