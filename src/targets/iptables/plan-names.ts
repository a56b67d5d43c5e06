import { type Host, type HostName, parentsOf } from '../../net/host.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';

/** A name of dnsmasq.conf and the rules whose sets its addresses enter. */
export type ResolvedName = { readonly name: HostName; readonly rules: readonly Rule[] };

/**
 * Which rules each name feeds, sorted by name. dnsmasq takes one line per name, so a name has the union of its sets;
 * and a line hides those of its parents, so a listed name takes over what the wildcards above it open. An exact
 * parent lends nothing: the spec does not open what is below it.
 */
export function resolvedNames(policy: TargetPolicy): ResolvedName[] {
  const listings = listingsOf(policy);
  const names = sortedUnique(listings.names, compareText);
  return names.map((name) => ({ name, rules: rulesOf(name, listings) }));
}

/** Does the rule have a name that a set can hold? A pattern is no name to dnsmasq. */
export function hasNames(rule: Rule): boolean {
  return rule.destinations.some(
    ({ destination }) => destination.kind === 'host' && destination.host.kind !== 'pattern',
  );
}

type Listings = {
  readonly names: ReadonlySet<HostName>;
  readonly exact: ReadonlyMap<string, readonly Rule[]>;
  readonly below: ReadonlyMap<string, readonly Rule[]>;
};

function listingsOf(policy: TargetPolicy): Listings {
  const names = new Set<HostName>();
  const exact = new Map<string, Rule[]>();
  const below = new Map<string, Rule[]>();
  for (const { rule, host } of policy.rules.flatMap(hostsOf)) {
    if (host.kind === 'pattern') continue;
    const [listing, name] = host.kind === 'exact' ? [exact, host.name] : [below, host.of];
    names.add(name);
    listing.set(name, [...(listing.get(name) ?? []), rule]);
  }
  return { names, exact, below };
}

function hostsOf(rule: Rule): { rule: Rule; host: Host }[] {
  return rule.destinations.flatMap(({ destination }) =>
    destination.kind === 'host' ? [{ rule, host: destination.host }] : [],
  );
}

function rulesOf(name: HostName, { exact, below }: Listings): Rule[] {
  const wildcards = [name, ...parentsOf(name)].flatMap((parent) => below.get(parent) ?? []);
  const rules = [...(exact.get(name) ?? []), ...wildcards];
  return sortedUnique(rules, (a, b) => compareText(a.id, b.id));
}
