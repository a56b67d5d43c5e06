import type { Family } from './address.ts';
import { type Network, networkOfCidr, networksIntersect } from './network.ts';

/** A block that no public name resolves to, and its purpose. */
export type ReservedBlock = { readonly what: string; readonly network: Network };

// The well-known prefix of NAT64, 64:ff9b::/96.
const nat64 = 0x64ff9bn << 96n;

const reserved4: readonly ReservedBlock[] = [
  { what: 'this-network', network: block4(0, 8) },
  { what: 'private', network: block4(10, 8) },
  { what: 'shared', network: block4(100, 10, 64) },
  { what: 'loopback', network: block4(127, 8) },
  { what: 'link-local', network: block4(169, 16, 254) },
  { what: 'private', network: block4(172, 12, 16) },
  { what: 'protocol-assignment', network: block4(192, 24) },
  { what: '6to4-relay', network: block4(192, 24, 88, 99) },
  { what: 'private', network: block4(192, 16, 168) },
  { what: 'benchmarking', network: block4(198, 15, 18) },
  { what: 'multicast', network: block4(224, 4) },
  { what: 'future-use', network: block4(240, 4) },
];

const reserved6: readonly ReservedBlock[] = [
  { what: 'unspecified', network: block6(0n, 128) },
  { what: 'loopback', network: block6(1n, 128) },
  { what: 'IPv4-mapped', network: block6(0xffffn << 32n, 96) },
  { what: 'local-NAT64', network: block6((0x64ff9bn << 96n) | (1n << 80n), 48) },
  { what: 'discard-only', network: block6(0x100n << 112n, 64) },
  { what: 'protocol-assignment', network: block6(0x2001n << 112n, 23) },
  { what: 'segment-routing', network: block6(0x5f00n << 112n, 16) },
  { what: 'unique-local', network: block6(0xfc00n << 112n, 7) },
  { what: 'link-local', network: block6(0xfe80n << 112n, 10) },
  { what: 'site-local', network: block6(0xfec0n << 112n, 10) },
  { what: 'multicast', network: block6(0xff00n << 112n, 8) },
];

/**
 * Space that no public name resolves to (RFC 6890 and its registries, RFC 3879 for site-local). Documentation blocks are
 * not included, since examples use them. The owner of an allowed name decides its addresses, so a packet filter
 * denies these blocks before it looks at any set. In the order of the generated files.
 */
const reserved: readonly ReservedBlock[] = [
  ...reserved4,
  ...reserved6,
  ...reserved4.flatMap(({ what, network }) =>
    embeddedOf(network).map((embedded) => ({ what, network: embedded })),
  ),
];

/** The blocks of one family. */
export function reservedOf(family: Family): Network[] {
  return reserved.map(({ network }) => network).filter((network) => network.family === family);
}

/** The reserved blocks that overlap a network. */
export function reservedIn(network: Network): ReservedBlock[] {
  return reserved.filter((block) => networksIntersect(block.network, network));
}

/**
 * The IPv6 networks that a translator (64:ff9b::/96, RFC 6052) or a 6to4 router (2002::/16, RFC 3056) sends to an IPv4
 * network; empty for an IPv6 network.
 */
export function embeddedOf({ family, first, last }: Network): Network[] {
  if (family === 6) return [];
  return [
    { family: 6, first: nat64 | first, last: nat64 | last },
    { family: 6, first: sixToFour(first), last: sixToFour(last + 1n) - 1n },
  ];
}

function sixToFour(address: bigint): bigint {
  return (0x2002n << 112n) + (address << 80n);
}

function block4(first: number, prefix: number, second = 0, third = 0): Network {
  const start = (BigInt(first) << 24n) | (BigInt(second) << 16n) | (BigInt(third) << 8n);
  return networkOfCidr({ address: { family: 4, value: start }, prefix });
}

function block6(start: bigint, prefix: number): Network {
  return networkOfCidr({ address: { family: 6, value: start }, prefix });
}
