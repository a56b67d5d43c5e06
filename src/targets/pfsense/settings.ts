import { formatNetwork } from '../../net/network.ts';
import type { SitePolicy } from '../../policy/types.ts';
import { guardedNetworks } from './guarded.ts';

/** What config.xml should say of the site's options; only a closed site denies, and logs what it denies. */
export function settings(policy: SitePolicy): Readonly<Record<string, string>> {
  const { targets, enforce } = policy.site;
  const { interface: key = '', log = true, closing = 'reject' } = targets.pfsense ?? {};
  const inner = guardedNetworks(policy).map(formatNetwork).join(', ');
  return {
    interface: key,
    enforce,
    ...(enforce === 'closed' ? { closing, log: String(log) } : {}),
    ...(inner === '' ? {} : { inner }),
  };
}
