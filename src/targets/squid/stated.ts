import { formatNetwork } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { optionsOf } from './options.ts';

/** What bypass.conf should say of the site's options, lists in the order of the site, and of its inner networks. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { tlsInspection, direct, adaptationServices, delayPools, inner } = optionsOf(policy);
  const networks = inner.map(formatNetwork).join(', ');
  return {
    tlsInspection,
    direct: String(direct),
    adaptationServices: adaptationServices.join(', '),
    delayPools: delayPools.join(', '),
    ...(networks === '' ? {} : { inner: networks }),
  };
}
