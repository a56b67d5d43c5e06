import { failure, type Refusal, type Result, refuse, success } from '../problem.ts';
import { type Address, bitsOf, parseAddress } from './address.ts';
import { formatCidr, isWholeFamily, type Network, networkOfAddress } from './network.ts';

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
