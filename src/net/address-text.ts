/** Which kind of address a text is, and its bits as an unsigned integer. */
export type AddressBits = { readonly family: 4 | 6; readonly value: bigint };

/**
 * Reads any text that some tool reads as an address, canonical or not: with leading zeros, upper case or
 * an embedded dotted quad. Returns undefined for zones (`%eth0`) and everything else.
 */
export function readAddress(text: string): AddressBits | undefined {
  if (isQuad(text)) return { family: 4, value: quadValue(text) };
  if (/^\d+(\.\d+){3}$/.test(text)) return looseQuad(text);
  if (isGroups(text)) return { family: 6, value: groupsValue(text) };
  return undefined;
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

/** Is the text an IPv6 address without a zone? */
function isGroups(text: string): boolean {
  const quad = text.slice(text.lastIndexOf(':') + 1);
  const hasQuad = isQuad(quad);
  const halves = (hasQuad ? `${text.slice(0, -quad.length)}0:0` : text).split('::');
  const groups = halves.flatMap(splitGroups);
  const isComplete = halves.length === 1 ? groups.length === 8 : groups.length <= 7;
  return isComplete && halves.length <= 2 && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
}

function groupsValue(text: string): bigint {
  const [head = '', tail] = embedQuad(text).split('::');
  const before = splitGroups(head);
  const after = splitGroups(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

function splitGroups(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function embedQuad(text: string): string {
  const quad = /(?<=:)\d+\.\d+\.\d+\.\d+$/.exec(text)?.[0];
  if (quad === undefined) return text;
  const value = quadValue(quad);
  return `${text.slice(0, -quad.length)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

/** Writes an IPv4 address as a dotted quad. */
export function formatQuad(value: bigint): string {
  const bits = Number(value);
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

/** Writes an IPv6 address as RFC 5952 says: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
export function formatGroups(value: bigint): string {
  const [high, low] = [value >> 64n, value & 0xffffffffffffffffn];
  const groups = [...groupsOf(high), ...groupsOf(low)];
  const run = longestZeroRun(groups);
  const texts = groups.map((group) => group.toString(16));
  if (run.length < 2) return texts.join(':');
  return `${texts.slice(0, run.start).join(':')}::${texts.slice(run.start + run.length).join(':')}`;
}

/** The four groups of 64 bits. */
function groupsOf(half: bigint): number[] {
  const [high, low] = [Number(half >> 32n), Number(half & 0xffffffffn)];
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff];
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}
