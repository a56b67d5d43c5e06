import { failure, type Refusal, type Result, success } from '../problem.ts';
import { formatGroups, formatQuad, readAddress } from './address-text.ts';
import { compareNumber, firstDifference } from './order.ts';

export type Family = 4 | 6;

/** One address; `value` is its bits as an unsigned integer of 32 or 128 bits. */
export type Address = { readonly family: Family; readonly value: bigint };

/** An unbroken run of addresses of one family, both ends included. An address, a CIDR block and a range are all one. */
export type Network = { readonly family: Family; readonly first: bigint; readonly last: bigint };

/** The CIDR form of a part of a network: the first address and the prefix length. */
export type Cidr = { readonly address: Address; readonly prefix: number };

/** Reads one canonical address: a dotted quad, or IPv6 as RFC 5952 writes it. */
export function parseAddress(text: string): Result<Address, Refusal> {
  const address = readAddress(text);
  if (address === undefined) {
    return failure(
      refuse('address-invalid', `"${text}" is not an address`, 'write 192.0.2.1 or 2001:db8::1'),
    );
  }
  if (isMapped(address)) return failure(refuseMapped(text, address));
  const canonical = formatAddress(address);
  if (canonical !== text) {
    return failure(
      refuse(
        'address-not-canonical',
        `"${text}" is not the canonical form`,
        `write "${canonical}"`,
      ),
    );
  }
  return success(address);
}

/** Reads an address, a CIDR block without host bits, or a range `first-last`, all canonical. */
export function parseNetwork(text: string): Result<Network, Refusal> {
  if (text.includes('-')) return parseRange(text);
  if (text.includes('/')) return parseCidr(text);
  const address = parseAddress(text);
  return address.ok ? success(networkOfAddress(address.value)) : address;
}

/** The network that holds this one address. */
export function networkOfAddress(address: Address): Network {
  return { family: address.family, first: address.value, last: address.value };
}

/** RFC 5952 for IPv6, a dotted quad for IPv4. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatQuad(address.value) : formatGroups(address.value);
}

/** The shortest canonical form: an address, one CIDR block, or `first-last`. */
export function formatNetwork(network: Network): string {
  const [cidr, more] = cidrsOf(network);
  if (cidr !== undefined && more === undefined) {
    const text = formatAddress(cidr.address);
    return cidr.prefix === bitsOf(network.family) ? text : `${text}/${cidr.prefix}`;
  }
  const { family, first, last } = network;
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}

/** Always with a prefix length, as packet filters print it: `192.0.2.1/32`. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(cidr.address)}/${cidr.prefix}`;
}

/** The fewest CIDR blocks that make up the network, in ascending order. */
export function cidrsOf(network: Network): Cidr[] {
  const bits = bitsOf(network.family);
  const blocks: Cidr[] = [];
  let start = network.first;
  while (start <= network.last) {
    let size = 0;
    while (size < bits && blockFits(start, size + 1, network.last)) size += 1;
    blocks.push({ address: { family: network.family, value: start }, prefix: bits - size });
    start += 1n << BigInt(size);
  }
  return blocks;
}

/** IPv4 before IPv6, then by first and last address. */
export function compareNetworks(a: Network, b: Network): number {
  return firstDifference(
    a.family - b.family,
    compareNumber(a.first, b.first),
    compareNumber(a.last, b.last),
  );
}

/** Does `outer` hold every address of `inner`? */
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

/** Is it every address of its family? */
export function isWholeFamily(network: Network): boolean {
  return cidrsOf(network)[0]?.prefix === 0;
}

/** The addresses of `minuend` that no network of `subtrahend` holds, merged. */
export function subtractNetworks(
  minuend: readonly Network[],
  subtrahend: readonly Network[],
): Network[] {
  return subtrahend.reduce(
    (left, taken) => left.flatMap((network) => subtractOne(network, taken)),
    mergeNetworks(minuend),
  );
}

/** 32 or 128. */
export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

function subtractOne(network: Network, taken: Network): Network[] {
  if (!networksIntersect(network, taken)) return [network];
  const below = { ...network, last: taken.first - 1n };
  const above = { ...network, first: taken.last + 1n };
  return [below, above].filter((part) => part.first <= part.last);
}

function blockFits(start: bigint, size: number, last: bigint): boolean {
  const count = 1n << BigInt(size);
  return start % count === 0n && start + count - 1n <= last;
}

function refuse(rule: string, message: string, help: string): Refusal {
  return { rule, message, help };
}

function parseCidr(text: string): Result<Network, Refusal> {
  const slash = text.indexOf('/');
  const address = parseAddress(text.slice(0, slash));
  if (!address.ok) return address;
  const bits = bitsOf(address.value.family);
  const prefix = text.slice(slash + 1);
  if (!/^(0|[1-9][0-9]{0,2})$/.test(prefix) || Number(prefix) > bits) {
    return failure(
      refuse('address-prefix', `"/${prefix}" is not a prefix length`, `write /1 to /${bits}`),
    );
  }
  return cidrNetwork(text, address.value, Number(prefix));
}

function cidrNetwork(text: string, address: Address, prefix: number): Result<Network, Refusal> {
  const { family, value } = address;
  const bits = bitsOf(family);
  if (prefix === 0) {
    return failure(
      refuse(
        'network-is-any',
        `"${text}" is every address`,
        'write "to: any" in an endpoint, or name the networks',
      ),
    );
  }
  if (prefix === bits) {
    return failure(
      refuse(
        'address-not-canonical',
        `"${text}" is one address`,
        `write "${formatAddress(address)}"`,
      ),
    );
  }
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  if (first !== value) {
    const canonical = formatCidr({ address: { family, value: first }, prefix });
    return failure(
      refuse(
        'address-host-bits',
        `"${text}" has bits set below the prefix`,
        `write "${canonical}", or the address alone`,
      ),
    );
  }
  return success({ family, first, last: first + size - 1n });
}

function parseRange(text: string): Result<Network, Refusal> {
  const [low = '', high = '', ...more] = text.split('-');
  if (more.length > 0) {
    return failure(refuse('address-range', `"${text}" is not a range`, 'write first-last'));
  }
  const first = parseAddress(low);
  if (!first.ok) return first;
  const last = parseAddress(high);
  if (!last.ok) return last;
  return rangeNetwork(text, first.value, last.value);
}

function rangeNetwork(text: string, first: Address, last: Address): Result<Network, Refusal> {
  if (first.family !== last.family) {
    return failure(
      refuse('address-range', `"${text}" mixes IPv4 and IPv6`, 'write one range for each family'),
    );
  }
  if (first.value >= last.value) {
    return failure(
      refuse(
        'address-range',
        `"${text}" does not go upward`,
        'write the lower address first, or one address alone',
      ),
    );
  }
  const network = { family: first.family, first: first.value, last: last.value };
  if (isWholeFamily(network)) {
    return failure(
      refuse(
        'network-is-any',
        `"${text}" is every address`,
        'write "to: any" in an endpoint, or name the networks',
      ),
    );
  }
  return success(network);
}

const mappedPrefix = 0xffffn << 32n;

function isMapped(address: Address): boolean {
  return address.family === 6 && address.value >> 32n === mappedPrefix >> 32n;
}

function refuseMapped(text: string, address: Address): Refusal {
  const quad = formatQuad(address.value & 0xffffffffn);
  return refuse(
    'address-mapped',
    `"${text}" is an IPv4 address in an IPv6 coat`,
    `write "${quad}"`,
  );
}
