import { formatNetwork } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Policy } from '../../policy/types.ts';

/** What bypass.conf should say of the site's options, lists in the order of the site, and of its inner networks. */
export function settings({ site }: Policy): Readonly<Record<string, string>> {
  const inner = innerSpace(site).map(formatNetwork).join(', ');
  const { tlsInspection, direct, adaptationServices, delayPools } = site.targets.squid ?? {};
  return {
    tlsInspection: tlsInspection ?? '',
    direct: String(direct ?? true),
    adaptationServices: (adaptationServices ?? []).join(', '),
    delayPools: (delayPools ?? []).join(', '),
    ...(inner === '' ? {} : { inner }),
  };
}
