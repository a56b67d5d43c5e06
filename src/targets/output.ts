import type { Network } from '../net/network.ts';
import { targetPolicy } from '../policy/target-policy.ts';
import type { Policy, TargetPolicy } from '../policy/types.ts';
import type { Target } from './target.ts';

/** One output of a site: a target that the site names, and the policy as this target sees it. */
export type Output = { readonly target: Target; readonly policy: TargetPolicy };

/** The outputs of a site, in the order of the known targets. */
export function outputsOf(policy: Policy, known: readonly Target[]): readonly Output[] {
  return known
    .filter(({ name }) => Object.hasOwn(policy.site.targets, name))
    .map((target) => ({ target, policy: targetPolicy(policy, target.name) }));
}

/** The clients whose flows an output decides: those of its policy, or the part that the target returns. */
export function filteredClients({ target, policy }: Output): readonly Network[] {
  return target.filteredClients?.(policy) ?? policy.site.clients;
}
