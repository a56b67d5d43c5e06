import type { Family } from '../../net/address.ts';
import type { Host } from '../../net/host.ts';
import { cidrsOf, formatNetwork, type Network } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Policy, Rule, RuleDestination } from '../../policy/types.ts';
import { resolverNetworks, type Settings } from './options.ts';

/** An address object: what it holds never changes, since its name says it. */
export type AddressObject = {
  readonly kind: 'fqdn' | 'ip-netmask' | 'ip-range';
  readonly value: string;
};

/** The part of a rule's ports on which one set of App-IDs and one way to match hosts hold. */
export type Slot = {
  readonly transport: 'all' | 'tcp' | 'udp';
  readonly ports: readonly PortRange[];
  readonly applications: readonly string[] | 'any';
  /** url: by a custom URL category; fqdn: by an address object that the firewall resolves. */
  readonly hosts: 'url' | 'fqdn';
};

/** How one destination is matched in a slot, or why it cannot be. */
export type Match =
  | { readonly kind: 'url'; readonly entry: string }
  | { readonly kind: 'objects'; readonly objects: readonly AddressObject[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The slots of a rule. A URL is seen in http and in TLS over TCP only; an App-ID is known for DNS, and for http and
 * TLS over TCP. For everything else any application may use the exact ports: the tool invents no App-ID.
 */
export function slotsOf(rule: Rule, settings: Settings): Slot[] {
  const { application } = rule.service;
  if (application === 'dns' || application === 'other') {
    const applications = application === 'dns' ? listed(rule, settings, 'dns') : 'any';
    return [{ transport: 'all', ports: rule.ports, applications, hosts: 'fqdn' }];
  }
  const ports = (transport: 'tcp' | 'udp') =>
    rule.ports.filter((range) => range.transport === transport);
  // TLS that nobody decrypts is ssl: web-browsing would only be known inside of it.
  const known = listed(rule, settings, application === 'tls' ? 'ssl' : 'web-browsing');
  const hosts = settings.match === 'fqdn' ? 'fqdn' : 'url';
  const slots: Slot[] = [
    { transport: 'tcp', ports: ports('tcp'), applications: known, hosts },
    { transport: 'udp', ports: ports('udp'), applications: 'any', hosts: 'fqdn' },
  ];
  return slots.filter((slot) => slot.ports.length > 0);
}

/** The App-IDs that a group adds to those of its services. */
export function extraApplications(group: Rule['group']): readonly string[] {
  return group.applications['paloalto'] ?? [];
}

/** How a destination is matched. Networks and resolvers of a family that no client has are left out. */
export function matchOf(
  policy: Policy,
  settings: Settings,
  slot: Slot,
  { destination, path }: Pick<RuleDestination, 'destination' | 'path'>,
): Match {
  switch (destination.kind) {
    case 'host':
      return slot.hosts === 'url' ? urlMatch(destination.host, path) : fqdnMatch(destination.host);
    case 'network':
      return objectsMatch(policy, [destination.network]);
    case 'resolvers':
      return policy.site.resolvers.kind === 'any'
        ? { kind: 'any' }
        : objectsMatch(policy, resolverNetworks(policy, settings));
    case 'any':
      return { kind: 'any' };
  }
}

/** The families of the clients. */
export function familiesOf(policy: Policy): ReadonlySet<Family> {
  return new Set(policy.site.clients.map((client) => client.family));
}

/** An address object for one network: a block or address as ip-netmask, anything else as ip-range. */
export function networkObject(network: Network): AddressObject {
  const kind = cidrsOf(network).length === 1 ? 'ip-netmask' : 'ip-range';
  return { kind, value: formatNetwork(network) };
}

function listed(rule: Rule, settings: Settings, own: string): readonly string[] | 'any' {
  if (settings.anyApplication) return 'any';
  return sortedUnique([own, ...extraApplications(rule.group)], compareText);
}

function objectsMatch(policy: Policy, networks: readonly Network[]): Match {
  const families = familiesOf(policy);
  const shared = networks.filter((network) => families.has(network.family));
  if (shared.length === 0) return none('no client has an address of this family');
  return { kind: 'objects', objects: shared.map(networkObject) };
}

function fqdnMatch(host: Host): Match {
  if (host.kind !== 'exact') return none('an FQDN object holds one name and no wildcard');
  return { kind: 'objects', objects: [{ kind: 'fqdn', value: host.name }] };
}

// PAN-OS: an entry has at most 255 characters.
const longestEntry = 255;

function urlMatch(host: Host, path: UrlPath): Match {
  const name = urlHost(host);
  if (name.kind === 'none') return name;
  // Without the slash at its end example.com/ would also be example.com.evil.example.
  const entry = path === wholeHost ? `${name.entry}/` : `${name.entry}${path}`;
  // A star or caret would be a wildcard here; ; & and the others end a token or are the command line's own.
  if (!/^[A-Za-z0-9._~%/:@,+=-]*$/.test(path))
    return none('a URL list cannot hold a character of the path');
  if (entry.length > longestEntry) return none('a URL list holds no entry of this length');
  return { kind: 'url', entry };
}

function urlHost(host: Host): Extract<Match, { kind: 'url' | 'none' }> {
  switch (host.kind) {
    case 'exact':
      return { kind: 'url', entry: host.name };
    case 'subdomains':
      // A star is one or more whole labels: not the name itself.
      return { kind: 'url', entry: `*.${host.of}` };
    case 'pattern':
      return patternHost(host.labels);
  }
}

function patternHost(labels: readonly string[]): Extract<Match, { kind: 'url' | 'none' }> {
  if (labels.some((label) => label.includes('*') && label !== '*'))
    return none('a URL list has wildcards for whole labels only');
  // A caret is exactly one label, which is what a star means there.
  const entry = labels.map((label) => (label === '*' ? '^' : label)).join('.');
  // PAN-OS: not more than nine carets side by side.
  if (entry.includes(Array(10).fill('^').join('.')))
    return none('a URL list takes nine wildcards side by side at most');
  return { kind: 'url', entry };
}

function none(reason: string): Extract<Match, { kind: 'none' }> {
  return { kind: 'none', reason };
}
