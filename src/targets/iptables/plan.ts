import type { Tier } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import type { Destination } from '../../net/destination.ts';
import {
  type Cidr,
  cidrsOf,
  compareNetworks,
  type Network,
  networksIntersect,
} from '../../net/network.ts';
import { compareText, firstDifference, sortedUnique } from '../../net/order.ts';
import { comparePortRanges, type PortRange } from '../../net/port.ts';
import { touchesReserved } from '../../net/reserved.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import { hasNames } from './plan-names.ts';

/**
 * The destination of one line in a chain: a block of addresses, any destination, any destination outside the site's
 * inner networks, or the addresses in the rule's set.
 */
export type Destined =
  | { readonly kind: 'block'; readonly cidr: Cidr }
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'set' };

/** One line that accepts: one rule of the policy, one destination, one range of ports. */
export type Line = { readonly rule: Rule; readonly to: Destined; readonly ports: PortRange };

/** The lines of one family, by chain; each list is sorted by rule id. */
export type Plan = {
  /** Before all guards: addresses that the spec lists, and any resolver, are also allowed in guarded space. */
  readonly early: readonly Line[];
  /** The site's inner networks: this guard denies them to all lines below. */
  readonly inner: readonly Cidr[];
  /** Before the guard of reserved space: "any" includes reserved space. */
  readonly outside: readonly Line[];
  readonly tiers: Readonly<Record<Tier, readonly Line[]>>;
  /** The services of this device itself that clients may use. */
  readonly self: readonly Line[];
};

/** What the policy allows in one family; empty if no client has an address in it. */
export function planOf(policy: TargetPolicy, family: Family): Plan {
  const shared = clientFamilies(policy).includes(family);
  const rules = shared ? [...policy.rules].sort((a, b) => compareText(a.id, b.id)) : [];
  const inner = innerSpace(policy.site).filter((network) => network.family === family);
  const everyPlace: Destined = { kind: inner.length === 0 ? 'everywhere' : 'outside' };
  const lines = rules.flatMap((rule) => linesOf(policy, rule, family, everyPlace));
  const late = lines.filter(({ to }) => to.kind !== 'outside' && !isEarly(to, inner));
  return {
    early: lines.filter(({ to }) => isEarly(to, inner)),
    inner: inner.flatMap(cidrsOf),
    outside: lines.filter(({ to }) => to.kind === 'outside'),
    tiers: {
      required: late.filter((line) => line.rule.tier === 'required'),
      recommended: late.filter((line) => line.rule.tier === 'recommended'),
      optional: late.filter((line) => line.rule.tier === 'optional'),
    },
    self: asksSelf(policy) ? rules.filter(leadsToResolvers).flatMap(selfLines) : [],
  };
}

/** Does a rule allow the resolvers of the site? */
export function leadsToResolvers(rule: Rule): boolean {
  return rule.destinations.some(({ destination }) => destination.kind === 'resolvers');
}

/** Is this device one of the clients' resolvers? */
export function asksSelf(policy: TargetPolicy): boolean {
  const { resolvers } = policy.site;
  return resolvers.kind === 'listed' && resolvers.self;
}

function selfLines(rule: Rule): Line[] {
  return rule.ports.map((ports) => ({ rule, to: { kind: 'everywhere' }, ports }));
}

/** The lines of a rule; `everyPlace` is the meaning of any destination in this family. */
function linesOf(policy: TargetPolicy, rule: Rule, family: Family, everyPlace: Destined): Line[] {
  const blocks = rule.destinations.flatMap(({ destination }) =>
    destination.kind === 'any' ? [everyPlace] : targetsOf(policy, destination, family),
  );
  const sets: Destined[] = hasNames(rule) ? [{ kind: 'set' }] : [];
  const lines = [...blocks, ...sets].flatMap((to) =>
    rule.ports.map((ports) => ({ rule, to, ports })),
  );
  const unique = sortedUnique(lines, compareLines);
  // Any destination includes the destinations outside the inner networks.
  return unique.some(({ to }) => to.kind === 'everywhere')
    ? unique.filter(({ to }) => to.kind !== 'outside')
    : unique;
}

function targetsOf(
  policy: TargetPolicy,
  destination: Exclude<Destination, { kind: 'any' }>,
  family: Family,
): Destined[] {
  switch (destination.kind) {
    case 'host':
      return [];
    case 'network':
      return blocksOf(destination.network, family);
    case 'resolvers':
      return resolverTargets(policy, family);
  }
}

function resolverTargets(policy: TargetPolicy, family: Family): Destined[] {
  const { resolvers } = policy.site;
  if (resolvers.kind === 'any') return [{ kind: 'everywhere' }];
  return resolvers.addresses.flatMap((address) => blocksOf(address, family));
}

// A packet filter accepts only blocks, and ipset does not support IPv6 ranges.
function blocksOf(network: Network, family: Family): Destined[] {
  if (network.family !== family) return [];
  return cidrsOf(network).map((cidr) => ({ kind: 'block', cidr }));
}

function isEarly(to: Destined, inner: readonly Network[]): boolean {
  return (
    to.kind === 'everywhere' || (to.kind === 'block' && isGuarded(blockNetwork(to.cidr), inner))
  );
}

/** Is a part of the block in space that a guard denies? */
function isGuarded(block: Network, inner: readonly Network[]): boolean {
  return touchesReserved(block) || inner.some((network) => networksIntersect(network, block));
}

function blockNetwork({ address, prefix }: Cidr): Network {
  const { family, value } = address;
  const size = 1n << BigInt((family === 4 ? 32 : 128) - prefix);
  return { family, first: value, last: value + size - 1n };
}

const kindOrder = { block: 0, everywhere: 1, outside: 2, set: 3 } as const;

function compareLines(a: Line, b: Line): number {
  return firstDifference(
    kindOrder[a.to.kind] - kindOrder[b.to.kind],
    compareBlocks(a.to, b.to),
    comparePortRanges(a.ports, b.ports),
  );
}

function compareBlocks(a: Destined, b: Destined): number {
  if (a.kind !== 'block' || b.kind !== 'block') return 0;
  return compareNetworks(blockNetwork(a.cidr), blockNetwork(b.cidr));
}
