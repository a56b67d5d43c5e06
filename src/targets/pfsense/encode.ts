import { shaped, slug } from '../kit/writing/encode.ts';
import type { Encoded } from '../target.ts';
import type { IpProtocol } from './options.ts';
import type { PortRun } from './plan.ts';
import { type Entry, entryText } from './plan-entries.ts';

/** The spec's name in a header. */
export function encodeSlug(text: string): Encoded<'pfsense-slug'> {
  return shaped(text, slug);
}

/** What all aliases of a site begin with. */
export function encodeAliasPrefix(text: string): Encoded<'pfsense-prefix'> {
  return shaped(text, /^[a-z][a-z0-9]{1,7}_$/);
}

// The two tables of pfSense's own that have an underscore. pf's keywords have none, and every alias of ours has one.
const reserved = ['vpn_networks', 'negate_networks'];

/** An alias's name. pf refuses the whole ruleset for a bad one. */
export function encodeAlias(name: string): Encoded<'pfsense-alias'> {
  if (reserved.includes(name)) throw new Error(`"${name}" is a name of pfSense's own`);
  return shaped(name, /^(?=.{1,31}$)[a-z][a-z0-9]{1,7}_[A-Za-z0-9_]+$/);
}

/** What the description of every rule of a site begins with. */
export function encodeDescriptionPrefix(text: string): Encoded<'pfsense-description-prefix'> {
  return shaped(text, /^[a-z][a-z0-9]{1,7}: $/);
}

export function encodeType(type: 'host' | 'network'): Encoded<'pfsense-type'> {
  return shaped(type, /^(host|network)$/);
}

/** One entry: a name of two labels or more (a bare number would pass as a host), an address, or a block. */
export function encodeEntry({ place }: Entry): Encoded<'pfsense-entry'> {
  const shape =
    place.kind === 'name' ? /^(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)+$/ : /^[0-9a-f.:]+(\/[0-9]+)?$/;
  return shaped(entryText(place), shape);
}

/** All entries of an alias on one line: pf would refuse the whole ruleset for a line feed among them. */
export function encodeEntries(entries: readonly Entry[]): Encoded<'pfsense-entries'> {
  return entries.map(encodeEntry).join(' ') as Encoded<'pfsense-entries'>;
}

const longestDetail = 199;

/** What an entry is for. It is never blank: pfSense would put the date there. */
export function encodeDetail({ about, fallback }: Entry): Encoded<'pfsense-detail'> {
  const text = plain(about, longestDetail);
  return (text === '' ? plain(fallback, longestDetail) : text) as Encoded<'pfsense-detail'>;
}

/** The details of all entries; pfSense parts them where two bars stand. */
export function encodeDetails(entries: readonly Entry[]): Encoded<'pfsense-details'> {
  return entries.map(encodeDetail).join('||') as Encoded<'pfsense-details'>;
}

/** What an alias is for, inside CDATA. */
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

/** `udp/tcp` and upper case make pf refuse the whole ruleset; none, with a port, opens all ports. */
export function encodeProtocol({ protocol }: PortRun): Encoded<'pfsense-protocol'> {
  return shaped(protocol, /^(tcp|udp|tcp\/udp)$/);
}

/** One port or `low-high`. pfSense drops port 0, and all ports are open then. */
export function encodePort({ low, high }: PortRun): Encoded<'pfsense-port'> {
  return shaped(low === high ? `${low}` : `${low}-${high}`, /^[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?$/);
}

/** What a rule does: pfSense takes a type that it does not know for pass. */
export function encodeAction(action: 'pass' | 'reject' | 'block'): Encoded<'pfsense-action'> {
  return shaped(action, /^(pass|reject|block)$/);
}

/** Ten digits; pfSense keeps 32 bits of it, and gives all rules new ones when the highest is near the end of them. */
export function encodeTracker(tracker: number): Encoded<'pfsense-tracker'> {
  if (!(tracker >= 3_000_000_000 && tracker < 4_200_000_000))
    throw new Error(`${tracker} is not a tracker that Portolan chooses`);
  return shaped(String(tracker), /^[0-9]{10}$/);
}

// Only these bytes come back unchanged from every version of pfSense; a bar would part one detail into two.
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
