import { getOrAdd } from '../../maps.ts';
import type { Host } from '../../net/host.ts';
import { cidrsOf, formatNetwork, type Network } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import { type PortRange, rangesOn } from '../../net/port.ts';
import { addedApplications } from '../../policy/applications.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import { type Options, resolverNetworks } from './options.ts';

/** An address object: its value never changes, since its name contains it. */
export type AddressObject = {
  readonly kind: 'fqdn' | 'ip-netmask' | 'ip-range';
  readonly value: string;
};

/** The part of a rule's ports with the same App-IDs and the same way to match hosts. */
export type Slot = {
  readonly transport: 'all' | 'tcp' | 'udp';
  readonly ports: readonly PortRange<'tcp' | 'udp'>[];
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
  const added = options.anyApplication ? [] : addedApplications(ownName, rule, to);
  const ofOptions = getOrAdd(known, options, () => new WeakMap<Rule, Map<string, Slot[]>>());
  const ofRule = getOrAdd(ofOptions, rule, () => new Map<string, Slot[]>());
  return getOrAdd(ofRule, added.join('\n'), () => findSlots(rule, added, options));
}

// Kept because the destinations of a rule have the same slots, unless the spec adds App-IDs for some of them.
const known = new WeakMap<Options, WeakMap<Rule, Map<string, Slot[]>>>();

function findSlots(rule: Rule, added: readonly string[], options: Options): Slot[] {
  const { application } = rule.service;
  const listed = listedBy(rule, added, options);
  if (application === 'dns' || application === 'other') {
    const known = application === 'dns' ? listed('dns') : anyApplication;
    const blind =
      application === 'dns'
        ? 'DNS shows no URL'
        : 'the application of its service is "other", so no URL is visible';
    const ports = rangesOn(rule.ports, ['tcp', 'udp']);
    return [{ transport: 'all', ports, ...known, hosts: 'fqdn', blind }];
  }
  const ports = (transport: 'tcp' | 'udp') => rangesOn(rule.ports, [transport]);
  // TLS without decryption is ssl: web-browsing is only visible inside it.
  const known = listed(application === 'tls' ? 'ssl' : 'web-browsing');
  const hosts = options.match === 'fqdn' ? 'fqdn' : 'url';
  const byOption = 'with the option "match: fqdn", the URL is not checked';
  const slots: Slot[] = [
    { transport: 'tcp', ports: ports('tcp'), ...known, hosts, blind: byOption },
    {
      transport: 'udp',
      ports: ports('udp'),
      ...anyApplication,
      hosts: 'fqdn',
      blind: 'no URL is visible',
    },
  ];
  return slots.filter((slot) => slot.ports.length > 0);
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

/** How a destination is matched. Omits networks and resolvers of a family that no client has. */
export function matchOf(
  policy: TargetPolicy,
  options: Options,
  slot: Slot,
  { destination, path }: Pick<RuleDestination, 'destination' | 'path'>,
): Match {
  switch (destination.kind) {
    case 'host':
      return slot.hosts === 'url'
        ? urlMatch(destination.host, path)
        : fqdnMatch(destination.host, slot.blind);
    case 'network':
      return objectsMatch(policy, [destination.network]);
    case 'resolvers':
      return policy.site.resolvers.kind === 'any'
        ? { kind: 'any' }
        : objectsMatch(policy, resolverNetworks(policy, options));
    case 'self':
      return objectsMatch(policy, options.self ?? []);
    case 'any':
      return { kind: 'any' };
  }
}

/** An address object for one network: a block or address as ip-netmask, anything else as ip-range. */
export function networkObject(network: Network): AddressObject {
  const kind = cidrsOf(network).length === 1 ? 'ip-netmask' : 'ip-range';
  return { kind, value: formatNetwork(network) };
}

function objectsMatch(policy: TargetPolicy, networks: readonly Network[]): Match {
  const families = clientFamilies(policy);
  const shared = networks.filter((network) => families.includes(network.family));
  if (shared.length === 0) return none('no client has an address in this family');
  return { kind: 'objects', objects: shared.map(networkObject) };
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
