import { getOrAdd } from '../../maps.ts';
import { isDevice } from '../../net/destination.ts';
import { compareHosts, type Host, type HostName } from '../../net/host.ts';
import type { Network } from '../../net/network.ts';
import { compareNumber, compareText, firstDifference } from '../../net/order.ts';
import type { UrlPath } from '../../net/path.ts';
import { mergePorts, type PortRange, rangesOn, subtractPorts } from '../../net/port.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import { type Pattern, refusePath, refusePattern } from './encode-expression.ts';

/** How a client requests a destination: an http URL, or a tunnel by CONNECT. */
type Way = 'plain' | 'tunnel';

/** Destinations of a rule with the same path, by the kind of acl that matches them. */
export type Clause = {
  readonly path: UrlPath;
  readonly names: readonly HostName[];
  /** Parent domains of wildcards. None covers another; otherwise Squid would not start. */
  readonly below: readonly HostName[];
  readonly patterns: readonly Pattern[];
  /** No two of them overlap; otherwise Squid would ignore one. */
  readonly networks: readonly Network[];
  readonly any: boolean;
};

/** The part of a rule that Squid can express. It has at least one clause, and a clause at least one destination. */
export type Section = {
  readonly rule: Rule;
  readonly way: Way;
  readonly ports: readonly PortRange<'tcp'>[];
  readonly clauses: readonly Clause[];
};

/** The sections of a policy, in the order of its rules; a rule that Squid cannot express has none. */
export function sectionsOf(policy: TargetPolicy): Section[] {
  return policy.rules.flatMap((rule) => {
    const ports = portsOf(rule);
    const clauses = ports.length === 0 ? [] : clausesOf(rule);
    return clauses.length === 0 ? [] : [{ rule, way: wayOf(rule), ports, clauses }];
  });
}

export function wayOf(rule: Rule): Way {
  return rule.service.application === 'http' ? 'plain' : 'tunnel';
}

const dnsPort: PortRange = { transport: 'tcp', low: 53, high: 53 };

/** The ports of a rule that a client may request from a proxy: not UDP, and not DNS. */
export function portsOf(rule: Rule): PortRange<'tcp'>[] {
  if (rule.service.application === 'dns') return [];
  return subtractPorts(rangesOn(rule.ports, ['tcp']), [dnsPort]);
}

/** Why the file cannot contain this destination; undefined if it can. */
export function leftOut({ destination, path }: RuleDestination): string | undefined {
  if (destination.kind !== 'host' || destination.host.kind !== 'pattern') return refusePath(path);
  return refusePath(path) ?? refusePattern(destination.host);
}

/** The ports, merged, of the sections that clients request in this way. */
export function portsByWay(sections: readonly Section[], way: Way): PortRange<'tcp'>[] {
  return mergePorts(
    sections.filter((section) => section.way === way).flatMap(({ ports }) => ports),
  );
}

function clausesOf({ destinations }: Rule): readonly Clause[] {
  return getOrAdd(known, destinations, () => findClauses(destinations));
}

// Kept because the view and the caveats ask, and the sites of one kind have the same destinations.
const known = new WeakMap<Rule['destinations'], readonly Clause[]>();

function findClauses(destinations: Rule['destinations']): Clause[] {
  const expressible = destinations.filter(
    (one) => !isDevice(one.destination) && leftOut(one) === undefined,
  );
  const byPath = new Map<UrlPath, RuleDestination['destination'][]>();
  for (const { path, destination } of expressible)
    getOrAdd(byPath, path, () => []).push(destination);
  return [...byPath]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, own]) => clauseOf(path, own));
}

function clauseOf(path: UrlPath, destinations: readonly RuleDestination['destination'][]): Clause {
  const names: HostName[] = [];
  const below: Wildcard[] = [];
  const patterns: Pattern[] = [];
  const networks: Network[] = [];
  for (const one of destinations) {
    if (one.kind === 'network') networks.push(one.network);
    if (one.kind !== 'host') continue;
    if (one.host.kind === 'exact') names.push(one.host.name);
    else if (one.host.kind === 'subdomains') below.push(one.host);
    else patterns.push(one.host);
  }
  return {
    path,
    names,
    below: uncovered(below).map(({ of }) => of),
    patterns,
    networks: apart(networks),
    any: destinations.some((one) => one.kind === 'any'),
  };
}

type Wildcard = Extract<Host, { kind: 'subdomains' }>;

/** The wildcards that no other wildcard covers. */
function uncovered(wildcards: readonly Wildcard[]): Wildcard[] {
  const parents = new Set<string>(wildcards.map(({ of }) => of));
  return wildcards.filter(({ of }) => !isBelowAny(of, parents)).sort(compareHosts);
}

function isBelowAny(name: string, parents: ReadonlySet<string>): boolean {
  const labels = name.split('.');
  return labels.some((_, index) => index > 0 && parents.has(labels.slice(index).join('.')));
}

/**
 * The same addresses in networks that do not overlap: a covered one is removed, and of two that overlap the later one is
 * cut. Adjacent networks are not merged, so that each stays visible.
 */
function apart(networks: readonly Network[]): Network[] {
  const kept: Network[] = [];
  for (const network of [...networks].sort(byFirstWidest)) {
    const before = kept.at(-1);
    const overlaps = before?.family === network.family && network.first <= before.last;
    const rest = overlaps ? { ...network, first: before.last + 1n } : network;
    if (rest.first <= rest.last) kept.push(rest);
  }
  return kept;
}

function byFirstWidest(a: Network, b: Network): number {
  return firstDifference(
    a.family - b.family,
    compareNumber(a.first, b.first),
    compareNumber(b.last, a.last),
  );
}
