import type { Endpoint, Group, Inspection, Resolvers, Site, Spec } from '../../language/types.ts';
import { formatNetwork, mergeNetworks, type Network } from '../../net/network.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { formatPortRange } from '../../net/port.ts';
import { addedApplications } from '../../policy/applications.ts';
import type { Policy, Rule, RuleDestination } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { accessByOutput } from '../access/given-access.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import type { ComparedSpec, StatementChange } from './change.ts';
import { changedQuality, type Quality, type QualityChange, ruleQuality } from './quality.ts';
import { changedStatements, type Statement, statementsUnder } from './statements.ts';

type SpecPolicies = Pick<ComparedSpec, 'spec' | 'policies'>;

/** How things are enforced, which no flow shows: settings of sites and targets, inspection, application names. */
export function changedSettings(before: SpecPolicies, after: SpecPolicies): StatementChange[] {
  return [
    ...changedStatements(
      new Map([...prefixStatements(before.spec), ...before.spec.sites.flatMap(siteStatements)]),
      new Map([...prefixStatements(after.spec), ...after.spec.sites.flatMap(siteStatements)]),
    ),
    ...changedStatements(checksums(before.spec, after.spec), checksums(after.spec, before.spec)),
    ...newDomains(before.spec, after.spec),
    ...changedStatements(sleepingApplications(before, after), sleepingApplications(after, before)),
    ...qualities(before.policies, after.policies),
  ];
}

function prefixStatements({ name }: Spec): [string, Statement][] {
  return statementsUnder('spec', null, { name });
}

/** The checksums of the documents that both sides have: another one means that the endpoints may be another document's. */
function checksums(spec: Spec, other: Spec): Map<string, Statement> {
  const both = [...spec.documents.values()].filter(({ id }) => other.documents.has(id));
  return new Map(
    both.flatMap(({ id, sha256 }) => statementsUnder(`document ${id}`, null, { sha256 })),
  );
}

/** Domains that a document comes to vouch for: no host there is a third party's from now on. */
function newDomains(before: Spec, after: Spec): StatementChange[] {
  return [...after.documents.values()].flatMap(({ id, domains }) => {
    const was = before.documents.get(id)?.domains ?? [];
    if (domains.every((domain) => was.includes(domain))) return [];
    const text = (names: readonly string[]) => [...names].sort(compareText).join(', ');
    const known = was.length === 0 ? null : text(was);
    return [{ what: `document ${id}: domains`, before: known, after: text(domains), at: null }];
  });
}

function siteStatements(site: Site): [string, Statement][] {
  const { id, prefix, device, resolvers, enforce, tiers, exclude, inner, place } = site;
  return [
    ...statementsUnder(`site ${id}`, place, {
      prefix,
      device,
      clients: networksText(site.clients),
      resolvers: resolversText(resolvers),
      enforce,
      tiers: tiers.join(', '),
      exclude: exclude.length === 0 ? undefined : [...exclude].sort().join(', '),
      inner: inner.length === 0 ? undefined : networksText(inner),
    }),
    ...Object.entries(site.targets).flatMap(([target, options]) =>
      targetStatements(site, target, options),
    ),
  ];
}

function targetStatements(site: Site, target: string, options: object): [string, Statement][] {
  const at = site.targetPlaces.get(target) ?? site.place;
  const named: [string, Statement] = [`site ${site.id}: ${target}`, { value: 'generated', at }];
  const given = Object.entries(options).flatMap(([option, value]): [string, Statement][] => {
    const text = optionText(option, value);
    if (option === 'clients' && text === networksText(site.clients)) return [];
    const place = site.targetPlaces.get(`${target}.${option}`) ?? at;
    return [[`site ${site.id}: ${target}.${option}`, { value: text, at: place }]];
  });
  return [named, ...given];
}

/** An option's value; networks count by their addresses, however they are written or split. */
function optionText(option: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const networks = addressOptions.has(option) ? networksIn(value) : undefined;
  return networks === undefined ? JSON.stringify(value) : networksText(mergeNetworks(networks));
}

const addressOptions: ReadonlySet<string> = new Set(['clients', 'resolvers']);

/** The networks of a list; undefined where it is none. */
function networksIn(value: unknown): Network[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const parsed = value.map((each: unknown) =>
    typeof each === 'string' ? parseNetwork(each) : undefined,
  );
  const networks = parsed.flatMap((each) => (each?.ok === true ? [each.value] : []));
  return networks.length === value.length ? networks : undefined;
}

function networksText(networks: readonly Network[]): string {
  return networks.map(formatNetwork).join(', ');
}

function resolversText(resolvers: Resolvers): string {
  if (resolvers.kind === 'any') return 'any';
  const self = resolvers.self ? ['self'] : [];
  return [...self, ...resolvers.addresses.map(formatNetwork)].join(', ');
}

/**
 * The application names of groups that no site of either side opens. Those of the others are compared as sets over
 * their access, so that it does not matter in which group or spelling they stand.
 */
function sleepingApplications(
  { spec, policies }: SpecPolicies,
  other: SpecPolicies,
): Map<string, Statement> {
  const open = new Set([...policies, ...other.policies].flatMap(groupIdsOf));
  return applicationStatements(spec.groups.filter(({ id }) => !open.has(id)));
}

function groupIdsOf({ rules }: Policy): string[] {
  return rules.flatMap(({ destinations }) =>
    destinations.flatMap(({ origins }) => origins.map(({ group }) => group.id)),
  );
}

function applicationStatements(groups: readonly Group[]): Map<string, Statement> {
  return new Map(
    groups.flatMap((group) => [
      ...applicationsUnder(`group ${group.id}`, group),
      ...group.endpoints.flatMap((endpoint) => {
        const services = endpoint.services.map(({ name }) => name).join(', ');
        return applicationsUnder(
          `endpoint ${endpoint.written} (${group.id}, ${services})`,
          endpoint,
        );
      }),
    ]),
  );
}

function applicationsUnder(
  what: string,
  { applications, place }: Pick<Group | Endpoint, 'applications' | 'place'>,
): [string, Statement][] {
  const named = Object.entries(applications).map(
    ([target, names]) => [`applications.${target}`, names.join(', ')] as const,
  );
  return statementsUnder(what, place, Object.fromEntries(named));
}

/** Inspection and what is spoken, by site: of access that both have. */
function qualities(before: readonly Policy[], after: readonly Policy[]): StatementChange[] {
  const known = new Map(before.map((policy) => [policy.site.id, policy]));
  const found = after.flatMap((policy) => {
    const twin = known.get(policy.site.id);
    if (twin === undefined) return [];
    const [old, now] = [givenBoxes(twin), givenBoxes(policy)];
    const told = (name: string, quality: Quality<PolicyBox, string>) =>
      changedQuality(old, now, quality).map((change) => qualityStatement(policy, name, change));
    return [
      ...told('inspection', ruleQuality(inspectionOf, isBypassed)),
      ...told(
        'application',
        ruleQuality(({ service }) => service.application),
      ),
      ...told('expires', lastDay),
      ...namedTargets([...old, ...now]).flatMap((target) =>
        told(`applications.${target}`, {
          valueIn: ({ rule, to }) => addedApplications(target, rule, to).join(', ') || 'none',
          placeOf: ({ to }) => to.origins[0]?.endpoint.place,
        }),
      ),
    ];
  });
  // Outputs that give the same access in different ways say the same of it.
  return [
    ...new Map(
      found.map((change) => [JSON.stringify([change.what, change.after]), change]),
    ).values(),
  ];
}

/** The last day of access that has none. */
export const noEnd = 'no end';

/** How long access is meant to last: until the last day of the endpoints that ask for it. Less of it is no news here. */
const lastDay: Quality<PolicyBox, string> = {
  valueIn: ({ to }) => lastDayOf(to),
  placeOf: ({ to }) =>
    to.origins.find(({ endpoint }) => endOf(endpoint) === lastDayOf(to))?.endpoint.place,
  outranks: ({ to }, day) => day !== lastDayOf(to) && isAsLong(lastDayOf(to), day),
  includes: isAsLong,
};

function lastDayOf({ origins }: RuleDestination): string {
  return origins.map(({ endpoint }) => endOf(endpoint)).reduce((a, b) => (isAsLong(a, b) ? a : b));
}

function endOf({ expires }: Endpoint): string {
  return expires ?? noEnd;
}

/** ISO dates are in order as texts. */
function isAsLong(a: string, b: string): boolean {
  return a === noEnd || (b !== noEnd && a >= b);
}

/** The targets that somebody names applications for. */
function namedTargets(boxes: readonly PolicyBox[]): string[] {
  const origins = new Set(boxes.flatMap(({ to }) => to.origins));
  const named = [...origins].flatMap(({ group, endpoint }) => [
    ...Object.keys(group.applications),
    ...Object.keys(endpoint.applications),
  ]);
  return sortedUnique(named, compareText);
}

/** A bypass inside of a permission holds: it is the exception that its author meant. */
function isBypassed({ inspection }: Rule, than: Inspection): boolean {
  return than === 'allow' && inspection === 'bypass';
}

function inspectionOf({ inspection }: Rule): Inspection {
  return inspection;
}

/** Everything that some output of the site gives. */
function givenBoxes(policy: Policy): PolicyBox[] {
  return accessByOutput(policy, targets).flatMap(({ boxes }) => boxes);
}

function qualityStatement(
  { site }: Policy,
  name: string,
  { destination, ports, from, to, at }: QualityChange<string>,
): StatementChange {
  const what = `site ${site.id}: ${destination} ${ports.map(formatPortRange).join(', ')}: ${name}`;
  return { what, before: from.join(' and '), after: to, at };
}
