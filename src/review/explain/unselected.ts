import type { Endpoint, Group, Site, Spec } from '../../language/types.ts';
import { destinationHolds } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { compile } from '../../policy/compile.ts';
import { withDevices } from '../../policy/device.ts';
import { openGroup } from '../../policy/open-groups.ts';
import { isThirdParty } from '../../policy/publisher.ts';
import { type LeftOut, leftOutBy } from '../../policy/selection.ts';
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
  const causesOf = leftOutBy(site);
  return spec.groups.flatMap((group) => {
    const causes = causesOf(group);
    if (causes.length === 0) return [];
    const endpoints = openGroup(group, site).endpoints.filter((endpoint) => {
      const alone = policyOf(spec, site, group, endpoint, flow);
      return alone !== undefined && matchesByOutput(alone, flow, known).length > 0;
    });
    return endpoints.length === 0 ? [] : [unselected(spec, site, group, causes, endpoints)];
  });
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
    { ...site, tiers: [group.tier], select: undefined, exclude: [] },
  );
  return alone.ok ? withDevices([alone.value])[0] : undefined;
}

function unselected(
  { documents }: Spec,
  site: Site,
  group: Group,
  causes: readonly LeftOut[],
  endpoints: readonly Endpoint[],
): Reason {
  const { id, tier } = group;
  const words = order
    .filter((cause) => causes.includes(cause))
    .map((cause) => wordsOf(cause, tier));
  return {
    kind: 'not-selected',
    message: `group ${id} (${tier}) would allow it, but site ${site.id} ${words.join(' and ')}`,
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

/** A tier that is missing is the first thing to say. */
const order: readonly LeftOut[] = ['tier', 'select', 'exclude'];

function wordsOf(cause: LeftOut, tier: Group['tier']): string {
  switch (cause) {
    case 'tier':
      return `does not enable tier "${tier}"`;
    case 'select':
      return 'does not select the group';
    case 'exclude':
      return 'excludes the group';
  }
}
