import { type Host, type HostName, parentsOf } from '../../net/host.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { destinationKinds } from '../../policy/destination-kinds.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';

/** A name in dnsmasq.conf, and the rules whose sets get its addresses. */
export type ResolvedName = { readonly name: HostName; readonly rules: readonly Rule[] };

/**
 * The rules whose sets each name fills, sorted by name. dnsmasq uses one line per name, so a name has the union of its
 * sets. A line hides the lines of parent domains, so a listed name also gets the sets of wildcards above it. It gets no
 * sets of an exact parent domain: the spec does not allow subdomains of that.
 */
export function resolvedNames(policy: TargetPolicy): ResolvedName[] {
  const listings = listingsOf(policy);
  const names = sortedUnique(listings.names, compareText);
  return names.map((name) => ({ name, rules: rulesOf(name, listings) }));
}

/** Does the rule have a name that fills a set? dnsmasq does not support patterns. */
export function hasNames(rule: Rule): boolean {
  const kinds = destinationKinds(rule);
  return kinds.has('exact') || kinds.has('subdomains');
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
  for (const { rule, host } of policy.rules.filter(hasNames).flatMap(hostsOf)) {
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
