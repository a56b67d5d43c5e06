import type { Host } from '../../net/host.ts';
import { cidrsOf, formatNetwork, type Network } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import { addedApplications } from '../../policy/applications.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import { type Options, resolverNetworks } from './options.ts';

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
  /** Of the App-IDs, those that neither the service nor the group has: a rule lists them for all of its hosts. */
  readonly extra: readonly string[];
  /** url: by a custom URL category; fqdn: by an address object that the firewall resolves. */
  readonly hosts: 'url' | 'fqdn';
  /** Why no URL is visible, where hosts are matched by address. */
  readonly blind: string;
};

/** How one destination is matched in a slot, or why it cannot be. */
export type Match =
  | { readonly kind: 'url'; readonly entry: string }
  | { readonly kind: 'objects'; readonly objects: readonly AddressObject[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The slots of a rule for one destination. A URL is seen in http and in TLS over TCP only; an App-ID is known for DNS,
 * and for http and TLS over TCP. For everything else any application may use the exact ports: the tool invents no
 * App-ID.
 */
export function slotsOf(rule: Rule, to: RuleDestination, options: Options): Slot[] {
  const { application } = rule.service;
  const listed = listedBy(rule, to, options);
  if (application === 'dns' || application === 'other') {
    const known = application === 'dns' ? listed('dns') : anyApplication;
    const blind =
      application === 'dns'
        ? 'DNS shows no URL'
        : 'the application of its service is "other", so no URL is visible';
    return [{ transport: 'all', ports: rule.ports, ...known, hosts: 'fqdn', blind }];
  }
  const ports = (transport: 'tcp' | 'udp') =>
    rule.ports.filter((range) => range.transport === transport);
  // TLS that nobody decrypts is ssl: web-browsing would only be known inside of it.
  const known = listed(application === 'tls' ? 'ssl' : 'web-browsing');
  const hosts = options.match === 'fqdn' ? 'fqdn' : 'url';
  const byOption = 'by the option "match: fqdn" no URL is looked at';
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

/** The name under which the spec gives this target App-IDs. */
export const ownName = 'paloalto';

const anyApplication = { applications: 'any', extra: [] } as const;

/** The App-IDs of a slot: that of the protocol, those of the rule's group, and those of the endpoints themselves. */
function listedBy(
  rule: Rule,
  to: RuleDestination,
  options: Options,
): (own: string) => Pick<Slot, 'applications' | 'extra'> {
  return (own) => {
    if (options.anyApplication) return anyApplication;
    const added = addedApplications(ownName, rule, to);
    const shared = [own, ...(rule.group.applications[ownName] ?? [])];
    return {
      applications: sortedUnique([...shared, ...added], compareText),
      extra: added.filter((application) => !shared.includes(application)),
    };
  };
}

/** How a destination is matched. Networks and resolvers of a family that no client has are left out. */
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
  if (shared.length === 0) return none('no client has an address of this family');
  return { kind: 'objects', objects: shared.map(networkObject) };
}

function fqdnMatch(host: Host, blind: string): Match {
  if (host.kind !== 'exact') return none(`${blind}, and an FQDN object holds no wildcard`);
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
