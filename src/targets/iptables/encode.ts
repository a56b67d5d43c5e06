import { bitsOf, type Family, formatAddress } from '../../net/address.ts';
import type { HostName } from '../../net/host.ts';
import { type Cidr, cidrsOf, formatCidr, type Network } from '../../net/network.ts';
import type { PortRange } from '../../net/port.ts';
import { hasPorts, type Transport } from '../../net/transport.ts';
import { absent, shaped, slug } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';

/** The start of every chain name. A chain name has at most 28 characters; with the longest ending, -RECOMMENDED, 8 + 12. */
export function encodeChain(prefix: string): Encoded<'iptables-chain'> {
  return shaped(prefix.toUpperCase(), /^[A-Z][A-Z0-9]{1,7}$/);
}

/** The endings of the names of chains with rules. */
export type ChainEnding = 'OPTIONAL' | 'OUT' | 'RECOMMENDED' | 'REQUIRED' | 'SELF';

/** The end of a chain name, after the prefix and a hyphen. */
export function encodeEnding(ending: ChainEnding): Encoded<'iptables-ending'> {
  return shaped<'iptables-ending'>(ending, /^[A-Z]{1,11}$/);
}

/** An ipset's name: at most 31 characters. */
export function encodeSet(name: string): Encoded<'iptables-set'> {
  return shaped(name, /^[a-z][a-z0-9_-]{0,27}_v[46]$/);
}

/** The name of a set for one host name: it contains a dot, which other sets do not. */
export function encodeOwnSet(name: string): Encoded<'iptables-own'> {
  return shaped(name, /^(?=.{1,31}$)[a-z][a-z0-9]+_[a-z0-9_-]+\.[a-z0-9_.-]+_v[46]$/);
}

/** The sets at the end of a dnsmasq line: first the name's own sets. */
export function encodeSets(
  own: readonly string[],
  shared: readonly string[],
): Encoded<'iptables-sets'> {
  return [...own.map(encodeOwnSet), ...shared.map(encodeSet)].join(',') as Encoded<'iptables-sets'>;
}

/** A name without wildcards: `*.x` in a dnsmasq line silently matches nothing. */
export function encodeName(name: HostName): Encoded<'iptables-name'> {
  return shaped(name, /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/);
}

/** The name of the spec, the id of the site or its prefix, in a header or in apply.sh. */
export function encodeSlug(text: string): Encoded<'iptables-slug'> {
  return shaped(text, slug);
}

/** A chain that the device already has. */
export function encodeHook(hook: string): Encoded<'iptables-hook'> {
  return shaped(hook, /^[A-Za-z0-9_][A-Za-z0-9_-]{0,27}$/);
}

/** Interfaces of the device as words of a shell list; a `+` at the end would match other interfaces too. */
export function encodeInterfaces(names: readonly string[]): Encoded<'iptables-interfaces'> {
  const words = names.map((name) => shaped(name, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/));
  return words.join(' ') as Encoded<'iptables-interfaces'>;
}

/**
 * A comment's argument as iptables-save prints it: quoted only if it contains more than `[A-Za-z0-9_-]`. If nothing is
 * left it is empty, and the caller writes no comment. A newline would begin another rule, a quote another match, and a
 * trailing backslash would hide the rule's target.
 */
export function encodeComment(text: string): Encoded<'iptables-comment'> {
  const safe = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 ._:/@+,()=-]/gu, ' ')
    .trim()
    // More than 255 bytes are silently cut; 1024 and more are an error.
    .slice(0, 255)
    .trimEnd();
  return (/[^A-Za-z0-9_-]/.test(safe) ? `"${safe}"` : safe) as Encoded<'iptables-comment'>;
}

/** A block as iptables-save prints it: always with its prefix length. */
export function encodeCidr(cidr: Cidr): Encoded<'iptables-cidr'> {
  const quad = cidr.address.family === 6 ? embeddedQuad(cidr) : undefined;
  return (quad ?? formatCidr(cidr)) as Encoded<'iptables-cidr'>;
}

/** A block as "ipset save" prints it: like `encodeCidr`, but a single address without its length. */
export function encodeMember(cidr: Cidr): Encoded<'iptables-member'> {
  const text = encodeCidr(cidr);
  const isSingle = cidr.prefix === bitsOf(cidr.address.family);
  return (isSingle ? text.slice(0, text.lastIndexOf('/')) : text) as Encoded<'iptables-member'>;
}

/** Client networks as words of a shell list; ranges become blocks, since a jump can only match blocks. */
export function encodeNetworks(networks: readonly Network[]): Encoded<'iptables-networks'> {
  return networks.flatMap(cidrsOf).map(encodeCidr).join(' ') as Encoded<'iptables-networks'>;
}

/** The protocol that a line names with `-p`, as iptables-save prints it; absent for AH in IPv6 (`encodeMatch`). */
export function encodeProtocol(transport: Transport, family: Family): Encoded<'iptables-protocol'> {
  if (transport === 'icmp-echo') return shaped(family === 4 ? 'icmp' : 'ipv6-icmp', /^[a-z0-9-]+$/);
  return isHeader(transport, family)
    ? absent<'iptables-protocol'>()
    : shaped(transport, /^(tcp|udp|sctp|esp|ah|gre)$/);
}

/** The extension that looks into the header of the protocol; absent for a line that matches the protocol alone. */
export function encodeMatch(transport: Transport, family: Family): Encoded<'iptables-match'> {
  if (transport === 'icmp-echo') return shaped(family === 4 ? 'icmp' : 'icmp6', /^icmp6?$/);
  return hasPorts(transport) || isHeader(transport, family)
    ? shaped(transport, /^(tcp|udp|sctp|ah)$/)
    : absent<'iptables-match'>();
}

// In IPv6, AH is an extension header. ip6tables-legacy loads "-p ah" with a warning, and the rule never matches.
function isHeader(transport: Transport, family: Family): boolean {
  return transport === 'ah' && family === 6;
}

/** One port or `low:high`, absent for a protocol without ports; iptables reads a missing end (`443:`) as 65535. */
export function encodePorts({ transport, low, high }: PortRange): Encoded<'iptables-ports'> {
  if (!hasPorts(transport)) return absent<'iptables-ports'>();
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
