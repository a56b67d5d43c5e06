import { formatNetwork } from '../../net/network.ts';
import type { TargetSitePolicy } from '../../policy/types.ts';
import { optionsOf, positionText } from './options.ts';
import { guardedNetworks } from './plan.ts';

/** The expected options in config.xml and apply.php; only a default-deny site denies and logs. */
export function stated(policy: TargetSitePolicy): Readonly<Record<string, string>> {
  const { enforce } = policy.site;
  const { interface: key, log, closing, position } = optionsOf(policy);
  const inner = guardedNetworks(policy).map(formatNetwork).join(', ');
  return {
    interface: key,
    enforce,
    position: positionText(position),
    ...(enforce === 'closed' ? { closing, log: String(log) } : {}),
    ...(inner === '' ? {} : { inner }),
  };
}
