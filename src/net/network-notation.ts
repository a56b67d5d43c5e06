import { formatQuad, readAddress } from './address-text.ts';

/** How another tool writes a text that is not a network of a spec. `networks` are in the spelling of a spec. */
export type Notation = {
  readonly kind: 'mask' | 'star' | 'port' | 'several';
  readonly networks: readonly string[];
};

/** The notation of a text of at most 100 characters; undefined without one. The caller validates the networks. */
export function notationOf(text: string): Notation | undefined {
  return masked(text) ?? starred(text) ?? withPort(text) ?? several(text);
}

const quad = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const maskShape = new RegExp(`^(${quad})(?:/| {1,3})(${quad})$`);

/** `192.0.2.0/255.255.255.0`, `192.0.2.0 255.255.255.0`, and the inverted mask `0.0.0.255`. */
function masked(text: string): Notation | undefined {
  const [, address = '', mask = ''] = maskShape.exec(text) ?? [];
  const prefix = prefixOf(readAddress(mask)?.value ?? 0n);
  return prefix === undefined ? undefined : { kind: 'mask', networks: [`${address}/${prefix}`] };
}

const ones = 0xffffffffn;

/** The prefix length of a mask; undefined if its bits are not contiguous, and for no bits at all. */
function prefixOf(mask: bigint): number | undefined {
  const isMask = isRun(ones - mask);
  if (mask === 0n || !(isMask || isRun(mask))) return undefined;
  const hostBits = isMask ? ones - mask : mask;
  return 32 - (hostBits === 0n ? 0 : hostBits.toString(2).length);
}

/** Whether the ones of a number are all at its end. */
function isRun(bits: bigint): boolean {
  return (bits & (bits + 1n)) === 0n;
}

/** `203.0.113.*`, `203.0.*` and `203.0.113.x`. */
function starred(text: string): Notation | undefined {
  const [, front] = /^(\d{1,3}(?:\.\d{1,3}){0,2})(?:\.[*x]){1,3}$/i.exec(text) ?? [];
  if (front === undefined) return undefined;
  const octets = front.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  const value = [0, 1, 2, 3].reduce((all, index) => all * 256n + BigInt(octets[index] ?? 0), 0n);
  return { kind: 'star', networks: [`${formatQuad(value)}/${octets.length * 8}`] };
}

/** `198.51.100.0/24:443` and `192.0.2.1:443`. */
function withPort(text: string): Notation | undefined {
  const [, front] = new RegExp(`^(${quad}(?:/\\d{1,2})?):\\d{1,5}$`).exec(text) ?? [];
  return front === undefined ? undefined : { kind: 'port', networks: [front] };
}

function several(text: string): Notation | undefined {
  const networks = text.split(/\s*[,;]\s*|\s+/);
  return networks.length < 2 ? undefined : { kind: 'several', networks };
}
