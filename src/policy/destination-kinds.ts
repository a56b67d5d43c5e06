import { getOrAdd } from '../maps.ts';
import type { Destination } from '../net/destination.ts';
import type { Host } from '../net/host.ts';
import type { Rule } from './types.ts';

type Kind = Exclude<Destination['kind'], 'host'> | Host['kind'];

/** The kinds of destinations that a rule has. */
export function destinationKinds(rule: Rule): ReadonlySet<Kind> {
  return getOrAdd(known, rule, () => {
    const kinds = new Set<Kind>();
    for (const { destination } of rule.destinations)
      kinds.add(destination.kind === 'host' ? destination.host.kind : destination.kind);
    return kinds;
  });
}

// A rule can have a hundred thousand destinations, and each part of an output asks.
const known = new WeakMap<Rule, ReadonlySet<Kind>>();
