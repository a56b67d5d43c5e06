import type { Site } from '../language/types.ts';
import { anyExcept, type Destination } from '../net/destination.ts';
import { mergeNetworks, type Network } from '../net/network.ts';
import { embeddedOf } from '../net/reserved.ts';

/**
 * The site's own address space that no listed name may lead to: its `inner` networks, and the IPv6 addresses that a
 * NAT64 or 6to4 router sends to the IPv4 ones. Sorted and merged; empty when the site names none.
 */
export function innerSpace({ inner }: Site): Network[] {
  return mergeNetworks([...inner, ...inner.flatMap(embeddedOf)]);
}

/** What `to: any` means at a site: every place outside its inner networks. */
export function anyPlace(site: Site): Destination {
  return anyExcept(innerSpace(site));
}
