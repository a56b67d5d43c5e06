import type { TemplateViews } from '../../../compiled/templates.js';
import type { Family } from '../../net/address.ts';
import { compareText } from '../../net/order.ts';
import {
  encodeFamily,
  encodeMember,
  encodeNumber,
  encodeOwnSet,
  encodeSet,
  encodeSlug,
} from './encode.ts';
import { familyName, namesKey, networksKey } from './names.ts';
import { hasNames } from './plan-names.ts';
import type { Context } from './view-context.ts';

type SetsView = TemplateViews['iptables/sets.ipset'];

/** The data of sets.ipset: the sets of rules, of single names, and of networks. */
export function setsView(context: Context): SetsView {
  const networks = networkSetViews(context);
  return {
    spec: encodeSlug(context.policy.spec.name),
    sets: ruleSetViews(context),
    own: ownSetViews(context),
    hasNetworks: networks.length > 0,
    networks,
  };
}

/** The sets that dnsmasq fills with the addresses of a rule's names. */
function ruleSetViews({ policy, names, resolved, families }: Context): SetsView['sets'] {
  const counts = new Map<string, number>();
  for (const { id } of resolved.flatMap(({ rules }) => rules))
    counts.set(id, (counts.get(id) ?? 0) + 1);
  const sets = policy.rules.filter(hasNames).flatMap((rule) => {
    const base = names.get(namesKey(rule));
    const addresses = (counts.get(rule.id) ?? 0) * addressesPerName;
    return base === undefined ? [] : families.map((family) => ({ base, family, addresses }));
  });
  return sortedByName(sets).map(({ name, family, addresses }) => ({
    name: encodeSet(name),
    family: encodeFamily(family),
    capacity: encodeNumber(capacityFor(addresses)),
  }));
}

function ownSetViews({ own, families }: Context): SetsView['own'] {
  const sets = [...own.values()].flatMap((base) => families.map((family) => ({ base, family })));
  return sortedByName(sets).map(({ name, family }) => ({
    name: encodeOwnSet(name),
    family: encodeFamily(family),
  }));
}

function networkSetViews({ plans, names }: Context): SetsView['networks'] {
  const sets = ([4, 6] as const).flatMap((family) =>
    plans[family].sets.flatMap((set) => {
      const base = names.get(networksKey(set));
      return base === undefined ? [] : [{ base, family, blocks: set.blocks }];
    }),
  );
  return sortedByName(sets).map(({ name, family, blocks }) => {
    const set = encodeSet(name);
    return {
      name: set,
      family: encodeFamily(family),
      capacity: encodeNumber(capacityFor(blocks.length)),
      members: blocks.map((cidr) => ({ set, member: encodeMember(cidr) })),
    };
  });
}

type Unnamed = { readonly base: string; readonly family: Family };

/** Sorted by full names: `https-alt` comes after `https`, but `https-alt_v4` before `https_v4`. */
function sortedByName<Set extends Unnamed>(sets: readonly Set[]): (Set & { name: string })[] {
  return sets
    .map((set) => ({ ...set, name: familyName(set.base, set.family) }))
    .sort((a, b) => compareText(a.name, b.name));
}

const addressesPerName = 32;
const leastCapacity = 65536;

// A full set silently ignores new addresses. With powers of two, most new entries do not change this line.
function capacityFor(entries: number): number {
  let capacity = leastCapacity;
  while (capacity < entries) capacity *= 2;
  return capacity;
}
