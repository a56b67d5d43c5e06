import { formatNetwork } from '../../net/network.ts';
import type { TargetSitePolicy } from '../../policy/types.ts';
import { optionsOf } from './options.ts';
import { guardedNetworks } from './plan.ts';

/** What config.xml should say of the site's options; only a closed site denies, and logs what it denies. */
export function stated(policy: TargetSitePolicy): Readonly<Record<string, string>> {
  const { enforce } = policy.site;
  const { interface: key, log, closing } = optionsOf(policy);
  const inner = guardedNetworks(policy).map(formatNetwork).join(', ');
  return {
    interface: key,
    enforce,
    ...(enforce === 'closed' ? { closing, log: String(log) } : {}),
    ...(inner === '' ? {} : { inner }),
  };
}
