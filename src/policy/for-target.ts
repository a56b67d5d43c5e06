import { mergeNetworks } from '../net/network.ts';
import { parseNetwork } from '../net/network-text.ts';
import type { SitePolicy } from './types.ts';

/** The policy as a target sees it: its option `clients` takes the place of the site's clients. */
export function policyFor<Kind extends SitePolicy>(policy: Kind, target: string): Kind {
  const written = clientsOption(policy, target);
  if (written === undefined) return policy;
  const clients = mergeNetworks(written.map(networkOf));
  const rules = policy.rules.map((rule) => ({ ...rule, clients }));
  return { ...policy, site: { ...policy.site, clients }, rules };
}

function clientsOption(policy: SitePolicy, target: string): readonly string[] | undefined {
  const options = Object.entries(policy.site.targets).find(([name]) => name === target)?.[1];
  return options?.clients;
}

function networkOf(text: string): ReturnType<typeof mergeNetworks>[number] {
  const network = parseNetwork(text);
  if (!network.ok) throw new Error(`the spec let the client network "${text}" pass`);
  return network.value;
}
