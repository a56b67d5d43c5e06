import type { Endpoint, Group, Site, Spec, WantedEndpoint } from '../language/types.ts';
import { withoutRepeats } from '../maps.ts';
import { formatDestination } from '../net/destination.ts';
import { openWant } from './open-wants.ts';

/** A group with the endpoints that a site gives, after those of the spec. A want that the site lacks gives none. */
export function openGroup(group: Group, site: Site): Group {
  if (group.wanted.length === 0) return group;
  const given = group.wanted.flatMap((wanted) => openEndpoint(wanted, site));
  return { ...group, endpoints: [...group.endpoints, ...given] };
}

/**
 * A spec whose groups have the endpoints that any site gives, whether it selects the group or not. Equal destinations of
 * one endpoint are one, with the value of the first site.
 */
export function openEverywhere(spec: Spec): Spec {
  if (spec.groups.every(({ wanted }) => wanted.length === 0)) return spec;
  const groups = spec.groups.map((group) => {
    const given = group.wanted.flatMap((wanted) => {
      const all = spec.sites.flatMap((site) => openEndpoint(wanted, site));
      return withoutRepeats(all, ({ destination }) => formatDestination(destination));
    });
    return { ...group, endpoints: [...group.endpoints, ...given] };
  });
  return { ...spec, groups };
}

function openEndpoint({ wants, ...endpoint }: WantedEndpoint, site: Site): Endpoint[] {
  return openWant(wants, site).good.map((opening) => ({ ...endpoint, ...opening }));
}
