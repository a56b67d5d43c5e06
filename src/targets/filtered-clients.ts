import type { Network } from '../net/network.ts';
import { policyFor } from '../policy/for-target.ts';
import type { Policy } from '../policy/types.ts';
import type { Target } from './target.ts';

/** The clients that a target's files decide for: those of its policy, or the part that it says itself. */
export function filteredClients(target: Target, sitePolicy: Policy): readonly Network[] {
  const policy = policyFor(sitePolicy, target.name);
  return target.filteredClients?.(policy) ?? policy.site.clients;
}
