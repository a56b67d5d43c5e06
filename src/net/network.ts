import { type Address, bitsOf, type Family, formatAddress } from './address.ts';
import { compareNumber } from './order.ts';

/** An unbroken run of addresses of one family, both ends included. An address, a CIDR block and a range are all one. */
export type Network = { readonly family: Family; readonly first: bigint; readonly last: bigint };

/** The CIDR form of a part of a network: the first address and the prefix length. */
export type Cidr = { readonly address: Address; readonly prefix: number };

/** The network of this one address. */
export function networkOfAddress(address: Address): Network {
  return { family: address.family, first: address.value, last: address.value };
}

/** All addresses of a family. */
export function everyAddress(family: Family): Network {
  return networkOfCidr({ address: { family, value: 0n }, prefix: 0 });
}

/** The addresses of a CIDR block, whose address has no host bits. */
export function networkOfCidr({ address: { family, value }, prefix }: Cidr): Network {
  return { family, first: value, last: lastOfBlock(value, bitsOf(family) - prefix) };
}

/** The shortest canonical form: an address, one CIDR block, or `first-last`. */
export function formatNetwork({ family, first, last }: Network): string {
  const text = formatAddress({ family, value: first });
  if (first === last) return text;
  const size = blockBits(family, first, last);
  if (lastOfBlock(first, size) < last) return `${text}-${formatAddress({ family, value: last })}`;
  return `${text}/${bitsOf(family) - size}`;
}

/** Always with a prefix length, as packet filters print it: `192.0.2.1/32`. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.address)}/${cidr.prefix}`;
}

/** The fewest CIDR blocks that make up the network, in ascending order. */
export function cidrsOf({ family, first, last }: Network): Cidr[] {
  const size = blockBits(family, first, last);
  const blocks = [blockAt(family, first, size)];
  let end = lastOfBlock(first, size);
  while (end < last) {
    const start = end + 1n;
    const bits = blockBits(family, start, last);
    blocks.push(blockAt(family, start, bits));
    end = lastOfBlock(start, bits);
  }
  return blocks;
}

function blockAt(family: Family, value: bigint, hostBits: number): Cidr {
  return { address: { family, value }, prefix: bitsOf(family) - hostBits };
}

/** The ones in the place of so many host bits, because a list may have a hundred thousand networks. */
const hostMasks: readonly bigint[] = Array.from(
  { length: 129 },
  (_, bits) => (1n << BigInt(bits)) - 1n,
);

/** The first address of the CIDR block with so many host bits, from 0 to 128, that contains the address. */
export function firstOfBlock(address: bigint, hostBits: number): bigint {
  return address - (address & (hostMasks[hostBits] ?? 0n));
}

/** The last address of the same block. */
function lastOfBlock(address: bigint, hostBits: number): bigint {
  return address | (hostMasks[hostBits] ?? 0n);
}

/** The number of host bits of the largest CIDR block that begins at `first` and ends at or before `last`. */
function blockBits(family: Family, first: bigint, last: bigint): number {
  if (family === 4) return blockBits4(Number(first), Number(last));
  const aligned = first === 0n ? bitsOf(family) : bitLength(first & -first) - 1;
  return Math.min(aligned, bitLength(last - first + 1n) - 1);
}

/** The same for IPv4. Numbers cost less than big integers. */
function blockBits4(first: number, last: number): number {
  const aligned = first === 0 ? 32 : 31 - Math.clz32(first & -first);
  const count = last - first + 1;
  return Math.min(aligned, count > 0xffffffff ? 32 : 31 - Math.clz32(count));
}

/** The number of binary digits of a positive value. */
function bitLength(value: bigint): number {
  return value <= 0xffffffffn ? 32 - Math.clz32(Number(value)) : 32 + bitLength(value >> 32n);
}

/** IPv4 before IPv6, then by first and last address. */
export function compareNetworks(a: Network, b: Network): number {
  return a.family - b.family || compareNumber(a.first, b.first) || compareNumber(a.last, b.last);
}

/** Whether `outer` contains every address of `inner`. */
export function networkCovers(outer: Network, inner: Network): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function networkHolds(network: Network, address: Address): boolean {
  return networkCovers(network, networkOfAddress(address));
}

export function networksIntersect(a: Network, b: Network): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** The same addresses as sorted networks that neither overlap nor touch. */
export function mergeNetworks(networks: readonly Network[]): Network[] {
  const merged: Network[] = [];
  for (const network of [...networks].sort(compareNetworks)) {
    const before = merged.at(-1);
    if (
      before !== undefined &&
      before.family === network.family &&
      network.first <= before.last + 1n
    ) {
      merged[merged.length - 1] = {
        ...before,
        last: network.last > before.last ? network.last : before.last,
      };
    } else {
      merged.push(network);
    }
  }
  return merged;
}

/** Whether a network is every address of its family. */
export function isWholeFamily(network: Network): boolean {
  return cidrsOf(network)[0]?.prefix === 0;
}

/** The addresses of `minuend` that are in no network of `subtrahend`, merged. */
export function subtractNetworks(
  minuend: readonly Network[],
  subtrahend: readonly Network[],
): Network[] {
  const taken = mergeNetworks(subtrahend);
  const left: Network[] = [];
  let next = 0;
  for (const network of mergeNetworks(minuend)) {
    // Both lists are sorted, so what ends before this network also ends before all later ones.
    while (endsBefore(taken[next], network)) next += 1;
    for (const part of outside(network, taken, next)) left.push(part);
  }
  return left;
}

function endsBefore(taken: Network | undefined, { family, first }: Network): boolean {
  if (taken === undefined) return false;
  return taken.family < family || (taken.family === family && taken.last < first);
}

/** The parts of a network outside of sorted networks, beginning with the one at `from`. */
function outside(network: Network, taken: readonly Network[], from: number): Network[] {
  const { family, last } = network;
  const parts: Network[] = [];
  let { first } = network;
  for (let at = from; first <= last; at += 1) {
    const other = taken[at];
    if (other === undefined || !networksIntersect(network, other)) break;
    if (first < other.first) parts.push({ family, first, last: other.first - 1n });
    first = other.last + 1n;
  }
  return first <= last ? [...parts, { family, first, last }] : parts;
}

/** The addresses that are in both lists, merged. */
export function intersectNetworks(a: readonly Network[], b: readonly Network[]): Network[] {
  return subtractNetworks(a, subtractNetworks(a, b));
}
