import { getOrAdd } from '../../maps.ts';
import { type Host, parentsOf } from '../../net/host.ts';
import type { Network } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { mergePorts, type PortRange, subtractPorts } from '../../net/port.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';
import type { Coverage, Question } from '../coverage.ts';
import {
  exact,
  namesPath,
  resolversWithin,
  unseenPath,
  unsupported,
  widenedBy,
} from '../kit/writing/coverage.ts';
import { clientFamilies } from '../kit/writing/families.ts';

/** How closely the files enforce one endpoint; `caveats` covers what applies to every endpoint. */
export function coverage(question: Question): Coverage {
  const own = destinationCoverage(question);
  return isTrackedInside(question) ? lessInside(own) : own;
}

function destinationCoverage(question: Question): Coverage {
  const { destination } = question.to;
  switch (destination.kind) {
    case 'host':
      return hostCoverage(question, destination.host);
    case 'network':
      return networkCoverage(question, destination.network);
    case 'resolvers':
      return resolversCoverage(question.policy);
    case 'self':
      return exact;
    case 'any':
      return widened(question, []);
  }
}

/** Can packets of the rule have an AH header in IPv6? The kernel tracks the connections inside it. */
function isTrackedInside({ policy, rule, to: { destination } }: Question): boolean {
  const isSix = destination.kind !== 'network' || destination.network.family === 6;
  const isAh = rule.ports.some(({ transport }) => transport === 'ah');
  return isAh && isSix && clientFamilies(policy).includes(6);
}

const insideOnly =
  'in IPv6, AH is allowed only for connections inside it that a client opens, since the kernel tracks these';

/** What AH in IPv6 lacks is not a port: every flow of the endpoint is allowed. */
function lessInside(own: Coverage): Coverage {
  switch (own.kind) {
    case 'exact':
      return { ...own, kind: 'narrower', reason: insideOnly };
    case 'wider':
    case 'narrower':
      return { ...own, reason: `${own.reason}, and ${insideOnly}` };
    case 'unsupported':
    case 'not-applicable':
      return own;
  }
}

function hostCoverage(question: Question, host: Host): Coverage {
  if (host.kind === 'pattern') {
    return unsupported('dnsmasq does not support a wildcard inside a name, so it is left out');
  }
  return widened(question, opensMore(question, host) ? [host.kind] : []);
}

/** Does dnsmasq add names to the host that no other rule allows, on some port of the rule? */
function opensMore({ policy, rule }: Question, host: Exclude<Host, { kind: 'pattern' }>): boolean {
  const { names, wildcards } = openingsOf(policy);
  const name = host.kind === 'exact' ? host.name : host.of;
  const above = parentsOf(name).flatMap((parent) => wildcards.get(parent) ?? []);
  const own = host.kind === 'exact' ? wildcards.get(name) : names.get(name);
  return subtractPorts(rule.ports, mergePorts([...above, ...(own ?? [])])).length > 0;
}

/** The ports on which the spec allows a name, and all subdomains of a name. */
type Openings = {
  readonly names: ReadonlyMap<string, readonly PortRange[]>;
  readonly wildcards: ReadonlyMap<string, readonly PortRange[]>;
};

// Cached, since coverage is called for every endpoint, and there may be thousands.
const known = new WeakMap<TargetPolicy, Openings>();

function openingsOf(policy: TargetPolicy): Openings {
  return getOrAdd(known, policy, () => findOpenings(policy.rules));
}

function findOpenings(rules: readonly Rule[]): Openings {
  const names = new Map<string, PortRange[]>();
  const wildcards = new Map<string, PortRange[]>();
  for (const rule of rules) {
    for (const { destination, path } of rule.destinations) {
      if (destination.kind !== 'host' || path !== wholeHost) continue;
      const { host } = destination;
      if (host.kind === 'exact') add(names, host.name, rule.ports);
      if (host.kind === 'subdomains') add(wildcards, host.of, rule.ports);
    }
  }
  return { names, wildcards };
}

function add(openings: Map<string, PortRange[]>, name: string, ports: readonly PortRange[]): void {
  const known = getOrAdd(openings, name, () => []);
  for (const range of ports) known.push(range);
}

function networkCoverage(question: Question, network: Network): Coverage {
  if (!clientFamilies(question.policy).includes(network.family)) {
    return unsupported('no client has an address in this family');
  }
  // Most networks have no path, and there may be a hundred thousand.
  return namesPath(question) ? widened(question, []) : exact;
}

function resolversCoverage(policy: TargetPolicy): Coverage {
  switch (resolversWithin(policy, clientFamilies(policy))) {
    case 'all':
      return exact;
    case 'some':
      return {
        kind: 'narrower',
        reason: 'no client has an address in the family of some resolvers',
      };
    case 'none':
      return unsupported("no client has an address in a resolver's family");
  }
}

const widenings = {
  exact: { what: 'below', reason: 'dnsmasq also allows the subdomains of this host' },
  subdomains: {
    what: 'apex',
    reason: 'dnsmasq also allows the name itself, not only its subdomains',
  },
  path: unseenPath,
} as const;

function widened(question: Question, hosts: readonly ('exact' | 'subdomains')[]): Coverage {
  const { rule } = question;
  const found = [...hosts, ...(namesPath(question) ? ['path' as const] : [])].map(
    (each) => widenings[each],
  );
  const more = widenedBy(
    found.map(({ what }) => ({ what, ports: rule.ports })),
    [],
  );
  if (more === undefined) return exact;
  return { kind: 'wider', reason: found.map(({ reason }) => reason).join(', and '), ...more };
}
