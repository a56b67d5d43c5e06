import type { Endpoint, Group, Site, Spec } from '../../language/types.ts';
import { destinationHolds } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { compile } from '../../policy/compile.ts';
import { withDevices } from '../../policy/device.ts';
import { openGroup } from '../../policy/open-groups.ts';
import { isThirdParty } from '../../policy/publisher.ts';
import type { Policy } from '../../policy/types.ts';
import type { Target } from '../../targets/target.ts';
import type { Reason } from './explanation.ts';
import { matchesByOutput } from './matches.ts';

/** The groups that would allow the flow if the site selected them. */
export function unselectedReasons(
  spec: Spec,
  site: Site,
  known: readonly Target[],
  flow: Flow,
): Reason[] {
  return spec.groups
    .filter((group) => !isSelected(group, site))
    .flatMap((group) => {
      const endpoints = openGroup(group, site).endpoints.filter((endpoint) => {
        const alone = policyOf(spec, site, group, endpoint, flow);
        return alone !== undefined && matchesByOutput(alone, flow, known).length > 0;
      });
      return endpoints.length === 0 ? [] : [unselected(spec, site, group, endpoints)];
    });
}

function isSelected({ id, tier }: Group, { tiers, exclude }: Site): boolean {
  return tiers.includes(tier) && !exclude.includes(id);
}

/** A policy of this endpoint only, because unselected endpoints may conflict. Undefined if the endpoint cannot allow the flow. */
function policyOf(
  spec: Spec,
  site: Site,
  group: Group,
  endpoint: Endpoint,
  { peer }: Flow,
): Policy | undefined {
  const { destination } = endpoint;
  if (destination.kind !== 'resolvers' && !destinationHolds(destination, peer)) return undefined;
  const alone = compile(
    { ...spec, groups: [{ ...group, endpoints: [endpoint], wanted: [] }] },
    { ...site, tiers: [group.tier], exclude: [] },
  );
  return alone.ok ? withDevices([alone.value])[0] : undefined;
}

function unselected(
  { documents }: Spec,
  site: Site,
  group: Group,
  endpoints: readonly Endpoint[],
): Reason {
  const { id, tier } = group;
  const causes = [
    ...(site.tiers.includes(tier) ? [] : [`does not enable tier "${tier}"`]),
    ...(site.exclude.includes(id) ? ['excludes the group'] : []),
  ];
  return {
    kind: 'not-selected',
    message: `group ${id} (${tier}) would allow it, but site ${site.id} ${causes.join(' and ')}`,
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
