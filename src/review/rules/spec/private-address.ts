import { embeddedIn } from '../../../net/embedded.ts';
import { subtractNetworks } from '../../../net/network.ts';
import { compareText, sortedUnique } from '../../../net/order.ts';
import { embeddedOf, reservedIn } from '../../../net/reserved.ts';
import { aboutNetworks } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';
import { metadataNetworks } from './metadata-address.ts';

/** An endpoint with addresses that no public host has. The rule metadata-address reports metadata services. */
export const privateAddress: SpecRule = {
  id: 'private-address',
  severity: 7,
  title: 'an endpoint includes private addresses',
  why: "No vendor owns private, loopback, link-local or multicast addresses. Such a rule allows access to the site's own machines.",
  remedy: 'list public networks, or add an exception that names the owner of the machine',
  check: ({ spec }) =>
    aboutNetworks(spec, (network) => {
      const rest = subtractNetworks([network, ...embeddedIn(network)], metadataSpellings);
      const found = rest.flatMap(reservedIn).map(({ what }) => what);
      const kinds = sortedUnique(found, compareText);
      return kinds.length === 0 ? [] : [`includes ${kinds.join(', ')} addresses`];
    }),
};

/** The metadata addresses, also in their NAT64 and 6to4 forms. */
const metadataSpellings = [...metadataNetworks, ...metadataNetworks.flatMap(embeddedOf)];
