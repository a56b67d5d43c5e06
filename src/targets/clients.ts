import { mergeNetworks, type Network, parseNetwork } from '../net/network.ts';
import type { SitePolicy } from '../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';

/**
 * The clients as one target sees them: its own `clients` option, or the site's; sorted and merged.
 * Refuses what is no network, and an empty list (clients-empty).
 */
export function clientsOf(
  policy: SitePolicy,
  target: 'iptables' | 'pfsense' | 'squid',
): Result<readonly Network[], readonly Refusal[]> {
  const texts = policy.site.targets[target]?.clients;
  if (texts === undefined) return success(policy.site.clients);
  const networks = texts.map(parseNetwork);
  const refusals = networks.flatMap((network) => (network.ok ? [] : [network.error]));
  if (refusals.length > 0) return failure(refusals);
  if (texts.length === 0) return failure([clientsEmpty(target)]);
  return success(mergeNetworks(networks.flatMap((network) => (network.ok ? [network.value] : []))));
}

function clientsEmpty(target: string): Refusal {
  return {
    rule: 'clients-empty',
    message: `the clients of ${target} are an empty list, which never means any`,
    help: 'name the client networks, or leave "clients" out to take the site\'s',
    option: 'clients',
  };
}
