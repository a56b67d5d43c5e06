import { isIPv4, isIPv6 } from 'node:net';

/** The addresses from `first` to `last` of one family. */
export type Block = { readonly family: 4 | 6; readonly first: bigint; readonly last: bigint };

/** Reads an address or a network in canonical spelling without host bits; undefined for anything else. */
export function readBlock(text: string): Block | undefined {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIPv4(address) ? 4 : 6;
  const bits = family === 4 ? 32 : 128;
  if (more.length > 0 || !isCanonical(address)) return undefined;
  const length = prefix === undefined ? bits : readNumber(prefix);
  if (length === undefined || length > bits) return undefined;
  const first = toNumber(address);
  const size = 1n << BigInt(bits - length);
  return first % size === 0n ? { family, first, last: first + size - 1n } : undefined;
}

/** Reads `a-b`: two addresses of one family, in order. */
export function readRange(text: string): Block | undefined {
  const [low, high, ...more] = text.split('-').map(readBlock);
  if (low === undefined || high === undefined || more.length > 0 || text.includes('/'))
    return undefined;
  if (low.family !== high.family || low.first >= high.first) return undefined;
  return { family: low.family, first: low.first, last: high.last };
}

export function covers(outer: Block, inner: Block): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Reads a decimal number without sign or leading zeros. */
export function readNumber(text: string): number | undefined {
  return /^(0|[1-9][0-9]{0,9})$/.test(text) ? Number(text) : undefined;
}

/** Reads a port from 1 to 65535. */
export function readPort(text: string): number | undefined {
  const port = readNumber(text);
  return port !== undefined && port >= 1 && port <= 65535 ? port : undefined;
}

/** Reads two ports in order, with `separator` between them. */
export function readPortRange(text: string, separator: string): [number, number] | undefined {
  const [low, high, ...more] = text.split(separator).map(readPort);
  if (low === undefined || high === undefined || more.length > 0 || low >= high) return undefined;
  return [low, high];
}

/**
 * Whether the text is a fully qualified lower-case host name. Underscores are allowed only before the last two labels.
 * The last label must not begin with a digit, because a resolver reads `127.1` and `0x7f.1` as addresses.
 */
export function isHostName(text: string): boolean {
  const labels = text.split('.');
  if (text.length > 253 || labels.length < 2) return false;
  const below = labels.slice(0, -2).map((label) => label.replaceAll('_', 'x'));
  return [...below, ...labels.slice(-2)].every(isLabel) && /^[a-z]/.test(labels.at(-1) ?? '');
}

export function isLabel(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

function isCanonical(address: string): boolean {
  if (isIPv4(address)) return address.split('.').every((part) => readNumber(part) !== undefined);
  return isIPv6(address) && !/[%A-Z]/.test(address) && address === spell(toNumber(address));
}

function toNumber(address: string): bigint {
  if (isIPv4(address))
    return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  return groupsOf(address).reduce((sum, group) => sum * 65536n + BigInt(group), 0n);
}

function groupsOf(address: string): number[] {
  const [head = [], tail] = address.split('::').map(numbersOf);
  if (tail === undefined) return head;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function numbersOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const value = Number(toNumber(group));
    return [Math.floor(value / 65536), value % 65536];
  });
}

/** Spelling of RFC 5952: lower case, no leading zeros, `::` for the first longest run of two or more zero groups. */
function spell(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
  );
  const runs = [...groups.join(':').matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)];
  const longest = runs.reduce((best, run) => Math.max(best, run[0].length), 0);
  const run = runs.find((each) => each[0].length === longest);
  if (run === undefined) return groups.join(':');
  const text = groups.join(':');
  const head = text.slice(0, run.index).replace(/:$/, '');
  const tail = text.slice(run.index + longest).replace(/^:/, '');
  return `${head}::${tail}`;
}
