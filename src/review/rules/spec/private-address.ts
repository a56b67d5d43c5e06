import { embeddedIn } from '../../../net/embedded.ts';
import { subtractNetworks } from '../../../net/network.ts';
import { compareText, sortedUnique } from '../../../net/order.ts';
import { embeddedOf, reservedIn } from '../../../net/reserved.ts';
import { aboutNetworks } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';
import { metadataNetworks } from './metadata-address.ts';

/** An endpoint with addresses that no public host has. Of a metadata service another rule speaks. */
export const privateAddress: SpecRule = {
  id: 'private-address',
  severity: 7,
  title: 'an endpoint holds addresses of the inside',
  why: "Private, loopback, link-local and multicast space is no vendor's: such a rule opens the site's own machines.",
  remedy: 'name public networks, or say in an exception whose machine it is',
  check: ({ spec }) =>
    aboutNetworks(spec, (network) => {
      const rest = subtractNetworks([network, ...embeddedIn(network)], metadataSpellings);
      const found = rest.flatMap(reservedIn).map(({ what }) => what);
      const kinds = sortedUnique(found, compareText);
      return kinds.length === 0 ? [] : [`has ${kinds.join(', ')} addresses`];
    }),
};

/** Where clouds serve metadata, also as a translator and a 6to4 router spell it. */
const metadataSpellings = [...metadataNetworks, ...metadataNetworks.flatMap(embeddedOf)];
