import { formatNetwork, networksIntersect } from '../../../net/network.ts';
import { innerSpace } from '../../../policy/inner.ts';
import type { Policy } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A listed network that holds addresses of the site's own space, which the guard lets through on its ports. */
export const innerOpened: SpecRule = {
  id: 'inner-opened',
  severity: 7,
  title: "a listed network opens the site's own addresses",
  why: 'The site names these networks as its inner ones. A network that the spec lists is open all the same, on its own ports.',
  remedy:
    'name networks outside the site\'s "inner", or say in an exception whose machines they are',
  check: ({ policies }) => policies.flatMap(draftsOf),
};

function draftsOf({ site, rules }: Policy): FindingDraft[] {
  const inner = innerSpace(site);
  return rules
    .flatMap((rule) => rule.destinations)
    .flatMap(({ destination, origins }) => {
      if (destination.kind !== 'network') return [];
      const met = inner.filter((network) => networksIntersect(network, destination.network));
      return met.flatMap((network) =>
        origins.map(({ endpoint }) =>
          aboutEndpoint(endpoint, `opens inner addresses of ${formatNetwork(network)}`),
        ),
      );
    });
}
