import type { Network } from '../../net/network.ts';
import type { SitePolicy } from '../../policy/types.ts';
import { settingsOf } from './options.ts';

/** The clients of the families that "ipprotocol" names. */
export function filteredClients(policy: SitePolicy): readonly Network[] {
  const settings = settingsOf(policy);
  return settings.ok ? settings.value.clients : policy.site.clients;
}
