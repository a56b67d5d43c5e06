import type { Tier } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import { type Cidr, cidrsOf } from '../../net/network.ts';
import { compareText } from '../../net/order.ts';
import { comparePortRanges, type PortRange } from '../../net/port.ts';
import { destinationKinds } from '../../policy/destination-kinds.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import { hasNames } from './plan-names.ts';
import {
  type BlockPlace,
  blocksOf,
  fillsSet,
  guardedSpace,
  type NetworkSet,
} from './plan-networks.ts';

/**
 * The destination of one line in a chain: a block of addresses, a set of blocks, any destination, any destination outside
 * the site's inner networks, or the addresses of the rule's names.
 */
export type Destined =
  | { readonly kind: 'block'; readonly cidr: Cidr }
  | { readonly kind: 'networks'; readonly set: NetworkSet }
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'names' };

/** One line that accepts: one rule of the policy, one destination, one range of ports or protocol without ports. */
export type Line = {
  readonly rule: Rule;
  readonly to: Destined;
  readonly ports: PortRange;
};

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
  /** The sets of networks that lines above match. */
  readonly sets: readonly NetworkSet[];
};

/** What the policy allows in one family; empty if no client has an address in it. */
export function planOf(policy: TargetPolicy, family: Family): Plan {
  const shared = clientFamilies(policy).includes(family);
  const rules = shared ? [...policy.rules].sort((a, b) => compareText(a.id, b.id)) : [];
  const inner = innerSpace(policy.site).filter((network) => network.family === family);
  const guarded = guardedSpace(family, inner);
  const places = rules.map((rule) => {
    const blocks = blocksOf(policy, rule, family, guarded);
    return {
      rule,
      guarded: blockDestinations(rule, 'guarded', blocks.guarded),
      public: blockDestinations(rule, 'public', blocks.public),
      any: anyDestination(policy, rule, inner.length > 0),
    };
  });
  const late = (tier: Tier) =>
    places
      .filter(({ rule }) => rule.tier === tier)
      .flatMap(({ rule, public: to }) =>
        linesOf(rule, hasNames(rule) ? [...to, { kind: 'names' }] : to),
      );
  const anyLines = (kind: 'everywhere' | 'outside', rule: Rule, any: Destined | undefined) =>
    any?.kind === kind ? linesOf(rule, [any]) : [];
  return {
    early: places.flatMap(({ rule, guarded: to, any }) => [
      ...linesOf(rule, to),
      ...anyLines('everywhere', rule, any),
    ]),
    inner: inner.flatMap(cidrsOf),
    outside: places.flatMap(({ rule, any }) => anyLines('outside', rule, any)),
    tiers: {
      required: late('required'),
      recommended: late('recommended'),
      optional: late('optional'),
    },
    self: rules.filter((rule) => leadsToSelf(policy, rule)).flatMap(selfLines),
    sets: places.flatMap((place) => [...place.guarded, ...place.public]).flatMap(setOf),
  };
}

/** Does a rule allow the resolvers of the site? */
export function leadsToResolvers(rule: Rule): boolean {
  return destinationKinds(rule).has('resolvers');
}

/** Is this device one of the clients' resolvers? */
export function asksSelf(policy: TargetPolicy): boolean {
  const { resolvers } = policy.site;
  return resolvers.kind === 'listed' && resolvers.self;
}

/** Does a rule allow this device itself, as a resolver or by its name? */
function leadsToSelf(policy: TargetPolicy, rule: Rule): boolean {
  return namesSelf(rule) || (asksSelf(policy) && leadsToResolvers(rule));
}

/** Does a rule allow this device itself, as a destination of the site? */
export function namesSelf(rule: Rule): boolean {
  return destinationKinds(rule).has('self');
}

function selfLines(rule: Rule): Line[] {
  return rule.ports.map((ports) => ({ rule, to: { kind: 'everywhere' }, ports }));
}

/** A line for each destination and range of ports. */
function linesOf(rule: Rule, destinations: readonly Destined[]): Line[] {
  const ports = [...rule.ports].sort(comparePortRanges);
  return destinations.flatMap((to) => ports.map((range) => ({ rule, to, ports: range })));
}

/** The blocks of a rule in one place: each alone, or one set of them. */
function blockDestinations(rule: Rule, place: BlockPlace, blocks: readonly Cidr[]): Destined[] {
  return fillsSet(blocks.length)
    ? [{ kind: 'networks', set: { rule, place, blocks } }]
    : blocks.map((cidr) => ({ kind: 'block', cidr }));
}

function setOf(to: Destined): NetworkSet[] {
  return to.kind === 'networks' ? [to.set] : [];
}

/** Any destination, if the rule allows it: "any" excludes the inner networks, "resolvers: any" does not. */
function anyDestination(policy: TargetPolicy, rule: Rule, hasInner: boolean): Destined | undefined {
  const toAny = destinationKinds(rule).has('any');
  const toResolvers = policy.site.resolvers.kind === 'any' && leadsToResolvers(rule);
  if (toResolvers || (toAny && !hasInner)) return { kind: 'everywhere' };
  return toAny ? { kind: 'outside' } : undefined;
}
