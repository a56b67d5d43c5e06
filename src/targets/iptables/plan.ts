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
 * Where one line of a chain leads: a block of addresses, everywhere, everywhere outside the site's inner networks, or
 * the addresses of the rule's set.
 */
export type Destined =
  | { readonly kind: 'block'; readonly cidr: Cidr }
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'set' };

/** One line that accepts: one rule of the policy, one target, one run of ports. */
export type Line = { readonly rule: Rule; readonly to: Destined; readonly ports: PortRange };

/** The lines of one family, by the chain that they stand in; each sorted by rule id. */
export type Plan = {
  /** Before all guards: what the spec names by address, and resolvers anywhere, hold in guarded space too. */
  readonly early: readonly Line[];
  /** The site's inner networks: what comes after this guard stops at them. */
  readonly inner: readonly Cidr[];
  /** Before the guard of reserved space, at which any destination does not stop. */
  readonly outside: readonly Line[];
  readonly tiers: Readonly<Record<Tier, readonly Line[]>>;
  /** What the clients may ask of this device itself. */
  readonly self: readonly Line[];
};

/** What the policy allows in one family; empty when no client is of that family. */
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

/** Does a rule lead to the resolvers of the site? */
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

/** The lines of a rule; `everyPlace` is what any destination means in this family. */
function linesOf(policy: TargetPolicy, rule: Rule, family: Family, everyPlace: Destined): Line[] {
  const blocks = rule.destinations.flatMap(({ destination }) =>
    destination.kind === 'any' ? [everyPlace] : targetsOf(policy, destination, family),
  );
  const sets: Destined[] = hasNames(rule) ? [{ kind: 'set' }] : [];
  const lines = [...blocks, ...sets].flatMap((to) =>
    rule.ports.map((ports) => ({ rule, to, ports })),
  );
  const unique = sortedUnique(lines, compareLines);
  // Everywhere holds what is outside.
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

// A packet filter takes blocks only, and ipset takes no IPv6 range at all.
function blocksOf(network: Network, family: Family): Destined[] {
  if (network.family !== family) return [];
  return cidrsOf(network).map((cidr) => ({ kind: 'block', cidr }));
}

function isEarly(to: Destined, inner: readonly Network[]): boolean {
  return (
    to.kind === 'everywhere' || (to.kind === 'block' && isGuarded(blockNetwork(to.cidr), inner))
  );
}

/** Does a part of the block lie in space that a guard takes? */
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
