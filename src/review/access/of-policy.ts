import type { Destination } from '../../net/destination.ts';
import type { Rule, RuleDestination, SitePolicy } from '../../policy/types.ts';
import type { Site } from '../../spec/types.ts';
import type { Box } from './box.ts';

/** Access that a policy gives, and where it comes from. */
export type PolicyBox = Box & { readonly rule: Rule; readonly to: RuleDestination };

/** Everything that a policy allows; `reach` says which clients get to a destination. */
export function policyBoxes(policy: SitePolicy, reach: Reach = reachable): PolicyBox[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      placesOf(to.destination, policy.site).flatMap((destination) =>
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

/** An address is reached by clients of its own family alone; a box without clients is none. */
export function reachable<Of extends Box>(box: Of): Of[] {
  const { destination, clients } = box;
  if (destination.kind !== 'network') return clients.length === 0 ? [] : [box];
  const near = clients.filter(({ family }) => family === destination.network.family);
  return near.length === 0 ? [] : [{ ...box, clients: near }];
}

function placesOf(destination: Destination, site: Site): Destination[] {
  return destination.kind === 'resolvers' ? resolverPlaces(site) : [destination];
}
