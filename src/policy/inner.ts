import type { Site } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { anyExcept, type Destination } from '../net/destination.ts';
import { mergeNetworks, type Network } from '../net/network.ts';
import { embeddedOf } from '../net/reserved.ts';

/**
 * The internal networks of a site, which no listed name may resolve to: `inner`, and the IPv6 addresses that a NAT64 or
 * 6to4 router translates to its IPv4 networks. Sorted and merged; empty without `inner`.
 */
export function innerSpace(site: Site): readonly Network[] {
  return getOrAdd(spaces, site, () =>
    mergeNetworks([...site.inner, ...site.inner.flatMap(embeddedOf)]),
  );
}

// Coverage asks for it at every endpoint.
const spaces = new WeakMap<Site, readonly Network[]>();

/** The meaning of `to: any` at a site: every destination outside its internal networks. */
export function anyPlace(site: Site): Destination {
  return anyExcept(innerSpace(site));
}
