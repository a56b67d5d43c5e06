import { getOrAdd } from '../../maps.ts';
import type { Family } from '../../net/address.ts';
import type { Host } from '../../net/host.ts';
import { cidrsOf, formatNetwork, type Network } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import { type PortRange, rangesOn } from '../../net/port.ts';
import { isProtocol, type Protocol } from '../../net/transport.ts';
import { addedApplications } from '../../policy/applications.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import { type Options, resolverNetworks } from './options.ts';
import { leftOutIn, protocolMatches, protocolOf } from './plan-protocols.ts';

/** An address object: its value never changes, since its name contains it. */
export type AddressObject = {
  readonly kind: 'fqdn' | 'ip-netmask' | 'ip-range';
  readonly value: string;
};

/** The part of a rule's ports with the same App-IDs and the same way to match hosts, or its protocol without ports. */
export type Slot = {
  readonly transport: 'all' | 'tcp' | 'udp' | Protocol;
  readonly ports: readonly PortRange[];
  /** The ports that need service objects; empty for a protocol, whose App-ID brings its own service. */
  readonly services: readonly PortRange<'tcp' | 'udp'>[];
  readonly applications: readonly string[] | 'any';
  /** The App-IDs that neither the service nor the group has: a rule lists them for all its hosts. */
  readonly extra: readonly string[];
  /** url: by a custom URL category; fqdn: by an address object that the firewall resolves. */
  readonly hosts: 'url' | 'fqdn';
  /** Why no URL is visible, if hosts are matched by address. */
  readonly blind: string;
};

/** How one destination is matched in a slot, or why it cannot be. */
export type Match =
  | { readonly kind: 'url'; readonly entry: string }
  | { readonly kind: 'objects'; readonly objects: readonly AddressObject[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The slots of a rule for one destination. A URL is visible only in http and TLS over TCP. The App-ID is known for DNS,
 * and for http and TLS over TCP. For everything else, any application may use the ports: the tool does not guess an
 * App-ID.
 */
export function slotsOf(rule: Rule, to: RuleDestination, options: Options): readonly Slot[] {
  // With the service application-default, another App-ID would open its own default ports.
  const isFixed = options.anyApplication || protocolOf(rule) !== undefined;
  const added = isFixed ? [] : addedApplications(ownName, rule, to);
  const ofOptions = getOrAdd(known, options, () => new WeakMap<Rule, Map<string, Slot[]>>());
  const ofRule = getOrAdd(ofOptions, rule, () => new Map<string, Slot[]>());
  // Without ports, a rule of every App-ID would have no service to limit it.
  return getOrAdd(ofRule, added.join('\n'), () =>
    findSlots(rule, added, options).filter(({ ports }) => ports.length > 0),
  );
}

// Kept because the destinations of a rule have the same slots, unless the spec adds App-IDs for some of them.
const known = new WeakMap<Options, WeakMap<Rule, Map<string, Slot[]>>>();

function findSlots(rule: Rule, added: readonly string[], options: Options): Slot[] {
  const { application } = rule.service;
  const protocol = protocolOf(rule);
  if (protocol !== undefined) return [protocolSlot(rule, protocol)];
  const listed = listedBy(rule, added, options);
  if (application === 'dns' || application === 'other') {
    const known = application === 'dns' ? listed('dns') : anyApplication;
    const blind =
      application === 'dns'
        ? 'DNS shows no URL'
        : 'the application of its service is "other", so no URL is visible';
    const ports = rangesOn(rule.ports, ['tcp', 'udp']);
    return [{ transport: 'all', ...portsOf(ports), ...known, hosts: 'fqdn', blind }];
  }
  const ports = (transport: 'tcp' | 'udp') => portsOf(rangesOn(rule.ports, [transport]));
  // TLS without decryption is ssl: web-browsing is only visible inside it.
  const known = listed(application === 'tls' ? 'ssl' : 'web-browsing');
  const hosts = options.match === 'fqdn' ? 'fqdn' : 'url';
  const byOption = 'with the option "match: fqdn", the URL is not checked';
  return [
    { transport: 'tcp', ...ports('tcp'), ...known, hosts, blind: byOption },
    {
      transport: 'udp',
      ...ports('udp'),
      ...anyApplication,
      hosts: 'fqdn',
      blind: 'no URL is visible',
    },
  ];
}

function portsOf(ports: Slot['services']): Pick<Slot, 'ports' | 'services'> {
  return { ports, services: ports };
}

/** Always with its App-ID: with the option "applications: any", the rule would open the default ports of every one. */
function protocolSlot({ ports }: Rule, protocol: Protocol): Slot {
  return {
    transport: protocol,
    ports,
    services: [],
    applications: [protocolMatches[protocol].application],
    extra: [],
    hosts: 'fqdn',
    blind: 'a protocol without ports shows no URL',
  };
}

/** The address families of the clients in which the slot matches; may be empty for a protocol. */
export function familiesOf(policy: TargetPolicy, { services, transport }: Slot): readonly Family[] {
  const families = clientFamilies(policy);
  if (services.length > 0 || !isProtocol(transport)) return families;
  return families.filter((family) => protocolMatches[transport].families.includes(family));
}

/** The key of this target's App-IDs in the spec. */
export const ownName = 'paloalto';

const anyApplication = { applications: 'any', extra: [] } as const;

/** The App-IDs of a slot: those of the protocol, of the rule's group, and of the endpoints. */
function listedBy(
  rule: Rule,
  added: readonly string[],
  options: Options,
): (own: string) => Pick<Slot, 'applications' | 'extra'> {
  return (own) => {
    if (options.anyApplication) return anyApplication;
    const shared = [own, ...(rule.group.applications[ownName] ?? [])];
    return {
      applications: sortedUnique([...shared, ...added], compareText),
      extra: added.filter((application) => !shared.includes(application)),
    };
  };
}

/** How a destination is matched. Omits networks and resolvers of a family that no client has, or no rule matches. */
export function matchOf(
  policy: TargetPolicy,
  options: Options,
  slot: Slot,
  { destination, path }: Pick<RuleDestination, 'destination' | 'path'>,
): Match {
  if (familiesOf(policy, slot).length === 0) return none(withoutFamily(policy, slot));
  switch (destination.kind) {
    case 'host':
      return slot.hosts === 'url'
        ? urlMatch(destination.host, path)
        : fqdnMatch(destination.host, slot.blind);
    case 'network':
      return objectsMatch(policy, slot, [destination.network]);
    case 'resolvers':
      return policy.site.resolvers.kind === 'any'
        ? { kind: 'any' }
        : objectsMatch(policy, slot, resolverNetworks(policy, options));
    case 'self':
      return objectsMatch(policy, slot, options.self ?? []);
    case 'any':
      return { kind: 'any' };
  }
}

/** An address object for one network: a block or address as ip-netmask, anything else as ip-range. */
export function networkObject(network: Network): AddressObject {
  const kind = cidrsOf(network).length === 1 ? 'ip-netmask' : 'ip-range';
  return { kind, value: formatNetwork(network) };
}

function objectsMatch(policy: TargetPolicy, slot: Slot, networks: readonly Network[]): Match {
  const families = familiesOf(policy, slot);
  const shared = networks.filter((network) => families.includes(network.family));
  if (shared.length > 0) return { kind: 'objects', objects: shared.map(networkObject) };
  const isServed = networks.some(({ family }) => clientFamilies(policy).includes(family));
  return none(isServed ? withoutFamily(policy, slot) : 'no client has an address in this family');
}

/** Why a slot for a protocol does not match one of these families of clients; empty if it matches all. */
export function withoutFamily(
  policy: TargetPolicy,
  slot: Slot,
  asked: readonly Family[] = clientFamilies(policy),
): string {
  const matched = familiesOf(policy, slot);
  const missing = clientFamilies(policy).find(
    (family) => asked.includes(family) && !matched.includes(family),
  );
  if (missing === undefined || !isProtocol(slot.transport)) return '';
  return leftOutIn(slot.transport, missing);
}

function fqdnMatch(host: Host, blind: string): Match {
  if (host.kind !== 'exact') return none(`${blind}, and an FQDN object cannot contain a wildcard`);
  return { kind: 'objects', objects: [{ kind: 'fqdn', value: host.name }] };
}

// PAN-OS: an entry has at most 255 characters.
const longestEntry = 255;

const expressiblePath = /^[A-Za-z0-9._~%/:@,+=-]*$/;

function urlMatch(host: Host, path: UrlPath): Match {
  const name = urlHost(host);
  if (name.kind === 'none') return name;
  // Without the slash at the end, example.com would also match example.com.evil.example.
  const entry = path === wholeHost ? `${name.entry}/` : `${name.entry}${path}`;
  // A star or caret would be a wildcard here; ; & and others end a token or have a meaning on the command line.
  if (!expressiblePath.test(path)) return none('a URL list cannot hold a character of the path');
  if (entry.length > longestEntry) return none('a URL list holds no entry of this length');
  return { kind: 'url', entry };
}

function urlHost(host: Host): Extract<Match, { kind: 'url' | 'none' }> {
  switch (host.kind) {
    case 'exact':
      return { kind: 'url', entry: host.name };
    case 'subdomains':
      // A star matches one or more whole labels, not the name itself.
      return { kind: 'url', entry: `*.${host.of}` };
    case 'pattern':
      return patternHost(host.labels);
  }
}

function patternHost(labels: readonly string[]): Extract<Match, { kind: 'url' | 'none' }> {
  if (labels.some((label) => label.includes('*') && label !== '*'))
    return none('a URL list has wildcards for whole labels only');
  // A caret matches exactly one label, like a star in the spec.
  const entry = labels.map((label) => (label === '*' ? '^' : label)).join('.');
  // PAN-OS: at most nine adjacent carets.
  if (entry.includes(Array(10).fill('^').join('.')))
    return none('a URL list takes nine wildcards side by side at most');
  return { kind: 'url', entry };
}

function none(reason: string): Extract<Match, { kind: 'none' }> {
  return { kind: 'none', reason };
}
