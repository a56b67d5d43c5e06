import { compareText, sortedUnique } from '../../net/order.ts';
import { sha256 } from '../../policy/digest.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import type { Options } from './options.ts';
import {
  type AddressObject,
  type Match,
  matchOf,
  networkObject,
  type Slot,
  slotsOf,
} from './plan-match.ts';

/** Where a security rule leads; never empty. */
export type Matched =
  | { readonly kind: 'url'; readonly entries: readonly string[] }
  | { readonly kind: 'objects'; readonly objects: readonly AddressObject[] }
  | { readonly kind: 'any' };

/** One security rule: a rule of the policy, or the part of it that one way of matching can say. */
export type Part = {
  readonly rule: Rule;
  readonly slot: Slot;
  readonly target: Matched;
  /** The words of its name after the prefix; they depend on the rule's id and the way of matching alone. */
  readonly words: readonly string[];
  /** Sorted; never empty. */
  readonly zones: readonly string[];
  /** Bypassed TLS, which a decryption rule must leave alone. */
  readonly noDecrypt: boolean;
  /** Does the guard of the inner networks come before it? */
  readonly isGuarded: boolean;
};

/**
 * Every security rule that allows something, in the order of the policy; at a site with a guard, those that it is not
 * for come first.
 */
export function planOf(policy: TargetPolicy, options: Options): Part[] {
  const parts = policy.rules.flatMap((rule) =>
    filledSlots(rule, options).flatMap((filled) => partsOf(policy, options, rule, filled)),
  );
  return [...parts.filter((part) => !part.isGuarded), ...parts.filter((part) => part.isGuarded)];
}

/**
 * The site's inner networks that a rule denies to what is looked up by name: after the rules for resolvers and listed
 * networks, before all others. Empty where no rule does: an additive site denies nothing.
 */
export function guardOf(policy: TargetPolicy): AddressObject[] {
  const { site } = policy;
  if (site.enforce === 'additive') return [];
  const families = clientFamilies(policy);
  return innerSpace(site)
    .filter(({ family }) => families.includes(family))
    .map(networkObject)
    .sort(compareObjects);
}

/** A slot and the destinations of the rule that are matched in it; never none. */
type Filled = { readonly slot: Slot; readonly destinations: readonly RuleDestination[] };

/** Destinations of other App-IDs have a slot of their own, since a security rule's App-IDs hold for all of its hosts. */
function filledSlots(rule: Rule, options: Options): Filled[] {
  const filled = new Map<string, { slot: Slot; destinations: RuleDestination[] }>();
  for (const to of rule.destinations) {
    for (const slot of slotsOf(rule, to, options)) {
      const key = keyOf(slot);
      const known = filled.get(key) ?? { slot, destinations: [] };
      filled.set(key, known);
      known.destinations.push(to);
    }
  }
  return [...filled].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
}

/** Sorts TCP before UDP, and what adds no App-ID first. */
function keyOf({ transport, extra }: Slot): string {
  return [transport, ...extra].join(' ');
}

/** Compares address objects by kind and value. */
export function compareObjects(a: AddressObject, b: AddressObject): number {
  return compareText(`${a.kind} ${a.value}`, `${b.kind} ${b.value}`);
}

/** Is it bypassed TLS, which a decryption rule leaves alone? */
export function isSpared({ inspection, service }: Rule, { transport }: Slot): boolean {
  return inspection === 'bypass' && service.application === 'tls' && transport === 'tcp';
}

/** The zones of the security rules that lead to resolvers, or to everything else. */
export function zonesOf(policy: TargetPolicy, options: Options, toResolvers: boolean): string[] {
  const { to, resolverZone } = options;
  const { resolvers } = policy.site;
  if (!toResolvers || resolverZone === undefined) return [to];
  // Beside self there may be resolvers outside; the address objects hold the rule to them.
  const mixed = resolvers.kind === 'any' || (resolvers.self && resolvers.addresses.length > 0);
  return mixed ? sortedUnique([to, resolverZone], compareText) : [resolverZone];
}

function partsOf(
  policy: TargetPolicy,
  options: Options,
  rule: Rule,
  { slot, destinations }: Filled,
): Part[] {
  const hasGuard = guardOf(policy).length > 0;
  const part = (kind: Kind, target: Matched): Part => ({
    rule,
    slot,
    target,
    words: [...rule.id.split('/'), ...extraWords(slot), ...suffixOf(slot, kind)],
    zones: zonesOf(policy, options, kind === 'resolvers'),
    noDecrypt: isSpared(rule, slot),
    isGuarded: hasGuard && kind !== 'networks' && kind !== 'resolvers',
  });
  const isResolvers = (to: RuleDestination) => to.destination.kind === 'resolvers';
  const matches = (toResolvers: boolean) =>
    destinations
      .filter((to) => isResolvers(to) === toResolvers)
      .map((to) => matchOf(policy, options, slot, to));
  return [
    ...matchedBy(matches(false), hasGuard).map((target) => part(kindOf(target, hasGuard), target)),
    ...matchedBy(matches(true), false).map((target) => part('resolvers', target)),
  ];
}

/** networks: addresses that the spec lists, where a guard stands between them and those that names lead to. */
type Kind = 'hosts' | 'addresses' | 'networks' | 'any' | 'resolvers';

function kindOf(target: Matched, hasGuard: boolean): Kind {
  if (target.kind === 'url') return 'hosts';
  if (target.kind === 'any') return 'any';
  return hasGuard && !target.objects.some(isName) ? 'networks' : 'addresses';
}

function isName({ kind }: AddressObject): boolean {
  return kind === 'fqdn';
}

/** The same destinations by way of matching; a way without any gives none, since an empty list never means any. */
function matchedBy(matches: readonly Match[], hasGuard: boolean): Matched[] {
  const entries = sortedUnique(
    matches.flatMap((match) => (match.kind === 'url' ? [match.entry] : [])),
    compareText,
  );
  const objects = sortedUnique(
    matches.flatMap((match) => (match.kind === 'objects' ? match.objects : [])),
    compareObjects,
  );
  const any = matches.some((match) => match.kind === 'any');
  return [
    ...(entries.length > 0 ? [{ kind: 'url' as const, entries }] : []),
    ...objectLists(objects, hasGuard).map((list) => ({ kind: 'objects' as const, objects: list })),
    ...(any ? [{ kind: 'any' as const }] : []),
  ];
}

/** Names and networks in one list, or apart where a guard stands between them. */
function objectLists(
  objects: readonly AddressObject[],
  hasGuard: boolean,
): (readonly AddressObject[])[] {
  const lists = hasGuard
    ? [objects.filter((object) => !isName(object)), objects.filter(isName)]
    : [objects];
  return lists.filter((list) => list.length > 0);
}

/** One App-ID is said as it is; of several a hash, since their names joined could be those of others. */
function extraWords({ extra }: Slot): string[] {
  const [first, ...others] = extra;
  if (first === undefined) return [];
  return others.length === 0 ? [`app-${first}`] : [`apps-${sha256(extra.join(' ')).slice(0, 8)}`];
}

function suffixOf(slot: Slot, kind: Kind): string[] {
  const transport = slot.transport === 'udp' ? ['udp'] : [];
  if (kind === 'hosts') return transport;
  // Beside a URL category the addresses of a rule need a security rule of their own.
  if (kind === 'addresses') return slot.hosts === 'url' ? ['ip'] : transport;
  if (kind === 'networks') return slot.hosts === 'url' ? ['ip'] : [...transport, 'ip'];
  return [...transport, kind];
}
