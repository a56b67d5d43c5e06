import type { Network } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { SitePolicy } from '../../policy/types.ts';
import { settingsOf } from './options.ts';

/** The site's inner networks of the families that the rules hold for; those of others no client reaches. */
export function innerNetworks(policy: SitePolicy): Network[] {
  const settings = settingsOf(policy);
  const families = settings.ok ? settings.value.families : [];
  return innerSpace(policy.site).filter(({ family }) => families.includes(family));
}

/** The inner networks that the files deny: an additive site only opens, and denies nothing. */
export function guardedNetworks(policy: SitePolicy): Network[] {
  return policy.site.enforce === 'closed' ? innerNetworks(policy) : [];
}
