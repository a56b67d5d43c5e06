import {
  failure,
  type Refusal,
  type Result,
  refuse,
  respell,
  respellWhole,
  success,
} from '../problem.ts';
import { type Address, bitsOf, formatAddress, parseAddress } from './address.ts';
import {
  firstOfBlock,
  formatCidr,
  formatNetwork,
  isWholeFamily,
  type Network,
  networkOfAddress,
  networkOfCidr,
} from './network.ts';
import { notationOf } from './network-notation.ts';
import { readQuadNetwork } from './quad-network.ts';

/**
 * Reads an address, a CIDR block without host bits (/32 and /128 are one address), or a range `first-last`, all
 * canonical.
 */
export function parseNetwork(text: string): Result<Network, Refusal> {
  if (text.length > longestNetwork) return failure(refuseLength(text.length));
  const quads = readQuadNetwork(text);
  if (quads !== undefined) return success(quads);
  const network = readNetwork(text);
  return network.ok ? network : failure(inNotation(text, network.error));
}

/** `formatNetwork` of the network that `parseNetwork` read from this text. Most texts are in this form already. */
export function shortestText(text: string, network: Network): string {
  const isLonger = text.includes('-') || text.endsWith('/32') || text.endsWith('/128');
  return isLonger ? formatNetwork(network) : text;
}

function readNetwork(text: string): Result<Network, Refusal> {
  if (text.includes('-')) return parseRange(text);
  if (text.includes('/')) return parseCidr(text);
  const address = parseAddress(text);
  return address.ok ? success(networkOfAddress(address.value)) : address;
}

/** The refusal of a text in a notation of another tool, whose help is the same in the notation of a spec. */
function inNotation(text: string, refusal: Refusal): Refusal {
  const notation = refusal.fix === undefined ? notationOf(text) : undefined;
  if (notation === undefined) return refusal;
  const networks = notation.networks.map(readNetwork);
  const wrong = networks.find((network) => !network.ok);
  const [first = '', second = ''] = notation.networks;
  const { rule, message } = refusal;
  switch (notation.kind) {
    case 'several':
      if (wrong !== undefined) return refusal;
      return refuse(
        rule,
        `"${text}" is more than one network`,
        `write an entry for each, as in "${first}" and "${second}"`,
      );
    case 'port':
      if (wrong !== undefined) return refusal;
      return refuse(rule, message, `write "${first}", and name a service with the port`);
    default:
      return refuse(rule, message, wrong?.ok === false ? wrong.error.help : `write "${first}"`);
  }
}

/** Enough for a range of two IPv6 addresses that end in a dotted quad, with spaces around the hyphen. */
const longestNetwork = 100;

function refuseLength(length: number): Refusal {
  return refuse(
    'address-invalid',
    `invalid address: the text is ${length} characters long`,
    'write 192.0.2.1 or 2001:db8::1',
  );
}

/** Reads one address, or the CIDR block of one address. */
export function parseSingleAddress(text: string): Result<Network, Refusal> {
  const network = parseNetwork(text);
  if (!network.ok || network.value.first === network.value.last) return network;
  return failure(
    refuse('address-single', `"${text}" is more than one address`, 'list each address separately'),
  );
}

function isNetwork(text: string): boolean {
  return parseNetwork(text).ok;
}

const prefixLength = /^(0|[1-9][0-9]{0,2})$/;

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
  const part = text.slice(0, slash);
  const address = parseAddress(part);
  if (!address.ok) return failure(respellWhole(address.error, { text, part, start: 0 }, isNetwork));
  const bits = bitsOf(address.value.family);
  const prefix = text.slice(slash + 1);
  if (!prefixLength.test(prefix) || Number(prefix) > bits) {
    return failure(
      refuse('address-prefix', `invalid prefix length "/${prefix}"`, `use /1 to /${bits}`),
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
        `"${text}" covers every address`,
        'write "to: any" in an endpoint, or list the networks',
      ),
    );
  }
  const first = firstOfBlock(value, bits - prefix);
  if (first !== value) {
    const canonical = formatCidr({ address: { family, value: first }, prefix });
    return failure(
      refuse(
        'address-host-bits',
        `"${text}" has host bits set`,
        `write "${canonical}", or "${formatAddress(address)}" for the address alone`,
      ),
    );
  }
  return success(networkOfCidr({ address, prefix }));
}

function parseRange(text: string): Result<Network, Refusal> {
  const [low = '', high = '', ...more] = text.split('-');
  if (more.length > 0) {
    return failure(
      refuse(
        'address-range',
        `invalid range "${text}"`,
        'write first-last, as in 192.0.2.1-192.0.2.10',
      ),
    );
  }
  const misspelt = refuseSpaces(text) ?? refuseShortEnd(text, low, high);
  if (misspelt !== undefined) return failure(misspelt);
  const first = parseAddress(low);
  if (!first.ok) return failure(respellEnds(text, first.error));
  const last = parseAddress(high);
  if (!last.ok) return failure(respellEnds(text, last.error));
  return rangeNetwork(text, first.value, last.value);
}

function refuseSpaces(text: string): Refusal | undefined {
  const plain = text.replaceAll(' ', '');
  if (plain === text) return undefined;
  const meant = parseRange(plain);
  if (!meant.ok) return meant.error.rule === 'address-range' ? meant.error : undefined;
  return respell('address-range', `the range "${text}" contains spaces`, text, plain);
}

/** `192.0.2.1-10`, as some tools write a range. */
function refuseShortEnd(text: string, low: string, high: string): Refusal | undefined {
  if (!/^[0-9]+$/.test(high) || !low.includes('.')) return undefined;
  const whole = `${low}-${low.slice(0, low.lastIndexOf('.') + 1)}${high}`;
  const message = `the range "${text}" ends with a partial address`;
  return parseRange(whole).ok
    ? respell('address-range', message, text, whole)
    : refuse('address-range', message, 'write both ends as full addresses');
}

/** The refusal of an end that is not canonical; its fix writes both ends in canonical form. */
function respellEnds(text: string, refusal: Refusal): Refusal {
  const ends = text.split('-').map((part) => {
    const address = parseAddress(part);
    return address.ok ? part : (address.error.fix?.to[0] ?? part);
  });
  const fix = { from: text, to: [ends.join('-')] };
  return respellWhole({ ...refusal, fix }, { text, part: text, start: 0 }, isNetwork);
}

function refuseOrder(text: string, first: Address, last: Address): Refusal {
  const [low, high] = [last, first].map(formatAddress);
  return first.value === last.value
    ? respell('address-range', `the range "${text}" is one address`, text, low ?? '')
    : refuse('address-range', `the range "${text}" starts after it ends`, `write "${low}-${high}"`);
}

function rangeNetwork(text: string, first: Address, last: Address): Result<Network, Refusal> {
  if (first.family !== last.family) {
    return failure(
      refuse(
        'address-range',
        `"${text}" mixes IPv4 and IPv6`,
        'write one IPv4 range and one IPv6 range',
      ),
    );
  }
  if (first.value >= last.value) return failure(refuseOrder(text, first, last));
  const network = { family: first.family, first: first.value, last: last.value };
  if (isWholeFamily(network)) {
    return failure(
      refuse(
        'network-is-any',
        `"${text}" covers every address`,
        'write "to: any" in an endpoint, or list the networks',
      ),
    );
  }
  return success(network);
}
