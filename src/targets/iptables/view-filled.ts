import { compareText } from '../../net/order.ts';
import { familyName, namesKey } from './names.ts';
import { hasNames, type ResolvedName } from './plan-names.ts';
import type { Context, FilledName } from './view-context.ts';

/** The sets that dnsmasq fills with the addresses of a name. */
export function filledSets(
  { names, own, families }: Pick<Context, 'names' | 'own' | 'families'>,
  { name, rules }: ResolvedName,
): FilledName {
  const base = own.get(name);
  const shared = rules
    .flatMap((rule) => names.get(namesKey(rule)) ?? [])
    .flatMap((each) => families.map((family) => familyName(each, family)))
    // Sort by full names: `https-alt` comes after `https`, but `https-alt_v4` before `https_v4`.
    .sort(compareText);
  const ownSets = base === undefined ? [] : families.map((family) => familyName(base, family));
  return { name, own: ownSets, shared };
}

/** The number of sets in sets.ipset: of rules, of single names, and of networks. */
export function countSets({ policy, own, families, plans }: Context): number {
  const named = policy.rules.filter(hasNames).length + own.size;
  return named * families.length + plans[4].sets.length + plans[6].sets.length;
}
