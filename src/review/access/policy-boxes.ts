import type { Site } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import { anyExcept, type Destination } from '../../net/destination.ts';
import { anyPlace } from '../../policy/inner.ts';
import type { Rule, RuleDestination, SitePolicy } from '../../policy/types.ts';
import type { Box } from './box.ts';

/** Access that a policy gives, and where it comes from. */
export type PolicyBox = Box & { readonly rule: Rule; readonly to: RuleDestination };

/**
 * Everything that a policy allows; `reach` says which clients get to a destination, and `resolvers` what stands for the
 * site's resolvers where an output has its own.
 */
export function policyBoxes(
  policy: SitePolicy,
  reach: Reach = reachable,
  resolvers: readonly Destination[] | undefined = undefined,
): PolicyBox[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      (to.destination.kind === 'resolvers' && resolvers !== undefined
        ? resolvers
        : placesOf(to.destination, policy.site)
      ).flatMap((destination) =>
        rule.ports.flatMap((ports) =>
          reach({ clients: rule.clients, destination, path: to.path, ports, rule, to }),
        ),
      ),
    ),
  );
}

/** What `resolvers` stands for at a site: addresses, the enforcing device (still `resolvers`), or anyone. */
export function resolverPlaces({ resolvers }: Site): Destination[] {
  if (resolvers.kind === 'any') return [{ kind: 'any' }];
  const device: Destination[] = resolvers.self ? [{ kind: 'resolvers' }] : [];
  return [
    ...device,
    ...resolvers.addresses.map((network) => ({ kind: 'network', network }) as const),
  ];
}

/** The part of a box whose clients get to its destination: one box or none. */
export type Reach = <Of extends Box>(box: Of) => Of[];

/**
 * An address is reached by clients of its own family alone; a box without clients is none. Of what every place leaves
 * out, too, only addresses of the clients' family count, so that boxes for one family compare with boxes for both.
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

/** The box for its clients of one family; none when it has no such client. */
function forFamily<Of extends Box>(box: Of, family: Family): Of[] {
  const clients = box.clients.filter((client) => client.family === family);
  return clients.length === 0 ? [] : [{ ...box, clients }];
}

/** The places that a destination of the policy means at a site; `any` stops at the site's inner networks. */
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
