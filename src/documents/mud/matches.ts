import { wholeHost } from '../../net/path.ts';
import { type PortRange, portsCover } from '../../net/port.ts';
import { type Refusal, refuse } from '../../problem.ts';
import type { DocumentFact, RowVerdict } from '../document.ts';
import { type PrintedDestination, readDestination } from '../kit/destination.ts';
import { isKind, memberOf, refuseKind } from '../kit/fields.ts';
import type { JsonObject, JsonValue } from '../kit/json.ts';
import { unresolved } from '../kit/rows.ts';
import { quote } from '../kit/secrets.ts';
import { portsOf } from './ports.ts';

/**
 * What an entry allows. Each condition narrows it, so an entry with a condition that an endpoint cannot express is
 * unresolved, and never a fact.
 */
export function matchVerdict(matches: JsonObject): RowVerdict {
  const mud = memberOf(matches, 'ietf-mud:mud', 'object');
  if (!mud.ok) return refused(mud.error);
  // The client's own network outranks an address beside it.
  if (mud.value?.members.has('local-networks'))
    return { kind: 'declined', reason: 'it is access within the local network' };
  const other = otherThan(matches, ['ietf-mud:mud', 'ipv4', 'ipv6', 'tcp', 'udp']);
  if (other !== undefined) return unresolved(whyNot(other));
  if (matches.members.has('ipv4') && matches.members.has('ipv6'))
    return unresolved('it matches IPv4 and IPv6 at once');
  const ports = portsOf(matches);
  if (ports.kind !== 'ports') return ports;
  return mud.value === undefined || mud.value.members.size === 0
    ? addressVerdict(matches, ports.ports)
    : partyVerdict(mud.value, matches, ports.ports);
}

/** The first condition that is none of these. */
function otherThan({ members }: JsonObject, known: readonly string[]): string | undefined {
  return [...members.keys()].find((key) => !known.includes(key));
}

function whyNot(condition: string): string {
  if (condition === 'icmp') return 'it asks for ICMP, which has no ports';
  if (condition === 'eth') return 'it matches Ethernet frames';
  return `it also matches ${quote(condition)}, which no endpoint can express`;
}

const families = [
  { key: 'ipv4', network: 'destination-ipv4-network', family: 4 },
  { key: 'ipv6', network: 'destination-ipv6-network', family: 6 },
] as const;
const dnsName = 'ietf-acldns:dst-dnsname';

/** The destination of an entry that names a host or a network. */
function addressVerdict(matches: JsonObject, ports: readonly PortRange[]): RowVerdict {
  const family = families.find(({ key }) => matches.members.has(key));
  const held = matches.members.get(family?.key ?? '');
  if (family === undefined || held === undefined) return unresolved(withoutDestination);
  if (!isKind(held, 'object')) return refused(refuseKind(quote(family.key), held, 'object'));
  const other = otherThan(held, ['protocol', dnsName, family.network]);
  if (other !== undefined) return unresolved(whyNot(other));
  const [name, network] = [held.members.get(dnsName), held.members.get(family.network)];
  if (name !== undefined && network !== undefined)
    return unresolved('it matches a name and a network at once');
  const written = name ?? network;
  if (written === undefined) return unresolved(withoutDestination);
  return destinationVerdict(written, name === undefined ? family.family : 'host', ports);
}

const withoutDestination = 'the entry names no destination';

function destinationVerdict(
  written: JsonValue,
  expected: 'host' | 4 | 6,
  ports: readonly PortRange[],
): RowVerdict {
  const what = expected === 'host' ? 'a host' : `an IPv${expected} network`;
  if (!isKind(written, 'text')) return refused(refuseKind(what, written, 'text'));
  const reading = readDestination(written.text);
  if (reading.kind !== 'destinations') return reading;
  if (!reading.destinations.every((each) => fits(each, expected))) {
    const message = `expected ${what}, found ${quote(written.text)}`;
    const help = 'add an endpoint of your own for it';
    return refused(refuse('import-not-a-destination', message, help));
  }
  return { kind: 'facts', facts: reading.destinations.map((each) => factOf(each, ports)) };
}

function fits(each: PrintedDestination, expected: 'host' | 4 | 6): boolean {
  const { destination, path, scheme, port } = each;
  if (scheme !== undefined || port !== undefined || path !== wholeHost) return false;
  // A name may be written as an address (RFC 6991, "host").
  if (expected === 'host') return destination.kind === 'host' || destination.kind === 'network';
  return destination.kind === 'network' && destination.network.family === expected;
}

function factOf(each: PrintedDestination, ports: readonly PortRange[]): DocumentFact {
  const { destination, printed, note } = each;
  return { destination, path: wholeHost, scheme: undefined, ports, printed, note };
}

const dnsController = 'urn:ietf:params:mud:dns';
const dnsPorts: readonly PortRange[] = [
  { transport: 'tcp', low: 53, high: 53 },
  { transport: 'udp', low: 53, high: 53 },
];

/** The other side of an entry that names a role: the site's resolvers, or what the document does not know. */
function partyVerdict(
  mud: JsonObject,
  matches: JsonObject,
  ports: readonly PortRange[],
): RowVerdict {
  const [[key, value] = ['', undefined], ...more] = [...mud.members];
  if (more.length > 0) return unresolved('it matches several roles at once');
  if (namesAddress(matches)) return unresolved(`it matches ${quote(key)} and an address at once`);
  if (key !== 'controller')
    return unresolved(`it asks for ${quote(key)}, which the document does not list`);
  if (value === undefined || !isKind(value, 'text'))
    return unresolved('it asks for a controller without a name');
  const isDns = ports.every((range) => dnsPorts.some((dns) => portsCover(dns, range)));
  if (value.text !== dnsController || !isDns)
    return unresolved(
      `it asks for the controller ${quote(value.text)}, whose address the document does not list`,
    );
  return { kind: 'facts', facts: [{ ...plain, destination: { kind: 'resolvers' }, ports }] };
}

const plain = { path: wholeHost, scheme: undefined, printed: undefined, note: undefined };

/** Whether the entry has a condition on addresses beside the protocol. */
function namesAddress({ members }: JsonObject): boolean {
  return families.some(({ key }) => {
    const held = members.get(key);
    return (
      held !== undefined && (!isKind(held, 'object') || otherThan(held, ['protocol']) !== undefined)
    );
  });
}

function refused(refusal: Refusal): RowVerdict {
  return { kind: 'refused', refusal };
}
