import { destinationHolds } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { compile } from '../../policy/compile.ts';
import { isThirdParty } from '../../policy/publisher.ts';
import type { SitePolicy } from '../../policy/types.ts';
import type { Endpoint, Group, Site, Spec } from '../../spec/types.ts';
import { clientFor } from '../access/clients.ts';
import { policyBoxes } from '../access/of-policy.ts';
import type { Reason } from './explanation.ts';
import { matchesOf } from './matches.ts';

/** The groups that would open the flow at the site, if the site took them. */
export function unselectedReasons(spec: Spec, site: Site, flow: Flow): Reason[] {
  return spec.groups
    .filter((group) => !isSelected(group, site))
    .flatMap((group) => {
      const endpoints = group.endpoints.filter((endpoint) =>
        opens(spec, site, group, endpoint, flow),
      );
      return endpoints.length === 0 ? [] : [unselected(spec, site, group, endpoints)];
    });
}

function isSelected({ id, tier }: Group, { tiers, exclude }: Site): boolean {
  return tiers.includes(tier) && !exclude.includes(id);
}

/** Alone, since what is not selected together need not go together. */
function opens(spec: Spec, site: Site, group: Group, endpoint: Endpoint, flow: Flow): boolean {
  const { destination } = endpoint;
  if (destination.kind !== 'resolvers' && !destinationHolds(destination, flow.peer)) return false;
  const alone = compile(
    { ...spec, groups: [{ ...group, endpoints: [endpoint] }] },
    { ...site, tiers: [group.tier], exclude: [] },
  );
  return alone.ok && matchesIn(alone.value, flow);
}

function matchesIn(policy: SitePolicy, flow: Flow): boolean {
  const client = clientFor(policy.site.clients, flow.peer);
  return matchesOf(policyBoxes(policy), flow, client).length > 0;
}

function unselected(
  { documents }: Spec,
  site: Site,
  group: Group,
  endpoints: readonly Endpoint[],
): Reason {
  const { id, tier } = group;
  const ways = [
    ...(site.tiers.includes(tier) ? [] : [`does not take tier ${tier}`]),
    ...(site.exclude.includes(id) ? ['excludes it'] : []),
  ];
  return {
    kind: 'not-selected',
    message: `the group ${id} (${tier}) would open it; site ${site.id} ${ways.join(' and ')}`,
    origins: endpoints.flatMap((endpoint) =>
      endpoint.services.slice(0, 1).map((service) => ({
        endpoint,
        group,
        service,
        isThirdParty: isThirdParty(endpoint, documents),
      })),
    ),
  };
}
