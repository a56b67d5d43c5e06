import { isAddressLike } from '../../language/meaning/address-like.ts';
import type { Labels } from '../document.ts';

/** A line of a geofeed (RFC 8805): a network, and where its users are. */
export type GeofeedEntry = { readonly network: string; readonly labels: Labels };

const names = ['country', 'region', 'city', 'zip'];
const line =
  /^([^,\s"]+),([A-Za-z]{2})?(?:,([^,"]*|"[^"]*"))?(?:,([^,"]*|"[^"]*"))?(?:,([^,"]*|"[^"]*"))?$/;

/** Reads a line as an entry of a geofeed; undefined if it is none. */
export function geofeedEntry(text: string): GeofeedEntry | undefined {
  const [, network = '', ...fields] = line.exec(text) ?? [];
  if (!isAddressLike(network)) return undefined;
  const labels = names.flatMap((name, index) => {
    const value = fields[index]?.replaceAll('"', '').trim() ?? '';
    return value === '' ? [] : [[name, [value]] as const];
  });
  return { network, labels: new Map(labels) };
}
