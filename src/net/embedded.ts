import { mergeNetworks, type Network } from './network.ts';

/** A form of IPv4 addresses inside IPv6: the range of IPv6 addresses for each IPv4 address, in the same order. */
type Form = {
  /** The first IPv4 address with this form. */
  readonly from: bigint;
  first(ipv4: bigint): bigint;
  last(ipv4: bigint): bigint;
};

const highest = (1n << 32n) - 1n;
const localNat64 = (0x64ff9bn << 96n) | (1n << 80n);
const teredo = 0x20010000n << 96n;

const forms: readonly Form[] = [
  // ::/96, IPv4-compatible; :: and ::1 are not (RFC 4291).
  inLastBits(0n, 2n),
  // ::ffff:0:0/96, IPv4-mapped (RFC 4291).
  inLastBits(0xffffn << 32n),
  // 64:ff9b::/96, NAT64 (RFC 6052).
  inLastBits(0x64ff9bn << 96n),
  // 2002::/16, 6to4: a /48 for each address (RFC 3056).
  {
    from: 0n,
    first: (ipv4) => (0x2002n << 112n) | (ipv4 << 80n),
    last: (ipv4) => (0x2002n << 112n) | (ipv4 << 80n) | ((1n << 80n) - 1n),
  },
  // 64:ff9b:1::/48, NAT64 of a site (RFC 8215), which chooses a prefix of 48, 56 or 64 bits (RFC 6052).
  ...[48n, 56n, 64n].map(aroundReservedOctet),
];

/** The IPv4 addresses that an IPv6 network reaches through a translator or tunnel, merged; empty for IPv4. */
export function embeddedIn(network: Network): Network[] {
  if (network.family === 4) return [];
  return mergeNetworks([
    ...forms.flatMap((form) => ofForm(form, network)),
    // A prefix of 96 bits anywhere in the site's own block of NAT64.
    ...ofLastBits(network, localNat64, 80n),
    // 2001::/32, Teredo: the last bits are the client's address, inverted (RFC 4380).
    ...ofLastBits(network, teredo, 96n).map(inverted),
  ]);
}

function inLastBits(prefix: bigint, from = 0n): Form {
  return { from, first: (ipv4) => prefix | ipv4, last: (ipv4) => prefix | ipv4 };
}

/** Bits 64 to 71 stay zero, and the address is split around them (RFC 6052). */
function aroundReservedOctet(prefix: bigint): Form {
  const below = prefix - 32n;
  const spell = (ipv4: bigint): bigint => {
    const upper = ipv4 >> below;
    const lower = ipv4 & ((1n << below) - 1n);
    return localNat64 | (upper << 64n) | (lower << (56n - below));
  };
  return { from: 0n, first: spell, last: spell };
}

function ofForm({ from, first, last }: Form, network: Network): Network[] {
  if (last(highest) < network.first || network.last < first(from)) return [];
  const low = lowest(from, (ipv4) => last(ipv4) >= network.first);
  const above = lowest(from, (ipv4) => first(ipv4) > network.last);
  return low < above ? [{ family: 4, first: low, last: above - 1n }] : [];
}

/** The lowest IPv4 address from `from` on for which `holds` is true, as for all above; 2^32 without one. */
function lowest(from: bigint, holds: (ipv4: bigint) => boolean): bigint {
  let [low, high] = [from, highest + 1n];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (holds(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}

/** The last 32 bits of the addresses that are in a block of this many bits. */
function ofLastBits({ first, last }: Network, block: bigint, bits: bigint): Network[] {
  const end = block + (1n << bits) - 1n;
  if (last < block || end < first) return [];
  const [from, to] = [first > block ? first : block, last < end ? last : end];
  if (to - from >= highest) return [{ family: 4, first: 0n, last: highest }];
  const [low, high] = [from & highest, to & highest];
  if (low <= high) return [{ family: 4, first: low, last: high }];
  return [
    { family: 4, first: 0n, last: high },
    { family: 4, first: low, last: highest },
  ];
}

function inverted({ first, last }: Network): Network {
  return { family: 4, first: highest - last, last: highest - first };
}
