import type { Site } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import { anyExcept, type Destination } from '../../net/destination.ts';
import { anyPlace } from '../../policy/inner.ts';
import type { Rule, RuleDestination, SitePolicy } from '../../policy/types.ts';
import type { Box } from './box.ts';
import { clientsOfFamily } from './clients.ts';

/** Access that a policy allows, and the rule and destination that it comes from. */
export type PolicyBox = Box & { readonly rule: Rule; readonly to: RuleDestination };

/** Have the two the same parts, which boxes of one policy share? */
export function isSameBox(one: PolicyBox, other: PolicyBox | undefined): boolean {
  return (
    one === other ||
    (one.to === other?.to &&
      one.rule === other.rule &&
      one.destination === other.destination &&
      one.clients === other.clients &&
      one.path === other.path &&
      one.ports === other.ports)
  );
}

/**
 * All access that a policy allows. `reach` selects the clients that reach a destination. `own` replaces the resolvers of
 * the site and the device itself if an output has its own addresses for them.
 */
export function policyBoxes(
  policy: SitePolicy,
  reach: Reach = reachable,
  own: OwnPlaces = {},
): PolicyBox[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      (ownPlaces(own, to) ?? placesOf(to.destination, policy.site)).flatMap((destination) =>
        rule.ports.flatMap((ports) =>
          reach({ clients: rule.clients, destination, path: to.path, ports, rule, to }),
        ),
      ),
    ),
  );
}

/** The destinations that an output has for the resolvers of the site, and for the device itself. */
export type OwnPlaces = {
  readonly [Kind in 'resolvers' | 'self']?: readonly Destination[] | undefined;
};

function ownPlaces(own: OwnPlaces, { destination: { kind } }: RuleDestination) {
  return kind === 'resolvers' || kind === 'self' ? own[kind] : undefined;
}

/** The destinations of `resolvers` at a site: addresses, the enforcing device (still `resolvers`), or any. */
export function resolverPlaces({ resolvers }: Site): Destination[] {
  if (resolvers.kind === 'any') return [{ kind: 'any' }];
  const device: Destination[] = resolvers.self ? [{ kind: 'resolvers' }] : [];
  return [
    ...device,
    ...resolvers.addresses.map((network) => ({ kind: 'network', network }) as const),
  ];
}

/** Returns the parts of a box whose clients reach its destination. */
export type Reach = <Of extends Box>(box: Of) => Of[];

/**
 * Only clients of an address's own family reach it, and a box without clients is removed. The exceptions of `any` are
 * split by family too, so that boxes for one family can be compared with boxes for both.
 */
export function reachable<Of extends Box>(box: Of): Of[] {
  const { destination } = box;
  if (destination.kind === 'network') return forFamily(box, destination.network.family);
  if (destination.kind !== 'any' || destination.except === undefined)
    return box.clients.length === 0 ? [] : [box];
  const { except } = destination;
  return ([4, 6] as const).flatMap((family) => {
    const near = anyExcept(except.filter((network) => network.family === family));
    return forFamily({ ...box, destination: near }, family);
  });
}

/** The box with only its clients of one family; empty if it has none. */
function forFamily<Of extends Box>(box: Of, family: Family): Of[] {
  const clients = clientsOfFamily(box.clients, family);
  return clients.length === 0 ? [] : [{ ...box, clients }];
}

/** The destinations that a destination of the policy means at a site. `any` excludes the site's internal networks. */
export function placesOf(destination: Destination, site: Site): Destination[] {
  switch (destination.kind) {
    case 'resolvers':
      return resolverPlaces(site);
    case 'any':
      return [anyPlace(site)];
    default:
      return [destination];
  }
}
