import type { Destination } from '../../net/destination.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { readQuadNetwork } from '../../net/quad-network.ts';
import { type Refusal, type Result, success } from '../../problem.ts';

const addressLike = [
  // Two colons, or one and no dot: a name with a port has a dot.
  /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*(?:[/-].*)?$/i,
  /^[0-9a-f]*:[0-9a-f]*(?:\/.*)?$/i,
  /^\d+(?:\.\d+){3}(?:\.|\/.*|-[\d.]+)?$/,
  /^[\d.]*\/[\d.]*$/,
  /^\d+(?:\.\d+){0,2}(?:\.\*){1,3}$/,
];

/** Whether a whole text looks like an address, a CIDR block or a range, as each of them does. A name may begin like one. */
export function isAddressLike(text: string): boolean {
  return addressLike.some((shape) => shape.test(text));
}

/** Reads a text that looks like an address, a CIDR block or a range as a network; undefined for one that may be a name. */
export function parseAddressLike(
  text: string,
): Result<Extract<Destination, { kind: 'network' }>, Refusal> | undefined {
  // Most of them in long lists are these, which need no expressions.
  const quads = readQuadNetwork(text);
  if (quads !== undefined) return success({ kind: 'network', network: quads });
  if (!isAddressLike(text)) return undefined;
  const network = parseNetwork(text);
  return network.ok ? success({ kind: 'network', network: network.value }) : network;
}
