import { formatDestination } from '../../net/destination.ts';
import { formatNetwork } from '../../net/network.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Policy } from '../../policy/types.ts';
import type { Group, Resolvers, Site, Spec } from '../../spec/types.ts';
import type { FactChange } from './change.ts';
import { changedFacts, changedInBoth, type Fact, factsUnder } from './facts.ts';

/** How things are enforced, which no flow shows: settings of sites and targets, inspection, application names. */
export function changedSettings(
  before: { readonly spec: Spec; readonly policies: readonly Policy[] },
  after: { readonly spec: Spec; readonly policies: readonly Policy[] },
): FactChange[] {
  return [
    ...changedFacts(
      new Map([...prefixFacts(before.spec), ...before.spec.sites.flatMap(siteFacts)]),
      new Map([...prefixFacts(after.spec), ...after.spec.sites.flatMap(siteFacts)]),
    ),
    ...changedInBoth(groupFacts(before.spec.groups), groupFacts(after.spec.groups)),
    ...changedInBoth(inspections(before.policies), inspections(after.policies)),
  ];
}

function prefixFacts({ name }: Spec): [string, Fact][] {
  return factsUnder('spec', null, { name });
}

function siteFacts(site: Site): [string, Fact][] {
  const { id, prefix, resolvers, enforce, tiers, exclude, place } = site;
  return [
    ...factsUnder(`site ${id}`, place, {
      prefix,
      clients: site.clients.map(formatNetwork).join(', '),
      resolvers: resolversText(resolvers),
      enforce,
      tiers: tiers.join(', '),
      exclude: exclude.length === 0 ? undefined : [...exclude].sort().join(', '),
    }),
    ...Object.entries(site.targets).flatMap(([target, options]) =>
      targetFacts(site, target, options),
    ),
  ];
}

function targetFacts(site: Site, target: string, options: object): [string, Fact][] {
  const at = site.targetPlaces.get(target) ?? site.place;
  const named: [string, Fact] = [`site ${site.id}: ${target}`, { value: 'generated', at }];
  const given = Object.entries(options).map(([option, value]): [string, Fact] => [
    `site ${site.id}: ${target}.${option}`,
    {
      value: typeof value === 'string' ? value : JSON.stringify(value),
      at: site.targetPlaces.get(`${target}.${option}`) ?? at,
    },
  ]);
  return [named, ...given];
}

function resolversText(resolvers: Resolvers): string {
  if (resolvers.kind === 'any') return 'any';
  const self = resolvers.self ? ['self'] : [];
  return [...self, ...resolvers.addresses.map(formatNetwork)].join(', ');
}

function groupFacts(groups: readonly Group[]): Map<string, Fact> {
  return new Map(
    groups.flatMap(({ id, applications, place }) =>
      factsUnder(`group ${id}`, place, { applications: JSON.stringify(applications) }),
    ),
  );
}

/** By site and atom; an atom that only one side has is a change of access. */
function inspections(policies: readonly Policy[]): Map<string, Fact> {
  return new Map(
    policies.flatMap(({ site, rules }) =>
      rules.flatMap((rule) =>
        rule.destinations.flatMap((to) =>
          rule.ports.flatMap((ports) =>
            factsUnder(
              `site ${site.id}: ${formatDestination(to.destination)}${to.path} ${formatPortRange(ports)}`,
              to.origins[0]?.endpoint.place ?? null,
              { inspection: rule.inspection },
            ),
          ),
        ),
      ),
    ),
  );
}
