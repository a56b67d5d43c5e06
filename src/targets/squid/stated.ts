import { formatNetwork } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { optionsOf } from './options.ts';

/** The expected options and inner networks in bypass.conf; lists are in the order of the site. */
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
