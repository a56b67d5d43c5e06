import type { Family } from '../../net/address.ts';
import { type Network, networksIntersect } from '../../net/network.ts';

/**
 * Space that no public name leads to. Whoever owns an allowed name decides its addresses, and 169.254.169.254 entered
 * a set that way: so these blocks are refused before any set is asked. In the order of the files.
 */
const reserved: readonly Network[] = [
  block4(0, 8),
  block4(10, 8),
  block4(100, 10, 64),
  block4(127, 8),
  block4(169, 16, 254),
  block4(172, 12, 16),
  block4(192, 16, 168),
  block4(224, 4),
  block4(240, 4),
  block6(0n, 128),
  block6(1n, 128),
  block6(0xffffn << 32n, 96),
  block6(0xfc00n << 112n, 7),
  block6(0xfe80n << 112n, 10),
  block6(0xff00n << 112n, 8),
];

/** The blocks of one family. */
export function reservedOf(family: Family): Network[] {
  return reserved.filter((network) => network.family === family);
}

/** Would the guard refuse a part of this network? */
export function touchesReserved(network: Network): boolean {
  return reserved.some((block) => networksIntersect(block, network));
}

function block4(first: number, prefix: number, second = 0): Network {
  const start = (BigInt(first) << 24n) | (BigInt(second) << 16n);
  return { family: 4, first: start, last: start + (1n << BigInt(32 - prefix)) - 1n };
}

function block6(start: bigint, prefix: number): Network {
  return { family: 6, first: start, last: start + (1n << BigInt(128 - prefix)) - 1n };
}
