import { failure, type Refusal, type Result, refuse, success } from '../problem.ts';
import { type Address, bitsOf, type Family, formatAddress, parseAddress } from './address.ts';
import { compareNumber, firstDifference } from './order.ts';

/** An unbroken run of addresses of one family, both ends included. An address, a CIDR block and a range are all one. */
export type Network = { readonly family: Family; readonly first: bigint; readonly last: bigint };

/** The CIDR form of a part of a network: the first address and the prefix length. */
export type Cidr = { readonly address: Address; readonly prefix: number };

/**
 * Reads an address, a CIDR block without host bits (/32 and /128 are one address), or a range `first-last`, all
 * canonical.
 */
export function parseNetwork(text: string): Result<Network, Refusal> {
  if (text.length > longestNetwork) return failure(refuseLength(text.length));
  if (text.includes('-')) return parseRange(text);
  if (text.includes('/')) return parseCidr(text);
  const address = parseAddress(text);
  return address.ok ? success(networkOfAddress(address.value)) : address;
}

/** A range of two IPv6 addresses that end in a dotted quad, and the spaces that some write in it. */
const longestNetwork = 100;

function refuseLength(length: number): Refusal {
  return refuse(
    'address-invalid',
    `a text of ${length} characters is not an address`,
    'write 192.0.2.1 or 2001:db8::1',
  );
}

/** Reads one address, also as the block of that one address. */
export function parseSingleAddress(text: string): Result<Network, Refusal> {
  const network = parseNetwork(text);
  if (!network.ok || network.value.first === network.value.last) return network;
  return failure(
    refuse('address-single', `"${text}" is several addresses`, 'name each address by itself'),
  );
}

/** The network that holds this one address. */
export function networkOfAddress(address: Address): Network {
  return { family: address.family, first: address.value, last: address.value };
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

/** The addresses that both lists hold, merged. */
export function intersectNetworks(a: readonly Network[], b: readonly Network[]): Network[] {
  return subtractNetworks(a, subtractNetworks(a, b));
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

function parseCidr(text: string): Result<Network, Refusal> {
  const slash = text.indexOf('/');
  if (slash === 0) {
    return failure(
      refuse(
        'address-prefix',
        `"${text}" is a prefix length without an address`,
        `write both, as in 192.0.2.0/24`,
      ),
    );
  }
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
  const misspelt = refuseSpaces(text) ?? refuseShortEnd(text, low, high);
  if (misspelt !== undefined) return failure(misspelt);
  const first = parseAddress(low);
  if (!first.ok) return first;
  const last = parseAddress(high);
  if (!last.ok) return last;
  return rangeNetwork(text, first.value, last.value);
}

function refuseSpaces(text: string): Refusal | undefined {
  const plain = text.replaceAll(' ', '');
  if (plain === text) return undefined;
  const meant = parseRange(plain);
  if (!meant.ok) return meant.error.rule === 'address-range' ? meant.error : undefined;
  return refuse('address-range', `"${text}" is a range with spaces in it`, `write "${plain}"`);
}

/** `192.0.2.1-10`, as some tools write a range. */
function refuseShortEnd(text: string, low: string, high: string): Refusal | undefined {
  if (!/^[0-9]+$/.test(high) || !low.includes('.')) return undefined;
  const whole = `${low}-${low.slice(0, low.lastIndexOf('.') + 1)}${high}`;
  const help = parseRange(whole).ok ? `write "${whole}"` : 'write both ends as whole addresses';
  return refuse('address-range', `"${text}" ends with a part of an address`, help);
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
