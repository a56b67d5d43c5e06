import { getOrAdd } from '../../maps.ts';
import { isDevice } from '../../net/destination.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { sha256 } from '../../policy/digest.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import { oncePerPolicy } from '../kit/writing/once.ts';
import { type Options, optionsOf } from './options.ts';
import {
  type AddressObject,
  type Match,
  matchOf,
  networkObject,
  type Slot,
  slotsOf,
} from './plan-match.ts';

/** The destinations of a security rule; never empty. */
export type Matched =
  | { readonly kind: 'url'; readonly entries: readonly string[] }
  | { readonly kind: 'objects'; readonly objects: readonly AddressObject[] }
  | { readonly kind: 'any' };

/** One security rule: a rule of the policy, or the part of it that one way of matching can express. */
export type Part = {
  readonly rule: Rule;
  readonly slot: Slot;
  readonly target: Matched;
  /** The words of its name after the prefix; they depend only on the rule's id and the way of matching. */
  readonly words: readonly string[];
  /** Sorted; never empty. */
  readonly zones: readonly string[];
  /** Bypassed TLS, which needs a No Decrypt rule. */
  readonly noDecrypt: boolean;
  /** Is the rule that denies the inner networks above it? */
  readonly isGuarded: boolean;
};

/**
 * Every security rule that allows, in the order of the policy. If a guard denies the inner networks, the rules that it
 * does not apply to come first.
 */
export const planOf = oncePerPolicy((policy: TargetPolicy): readonly Part[] => {
  const options = optionsOf(policy);
  const parts = policy.rules.flatMap((rule) =>
    filledSlots(rule, options).flatMap((filled) => partsOf(policy, options, rule, filled)),
  );
  return [...parts.filter((part) => !part.isGuarded), ...parts.filter((part) => part.isGuarded)];
});

/**
 * The site's inner networks that a rule denies: after the rules for resolvers and listed networks, and before all others.
 * Empty without such a rule: an allow-only site denies nothing.
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

/** A slot and the destinations of the rule that it matches; never empty. */
type Filled = { readonly slot: Slot; readonly destinations: readonly RuleDestination[] };

/** Destinations with other App-IDs have a separate slot, since the App-IDs of a security rule apply to all its hosts. */
function filledSlots(rule: Rule, options: Options): Filled[] {
  const filled = new Map<string, { slot: Slot; destinations: RuleDestination[] }>();
  // Most destinations of a rule share one list of slots.
  const lists = new Map<readonly Slot[], RuleDestination[][]>();
  for (const to of rule.destinations) {
    const slots = slotsOf(rule, to, options);
    const own = getOrAdd(lists, slots, () =>
      slots.map(
        (slot) => getOrAdd(filled, keyOf(slot), () => ({ slot, destinations: [] })).destinations,
      ),
    );
    for (const list of own) list.push(to);
  }
  return [...filled].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
}

/** Sorts TCP before UDP, and slots without additional App-IDs first. */
function keyOf({ transport, extra }: Slot): string {
  return [transport, ...extra].join(' ');
}

/** Compares address objects by kind and value. */
export function compareObjects(a: AddressObject, b: AddressObject): number {
  return compareText(`${a.kind} ${a.value}`, `${b.kind} ${b.value}`);
}

/** Is it bypassed TLS, which needs a No Decrypt rule? */
export function isSpared({ inspection, service }: Rule, { transport }: Slot): boolean {
  return inspection === 'bypass' && service.application === 'tls' && transport === 'tcp';
}

/** The zones of security rules for resolvers and the firewall itself, or for all other destinations. */
export function zonesOf(policy: TargetPolicy, options: Options, toResolvers: boolean): string[] {
  const { to, resolverZone } = options;
  const { resolvers } = policy.site;
  if (!toResolvers || resolverZone === undefined) return [to];
  // In addition to self there may be other resolvers; the address objects limit the rule to them.
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
  const matches = (toResolvers: boolean) =>
    destinations
      .filter(({ destination }) => isDevice(destination) === toResolvers)
      .map((to) => matchOf(policy, options, slot, to));
  return [
    ...matchedBy(matches(false), hasGuard).map((target) => part(kindOf(target, hasGuard), target)),
    ...matchedBy(matches(true), false).map((target) => part('resolvers', target)),
  ];
}

/** networks: addresses that the spec lists, if a guard separates them from addresses of names. */
type Kind = 'hosts' | 'addresses' | 'networks' | 'any' | 'resolvers';

function kindOf(target: Matched, hasGuard: boolean): Kind {
  if (target.kind === 'url') return 'hosts';
  if (target.kind === 'any') return 'any';
  return hasGuard && !target.objects.some(isName) ? 'networks' : 'addresses';
}

function isName({ kind }: AddressObject): boolean {
  return kind === 'fqdn';
}

/** The same destinations by way of matching. A way without destinations is left out: an empty list never means any. */
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

/** Names and networks in one list, or separate if a guard is between them. */
function objectLists(
  objects: readonly AddressObject[],
  hasGuard: boolean,
): (readonly AddressObject[])[] {
  const lists = hasGuard
    ? [objects.filter((object) => !isName(object)), objects.filter(isName)]
    : [objects];
  return lists.filter((list) => list.length > 0);
}

/** A single App-ID as it is; for several a hash, since joined names could be ambiguous. */
function extraWords({ extra }: Slot): string[] {
  const [first, ...others] = extra;
  if (first === undefined) return [];
  return others.length === 0 ? [`app-${first}`] : [`apps-${sha256(extra.join(' ')).slice(0, 8)}`];
}

function suffixOf(slot: Slot, kind: Kind): string[] {
  const transport = slot.transport === 'udp' ? ['udp'] : [];
  if (kind === 'hosts') return transport;
  // If a rule has a URL category, its addresses need a separate security rule.
  if (kind === 'addresses') return slot.hosts === 'url' ? ['ip'] : transport;
  if (kind === 'networks') return slot.hosts === 'url' ? ['ip'] : [...transport, 'ip'];
  return [...transport, kind];
}
