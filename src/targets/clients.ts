import { mergeNetworks, type Network } from '../net/network.ts';
import { parseNetwork } from '../net/network-text.ts';
import type { SitePolicy } from '../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';

/**
 * The clients as one target sees them: its own `clients` option, or the site's; sorted and merged.
 * Refuses what is no network.
 */
export function clientsOf(
  policy: SitePolicy,
  target: 'iptables' | 'pfsense' | 'squid',
): Result<readonly Network[], readonly Refusal[]> {
  const texts = policy.site.targets[target]?.clients;
  if (texts === undefined) return success(policy.site.clients);
  if (texts.length === 0) throw new Error('the spec let an empty list of clients pass');
  const networks = texts.map(parseNetwork);
  const refusals = networks.flatMap((network) => (network.ok ? [] : [network.error]));
  if (refusals.length > 0) return failure(refusals);
  return success(mergeNetworks(networks.flatMap((network) => (network.ok ? [network.value] : []))));
}
