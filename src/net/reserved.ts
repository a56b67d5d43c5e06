import type { Family } from './address.ts';
import { type Network, networksIntersect } from './network.ts';

/** A block that no public name leads to, and what it is for. */
export type ReservedBlock = { readonly what: string; readonly network: Network };

/**
 * Space that no public name leads to (RFC 6890 and its registries). Whoever owns an allowed name decides its addresses,
 * so a packet filter refuses these blocks before any set is asked. In the order of its files.
 */
const reserved: readonly ReservedBlock[] = [
  { what: 'this-network', network: block4(0, 8) },
  { what: 'private', network: block4(10, 8) },
  { what: 'shared', network: block4(100, 10, 64) },
  { what: 'loopback', network: block4(127, 8) },
  { what: 'link-local', network: block4(169, 16, 254) },
  { what: 'private', network: block4(172, 12, 16) },
  { what: 'private', network: block4(192, 16, 168) },
  { what: 'multicast', network: block4(224, 4) },
  { what: 'future-use', network: block4(240, 4) },
  { what: 'unspecified', network: block6(0n, 128) },
  { what: 'loopback', network: block6(1n, 128) },
  { what: 'IPv4-mapped', network: block6(0xffffn << 32n, 96) },
  { what: 'unique-local', network: block6(0xfc00n << 112n, 7) },
  { what: 'link-local', network: block6(0xfe80n << 112n, 10) },
  { what: 'multicast', network: block6(0xff00n << 112n, 8) },
];

/** The blocks of one family. */
export function reservedOf(family: Family): Network[] {
  return reserved.map(({ network }) => network).filter((network) => network.family === family);
}

/** Does a part of this network lie in reserved space? */
export function touchesReserved(network: Network): boolean {
  return reservedIn(network).length > 0;
}

/** The reserved blocks that a network has a part of. */
export function reservedIn(network: Network): ReservedBlock[] {
  return reserved.filter((block) => networksIntersect(block.network, network));
}

function block4(first: number, prefix: number, second = 0): Network {
  const start = (BigInt(first) << 24n) | (BigInt(second) << 16n);
  return { family: 4, first: start, last: start + (1n << BigInt(32 - prefix)) - 1n };
}

function block6(start: bigint, prefix: number): Network {
  return { family: 6, first: start, last: start + (1n << BigInt(128 - prefix)) - 1n };
}
