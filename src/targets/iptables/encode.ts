import { type Family, formatAddress } from '../../net/address.ts';
import type { HostName } from '../../net/host.ts';
import { type Cidr, cidrsOf, formatCidr, type Network } from '../../net/network.ts';
import type { PortRange, Transport } from '../../net/port.ts';
import { shaped, slug } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';

/** Begins every chain's name. Chains may have 28 characters; the longest ending is -RECOMMENDED, so 8 + 12. */
export function encodeChain(prefix: string): Encoded<'iptables-chain'> {
  return shaped(prefix.toUpperCase(), /^[A-Z][A-Z0-9]{1,7}$/);
}

/** The ends of the names of the chains that rules stand in. */
export type ChainEnding = 'OPTIONAL' | 'OUT' | 'RECOMMENDED' | 'REQUIRED' | 'SELF';

/** Ends a chain's name, after the prefix and a hyphen. */
export function encodeEnding(ending: ChainEnding): Encoded<'iptables-ending'> {
  return shaped<'iptables-ending'>(ending, /^[A-Z]{1,11}$/);
}

/** An ipset's name: at most 31 characters. */
export function encodeSet(name: string): Encoded<'iptables-set'> {
  return shaped(name, /^[a-z][a-z0-9_-]{0,27}_v[46]$/);
}

/** The name of a set that one name has for itself: with a dot, which no other set has. */
export function encodeOwnSet(name: string): Encoded<'iptables-own'> {
  return shaped(name, /^(?=.{1,31}$)[a-z][a-z0-9]+_[a-z0-9_-]+\.[a-z0-9_.-]+_v[46]$/);
}

/** Several sets at the end of a dnsmasq line: first those that the name has for itself. */
export function encodeSets(
  own: readonly string[],
  shared: readonly string[],
): Encoded<'iptables-sets'> {
  return [...own.map(encodeOwnSet), ...shared.map(encodeSet)].join(',') as Encoded<'iptables-sets'>;
}

/** A name without wildcards: `*.x` in a dnsmasq line would match nothing, and says so to nobody. */
export function encodeName(name: HostName): Encoded<'iptables-name'> {
  return shaped(name, /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/);
}

/** The spec's name, the site's or its prefix, as a file's header and apply.sh carry them. */
export function encodeSlug(text: string): Encoded<'iptables-slug'> {
  return shaped(text, slug);
}

/** A chain of the device's own. */
export function encodeHook(hook: string): Encoded<'iptables-hook'> {
  return shaped(hook, /^[A-Za-z0-9_][A-Za-z0-9_-]{0,27}$/);
}

/** Interfaces of the device as words of a shell list; a `+` at the end of one would stand for others too. */
export function encodeInterfaces(names: readonly string[]): Encoded<'iptables-interfaces'> {
  const words = names.map((name) => shaped(name, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/));
  return words.join(' ') as Encoded<'iptables-interfaces'>;
}

/**
 * A comment's argument as iptables-save prints it: quoted only if it holds more than `[A-Za-z0-9_-]`; empty when
 * nothing is left, and the caller then writes no comment. A newline would begin another rule, a quote another match,
 * and a trailing backslash would swallow the rule's target.
 */
export function encodeComment(text: string): Encoded<'iptables-comment'> {
  const safe = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 ._:/@+,()=-]/gu, ' ')
    .trim()
    // More than 255 bytes are cut in silence, 1024 and more are an error.
    .slice(0, 255)
    .trimEnd();
  return (/[^A-Za-z0-9_-]/.test(safe) ? `"${safe}"` : safe) as Encoded<'iptables-comment'>;
}

/** A block as iptables-save prints it: always with its length. */
export function encodeCidr(cidr: Cidr): Encoded<'iptables-cidr'> {
  const quad = cidr.address.family === 6 ? embeddedQuad(cidr) : undefined;
  return (quad ?? formatCidr(cidr)) as Encoded<'iptables-cidr'>;
}

/** Client networks as words of a shell list; ranges become blocks, which is what a jump can match. */
export function encodeNetworks(networks: readonly Network[]): Encoded<'iptables-networks'> {
  return networks.flatMap(cidrsOf).map(encodeCidr).join(' ') as Encoded<'iptables-networks'>;
}

export function encodeTransport(transport: Transport): Encoded<'iptables-transport'> {
  return shaped(transport, /^(tcp|udp)$/);
}

/** One port or `low:high`; an open end (`443:`) would be read as 443 to 65535. */
export function encodePorts({ low, high }: PortRange): Encoded<'iptables-ports'> {
  return (low === high ? `${low}` : `${low}:${high}`) as Encoded<'iptables-ports'>;
}

export function encodeFamily(family: Family): Encoded<'iptables-family'> {
  return (family === 4 ? 'inet' : 'inet6') as Encoded<'iptables-family'>;
}

export function encodeNumber(value: number): Encoded<'iptables-number'> {
  return shaped(String(value), /^[0-9]+$/);
}

// The C library prints IPv6 addresses with an IPv4 tail in two blocks, where RFC 5952 does not.
function embeddedQuad({ address, prefix }: Cidr): string | undefined {
  const { value } = address;
  const high = value >> 32n;
  const low = value & 0xffffffffn;
  const quad = formatAddress({ family: 4, value: low });
  if (high === 0xffffn) return `::ffff:${quad}/${prefix}`;
  return high === 0n && low > 0xffffn ? `::${quad}/${prefix}` : undefined;
}
