/** Which kind of address a text is, and its bits as an unsigned integer. */
export type AddressBits = { readonly family: 4 | 6; readonly value: bigint };

/**
 * Reads any text that some tool reads as an address, canonical or not: with leading zeros, upper case or
 * an embedded dotted quad. Returns undefined for zones (`%eth0`) and everything else.
 */
export function readAddress(text: string): AddressBits | undefined {
  if (text.includes(':')) {
    const value = readGroups(text);
    return value === undefined ? undefined : { family: 6, value };
  }
  if (isQuad(text)) return { family: 4, value: quadValue(text) };
  return /^\d+(\.\d+){3}$/.test(text) ? looseQuad(text) : undefined;
}

// Some tools read a leading zero as octal, others as decimal. The message offers the decimal form.
function looseQuad(text: string): AddressBits | undefined {
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return { family: 4, value: quadValue(octets.join('.')) };
}

/** The bits of a dotted quad of decimal octets. */
function quadValue(text: string): bigint {
  let [value, octet] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0) octet = octet * 10 + digit;
    else [value, octet] = [value * 256 + octet, 0];
  }
  return BigInt(value * 256 + octet);
}

const zero = '0'.charCodeAt(0);

// Node's own module for addresses takes milliseconds to load.
function isQuad(text: string): boolean {
  return quad.test(text);
}

const octet = '(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])';
const quad = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

// One pair of buffers for all IPv6 addresses, because a list may have a hundred thousand. Each call fills them again.
const groups = new Uint16Array(8);
const bits = new DataView(new ArrayBuffer(16));

/** The bits of an IPv6 address without a zone; undefined for any other text. */
function readGroups(text: string): bigint | undefined {
  if (text.indexOf('::') !== text.lastIndexOf('::')) return undefined;
  let [at, count, gap] = text.startsWith('::') ? [2, 0, 0] : [0, 0, -1];
  while (at < text.length) {
    const end = groupEnd(text, at);
    const added =
      text[end] === '.' ? addQuad(text.slice(at), count) : addGroup(text, at, end, count);
    if (added === 0) return undefined;
    count += added;
    if (added === 2 || end === text.length) break;
    at = end + 1;
    if (text[end] !== ':' || at === text.length) return undefined;
    if (text[at] === ':') [gap, at] = [count, at + 1];
  }
  return bitsOfGroups(count, gap);
}

/** The position after the hexadecimal digits that begin at `at`. */
function groupEnd(text: string, at: number): number {
  let end = at;
  while (digitAt(text, end) >= 0) end += 1;
  return end;
}

/** Adds the digits between two positions as a group. Returns the number of groups: 0 if they are not one. */
function addGroup(text: string, at: number, end: number, count: number): number {
  if (count > 7 || end === at || end > at + 4) return 0;
  let value = 0;
  for (let index = at; index < end; index += 1) value = value * 16 + digitAt(text, index);
  groups[count] = value;
  return 1;
}

/** The value of a hexadecimal digit; -1 for any other character, and after the end. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= zero && code <= zero + 9) return code - zero;
  // Bit 5 is the difference between the cases of a letter.
  const lower = code | 32;
  return lower >= letterA && lower <= letterA + 5 ? lower - letterA + 10 : -1;
}

const letterA = 'a'.charCodeAt(0);

/** Adds a dotted quad as two groups. Returns their number: 0 if the text is not a quad. */
function addQuad(text: string, count: number): number {
  if (count > 6 || !isQuad(text)) return 0;
  const value = Number(quadValue(text));
  groups[count] = value >>> 16;
  groups[count + 1] = value & 0xffff;
  return 2;
}

/** The bits of the first `count` groups, with zeros in the place of `::`; `gap` is the number of groups before it, or -1. */
function bitsOfGroups(count: number, gap: number): bigint | undefined {
  if (gap < 0 ? count !== 8 : count > 7) return undefined;
  const head = gap < 0 ? 8 : gap;
  const tail = 8 - (count - head);
  for (let index = 0; index < 8; index += 1) {
    const from = index < head ? index : index - 8 + count;
    bits.setUint16(index * 2, index < head || index >= tail ? (groups[from] ?? 0) : 0);
  }
  return (bits.getBigUint64(0) << 64n) | bits.getBigUint64(8);
}

/** Writes an IPv4 address as a dotted quad. */
export function formatQuad(value: bigint): string {
  const bits = Number(value);
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

/** Writes an IPv6 address as RFC 5952 says: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
export function formatGroups(value: bigint): string {
  bits.setBigUint64(0, value >> 64n);
  bits.setBigUint64(8, value & 0xffffffffffffffffn);
  const { start, length } = longestZeroRun();
  if (length < 2) return textOf(0, 8);
  return `${textOf(0, start)}::${textOf(start + length, 8)}`;
}

/** The groups of `bits` from `first` to before `end`. */
function textOf(first: number, end: number): string {
  let text = '';
  for (let index = first; index < end; index += 1) {
    const group = bits.getUint16(index * 2).toString(16);
    text = index === first ? group : `${text}:${group}`;
  }
  return text;
}

function longestZeroRun(): { start: number; length: number } {
  const best = { start: 0, length: 0 };
  let length = 0;
  for (let index = 0; index < 8; index += 1) {
    length = bits.getUint16(index * 2) === 0 ? length + 1 : 0;
    if (length <= best.length) continue;
    best.start = index - length + 1;
    best.length = length;
  }
  return best;
}
