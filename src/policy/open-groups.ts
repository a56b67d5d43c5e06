import type {
  Endpoint,
  Given,
  Group,
  Site,
  Spec,
  Want,
  WantedEndpoint,
} from '../language/types.ts';
import { type Destination, formatDestination } from '../net/destination.ts';

/** A destination that a site gives for an endpoint. */
type Opening = { readonly destination: Destination; readonly given: Given };

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

/** Whether a site lacks what an endpoint wants. */
export function lacks({ destinations }: Site, { name }: Want): boolean {
  return !destinations.has(name);
}

function openEndpoint(wanted: WantedEndpoint, site: Site): Endpoint[] {
  const { wants, ...endpoint } = wanted;
  return openingsOf(wants, site).map(({ destination, given }) => ({
    ...endpoint,
    destination,
    given,
  }));
}

function openingsOf({ name }: Want, { destinations }: Site): Opening[] {
  const items = (destinations.get(name) ?? []).map(({ destination, place }): Opening => {
    const text = formatDestination(destination);
    return { destination, given: { text, values: { [name]: text }, places: [place] } };
  });
  return withoutRepeats(items, ({ given }) => given.text);
}

function withoutRepeats<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return [...first.values()];
}
