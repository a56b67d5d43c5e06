import { failure, type Refusal, type Result, refuse, respell, success } from '../problem.ts';
import { formatGroups, formatQuad, readAddress } from './address-text.ts';

export type Family = 4 | 6;

/** One address; `value` is its bits as an unsigned integer of 32 or 128 bits. */
export type Address = { readonly family: Family; readonly value: bigint };

/** Reads one canonical address: a dotted quad, or IPv6 as RFC 5952 writes it. */
export function parseAddress(text: string): Result<Address, Refusal> {
  const address = text.length > longestAddress ? undefined : readAddress(text);
  if (address === undefined) {
    return failure(refuseInvalid(text));
  }
  if (isMapped(address)) return failure(refuseMapped(text, address));
  const canonical = formatAddress(address);
  if (canonical !== text) {
    return failure(refuseSpelling(text, canonical, address.family));
  }
  return success(address);
}

// Longer than any spelling of an address.
const longestAddress = 64;

// Some tools read a leading zero in IPv4 as octal, so the decimal form is only a suggestion.
function refuseSpelling(text: string, canonical: string, family: Family): Refusal {
  const refusal = respell(
    'address-not-canonical',
    `"${text}" is not in canonical form`,
    text,
    canonical,
  );
  return family === 6 ? refusal : { ...refusal, fix: undefined };
}

function refuseInvalid(text: string): Refusal {
  const message = `invalid address "${text}"`;
  const undotted = text.slice(0, -1);
  const meant =
    text.endsWith('.') && text.length <= longestAddress ? readAddress(undotted) : undefined;
  return meant !== undefined && formatAddress(meant) === undotted
    ? respell('address-invalid', message, text, undotted)
    : refuse('address-invalid', message, helpFor(text));
}

function helpFor(text: string): string {
  if (/^\d+(\.\d+){3}$/.test(text)) return 'use numbers from 0 to 255, as in 192.0.2.1';
  const undotted = text.replace(/\.$/, '');
  if (undotted !== text && readAddress(undotted)?.family === 4) return `write "${undotted}"`;
  if (/^\d+(\.\d+)*\.?$/.test(text)) return 'write four numbers, as in 192.0.2.1';
  if (text.includes('%')) return 'remove the zone, as in 2001:db8::1';
  return 'write an address, as in 192.0.2.1 or 2001:db8::1';
}

/** Writes IPv6 as RFC 5952 says, and IPv4 as a dotted quad. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatQuad(address.value) : formatGroups(address.value);
}

/** The number of bits in an address: 32 or 128. */
export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

const mappedPrefix = 0xffffn << 32n;

function isMapped(address: Address): boolean {
  return address.family === 6 && address.value >> 32n === mappedPrefix >> 32n;
}

function refuseMapped(text: string, address: Address): Refusal {
  const quad = formatQuad(address.value & 0xffffffffn);
  return refuse('address-mapped', `"${text}" is an IPv4-mapped IPv6 address`, `write "${quad}"`);
}
