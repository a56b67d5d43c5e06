import { getOrAdd } from '../../../maps.ts';
import type { TargetSitePolicy } from '../../../policy/types.ts';

type Part = Pick<TargetSitePolicy, 'site' | 'rules'>;

/** A function of a policy's site that computes its result once for each: the coverage of every endpoint needs it. */
export function oncePerSite<Value>(
  make: (policy: Pick<Part, 'site'>) => Value,
): (policy: Pick<Part, 'site'>) => Value {
  const made = new WeakMap<Part['site'], Value>();
  return (policy) => getOrAdd(made, policy.site, () => make(policy));
}

/**
 * A function of a policy that computes its result once for each site with its rules. A policy of a target exists twice,
 * alone and among those of its device.
 */
export function oncePerPolicy<Policy extends Part, Value>(
  make: (policy: Policy) => Value,
): (policy: Policy) => Value {
  const made = new WeakMap<Part['site'], WeakMap<Part['rules'], Value>>();
  return (policy) => {
    const ofSite = getOrAdd(made, policy.site, () => new WeakMap<Part['rules'], Value>());
    return getOrAdd(ofSite, policy.rules, () => make(policy));
  };
}
