import type { Endpoint, Group, Site, Spec } from '../../../language/types.ts';
import { getOrAdd } from '../../../maps.ts';
import { destinationCovers } from '../../../net/destination-set.ts';
import { pathCovers } from '../../../net/path.ts';
import { mergePorts, type PortRange, portsIntersect } from '../../../net/port.ts';
import { leftOutBy } from '../../../policy/selection.ts';
import type { Policy } from '../../../policy/types.ts';
import type { Box } from '../../access/box.ts';
import { BoxIndex } from '../../access/box-index.ts';
import { type PolicyBox, placesOf, policyBoxes } from '../../access/policy-boxes.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint } from '../kit/about-endpoints.ts';
import { endpointBoxes } from '../kit/endpoint-boxes.ts';
import type { SpecRule } from '../kit/rule.ts';

/** Access of a group that a site excludes or does not select, and that another group allows there. */
export const excludedStillOpen: SpecRule = {
  id: 'excluded-still-open',
  severity: 3,
  title: 'access of a group that the site leaves out is still allowed',
  why: 'The site leaves the group out with "exclude" or "select". Another group allows the same access, so it is not denied.',
  remedy: 'exclude the other group too, or add an exception if its access is intended',
  check: ({ spec, policies }) => {
    const causes = new Map<Endpoint, Map<string, Cause>>();
    for (const policy of policies) collect(causes, spec, policy);
    return [...causes].flatMap(([endpoint, own]) =>
      [...own.values()].map((cause) => draftOf(endpoint, cause)),
    );
  },
};

/** One group that still allows an endpoint, at some sites. */
type Cause = {
  readonly group: Group;
  readonly by: Group;
  readonly how: 'exclude' | 'select';
  readonly sites: Set<string>;
  readonly ports: PortRange[];
};

function collect(causes: Map<Endpoint, Map<string, Cause>>, spec: Spec, policy: Policy): void {
  const { site } = policy;
  const leavesOut = leftOutBy(site);
  let index: BoxIndex<PolicyBox> | undefined;
  for (const group of spec.groups) {
    const how = namedCause(leavesOut(group));
    if (how === undefined) continue;
    index ??= new BoxIndex(policyBoxes(policy));
    for (const endpoint of group.endpoints) {
      for (const { by, ports } of stillOpen(endpoint, site, index)) {
        const own = getOrAdd(causes, endpoint, () => new Map<string, Cause>());
        const cause = getOrAdd(own, `${how} ${by.id}`, () => blank(group, by, how));
        cause.sites.add(site.id);
        cause.ports.push(ports);
      }
    }
  }
}

function blank(group: Group, by: Group, how: Cause['how']): Cause {
  return { group, by, how, sites: new Set(), ports: [] };
}

/** A group outside the tiers is left out for its tier, unless the site also excludes it by name. */
function namedCause(causes: readonly string[]): Cause['how'] | undefined {
  if (causes.includes('exclude')) return 'exclude';
  return causes.includes('select') && !causes.includes('tier') ? 'select' : undefined;
}

/** The first rule that allows all of a destination of the endpoint, on ports of each of its boxes. */
function stillOpen(
  endpoint: Endpoint,
  site: Site,
  index: BoxIndex<PolicyBox>,
): { readonly by: Group; readonly ports: PortRange }[] {
  const boxes = endpointBoxes(endpoint).flatMap((box) =>
    placesOf(box.destination, site).map((destination) => ({ ...box, destination })),
  );
  return boxes.flatMap((box) => {
    const found = index.firstCovering(box, (open) => covers(open, box));
    return found === undefined ? [] : [{ by: found.rule.group, ports: box.ports }];
  });
}

function covers(outer: Box, inner: Box): boolean {
  return (
    destinationCovers(outer.destination, inner.destination) &&
    pathCovers(outer.path, inner.path) &&
    portsIntersect(outer.ports, inner.ports)
  );
}

const mostNamed = 3;

function draftOf(endpoint: Endpoint, { group, by, how, sites, ports }: Cause): FindingDraft {
  const ids = [...sites];
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
  const named = `${ids.length === 1 ? 'site' : 'sites'} ${ids.slice(0, mostNamed).join(', ')}${more}`;
  const leaves = how === 'exclude' ? 'exclude' : 'leave out';
  const verb = ids.length === 1 ? leaves.replace(/^\w+/, '$&s') : leaves;
  const message = `${named} ${verb} its group ${group.id}, but group ${by.id} still allows it`;
  return aboutEndpoint({ endpoint, group }, message, mergePorts(ports));
}
