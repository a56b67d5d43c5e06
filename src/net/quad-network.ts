import type { Network } from './network.ts';

/**
 * Reads one IPv4 address, or a CIDR block without host bits (also /32), in canonical form. Undefined for any other text,
 * whose fault only `parseNetwork` names. A list may have a million networks, and this makes nothing else for each.
 */
export function readQuadNetwork(text: string): Network | undefined {
  let value = 0;
  let at = 0;
  for (let index = 0; index < 4; index += 1) {
    const octet = decimalAt(text, at);
    if (octet < 0 || octet > 255) return undefined;
    value = value * 256 + octet;
    at += digitsOf(octet) + 1;
    if (index < 3 && text.charCodeAt(at - 1) !== dot) return undefined;
  }
  const length = lengthAt(text, at - 1);
  return length < 0 ? undefined : blockAt(value, 2 ** (32 - length));
}

/** The prefix length that ends the text, from 1 to 32; 32 if the text ends before it, and -1 for anything else. */
function lengthAt(text: string, at: number): number {
  if (at === text.length) return 32;
  const length = text.charCodeAt(at) === slash ? decimalAt(text, at + 1) : 0;
  const isLength = length >= 1 && length <= 32 && at + 1 + digitsOf(length) === text.length;
  return isLength ? length : -1;
}

/** So many addresses, if a block of this size begins here. */
function blockAt(value: number, size: number): Network | undefined {
  if (value % size !== 0) return undefined;
  const first = BigInt(value);
  return { family: 4, first, last: size === 1 ? first : BigInt(value + size - 1) };
}

/** The number of at most three digits, without a leading zero, that begins here; -1 if none does. */
function decimalAt(text: string, at: number): number {
  let value = digitAt(text, at);
  if (value <= 0) return value;
  for (let next = at + 1; next < at + 3; next += 1) {
    const digit = digitAt(text, next);
    if (digit < 0) break;
    value = value * 10 + digit;
  }
  return value;
}

/** The value of a digit; -1 for any other character, and after the end. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - zero;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

function digitsOf(value: number): number {
  if (value < 10) return 1;
  return value < 100 ? 2 : 3;
}

const zero = '0'.charCodeAt(0);
const dot = '.'.charCodeAt(0);
const slash = '/'.charCodeAt(0);
