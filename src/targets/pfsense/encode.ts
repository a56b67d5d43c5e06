import { absent, shaped, slug } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';
import { type IpProtocol, type Position, positionText } from './options.ts';
import type { Run } from './plan.ts';
import { type Entry, entryText } from './plan-entries.ts';

/** One entry of an alias, and its description. */
export type EntryText = Encoded<'pfsense-entry'>;
export type Detail = Encoded<'pfsense-detail'>;

/** The spec's name in a header. */
export function encodeSlug(text: string): Encoded<'pfsense-slug'> {
  return shaped(text, slug);
}

/** A position, inside single quotes of PHP. */
export function encodePosition(position: Position): Encoded<'pfsense-position'> {
  return shaped(
    positionText(position),
    /^(?:top|bottom|(?:before|after) [A-Za-z0-9][A-Za-z0-9 .,:;/()+=@#_-]{0,51})$/,
  );
}

/** The start of all alias names of a site. */
export function encodeAliasPrefix(text: string): Encoded<'pfsense-prefix'> {
  return shaped(text, /^[a-z][a-z0-9]{1,7}_$/);
}

// The two built-in tables of pfSense with an underscore. pf keywords have none, and every generated alias has one.
const reserved = ['vpn_networks', 'negate_networks'];

/** The name of an alias. pf rejects the whole ruleset because of an invalid one. */
export function encodeAlias(name: string): Encoded<'pfsense-alias'> {
  if (reserved.includes(name)) throw new Error(`"${name}" is a name of pfSense's own`);
  return shaped(name, /^(?=.{1,31}$)[a-z][a-z0-9]{1,7}_[A-Za-z0-9_]+$/);
}

/** The start of the description of every rule of a site. */
export function encodeDescriptionPrefix(text: string): Encoded<'pfsense-description-prefix'> {
  return shaped(text, /^[a-z][a-z0-9]{1,7}: $/);
}

export function encodeType(type: 'host' | 'network'): Encoded<'pfsense-type'> {
  return shaped(type, /^(host|network)$/);
}

// A literal inside a function would be a new expression for each of a hundred thousand entries.
const hostName = /^(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)+$/;
const addresses = /^[0-9a-f.:]+(\/[0-9]+)?$/;

/** One entry: a name with at least two labels (a bare number could be a host), an address, or a block. */
export function encodeEntry({ place }: Entry): EntryText {
  return shaped(entryText(place), place.kind === 'name' ? hostName : addresses);
}

/** All entries of an alias on one line: pf rejects the whole ruleset because of a line feed between them. */
export function encodeEntries(entries: readonly EntryText[]): Encoded<'pfsense-entries'> {
  return entries.join(' ') as string as Encoded<'pfsense-entries'>;
}

const longestDetail = 199;

/** The description of an entry. It is never blank: pfSense would insert the date. */
export function encodeDetail({ about, fallback }: Entry): Detail {
  const text = plain(about, longestDetail);
  return (text === '' ? plain(fallback, longestDetail) : text) as Detail;
}

/** The descriptions of all entries; pfSense splits them at two bars. */
export function encodeDetails(details: readonly Detail[]): Encoded<'pfsense-details'> {
  return details.join('||') as string as Encoded<'pfsense-details'>;
}

/** The description of an alias, inside CDATA. */
export function encodeText(text: string): Encoded<'pfsense-text'> {
  return plain(text, longestDetail) as Encoded<'pfsense-text'>;
}

/** A rule's description: pfSense cuts it at 52 characters. */
export function encodeDescription(text: string): Encoded<'pfsense-description'> {
  return shaped(text, /^(?=.{1,52}$)[a-z][a-z0-9]{1,7}: [a-z0-9/+~ -]+$/);
}

export function encodeInterface(key: string): Encoded<'pfsense-interface'> {
  return shaped(key, /^(wan|lan|opt[1-9][0-9]{0,3})$/);
}

export function encodeIpProtocol(protocol: IpProtocol): Encoded<'pfsense-ipprotocol'> {
  return shaped(protocol, /^inet(6|46)?$/);
}

/**
 * With `udp/tcp` or upper case, pf rejects the whole ruleset. Without a protocol, a rule with a port allows all ports.
 * pfSense itself makes ICMPv6 of `icmp` in IPv6; with `ipv6-icmp`, it ignores the type and allows all ICMPv6.
 */
export function encodeProtocol({ protocol }: Run): Encoded<'pfsense-protocol'> {
  const own = protocol === 'icmp-echo' ? 'icmp' : protocol;
  return shaped(own, /^(tcp|udp|tcp\/udp|icmp|esp|ah|gre)$/);
}

/** The only type of a rule for ping; without a type, a rule for `icmp` allows all ICMP. */
export function encodeIcmpType({ protocol }: Run): Encoded<'pfsense-icmp-type'> {
  return protocol === 'icmp-echo' ? shaped('echoreq', /^echoreq$/) : absent();
}

/** One port or `low-high`; none for a protocol without ports. pfSense drops port 0 and then allows all ports. */
export function encodePort(run: Run): Encoded<'pfsense-port'> {
  if (!('low' in run)) return absent();
  const { low, high } = run;
  return shaped(low === high ? `${low}` : `${low}-${high}`, /^[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?$/);
}

/** The action of a rule: pfSense treats an unknown type as pass. */
export function encodeAction(action: 'pass' | 'reject' | 'block'): Encoded<'pfsense-action'> {
  return shaped(action, /^(pass|reject|block)$/);
}

/** Ten digits. pfSense stores 32 bits, and renumbers all rules if the highest number is near their end. */
export function encodeTracker(tracker: number): Encoded<'pfsense-tracker'> {
  if (!(tracker >= 3_000_000_000 && tracker < 4_200_000_000))
    throw new Error(`${tracker} is not a tracking ID that Portolan chooses`);
  return shaped(String(tracker), /^[0-9]{10}$/);
}

// Every version of pfSense stores only these bytes unchanged; a bar would split one description into two.
function plain(text: string, length: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|[&<>'"\\|]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, length)
    .trimEnd();
}
