import { formatNetwork, type Network } from '../../net/network.ts';
import { policyFor } from '../../policy/for-target.ts';
import type { SitePolicy } from '../../policy/types.ts';
import type { Target } from '../../targets/target.ts';
import { reachOf } from './of-coverage.ts';
import { type PolicyBox, policyBoxes } from './of-policy.ts';

/** Access that some outputs of a site give alike: to the same clients, by the same way. */
export type GivenAccess = {
  /** Names of targets, in the order of the list; never empty. */
  readonly targets: readonly string[];
  /** Never empty. */
  readonly clients: readonly Network[];
  readonly boxes: readonly PolicyBox[];
};

/**
 * What each output of a site gives by the spec: to the clients that it has, and through a proxy to addresses of either
 * family. Outputs that give the same stand together; access of the site is what any of them gives.
 */
export function accessByOutput(policy: SitePolicy, known: readonly Target[]): GivenAccess[] {
  const given = new Map<string, GivenAccess & { readonly targets: string[] }>();
  for (const target of known.filter(({ name }) => Object.hasOwn(policy.site.targets, name))) {
    const own = policyFor(policy, target.name);
    const { clients } = own.site;
    const key = `${target.relays === true} ${clients.map(formatNetwork).join()}`;
    const alike = given.get(key) ?? {
      targets: [],
      clients,
      boxes: policyBoxes(own, reachOf(target)),
    };
    alike.targets.push(target.name);
    given.set(key, alike);
  }
  return [...given.values()];
}
