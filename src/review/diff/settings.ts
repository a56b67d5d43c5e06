import type { Endpoint, Group, Inspection, Resolvers, Site, Spec } from '../../language/types.ts';
import { formatNetwork, mergeNetworks, type Network } from '../../net/network.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { formatPortRange } from '../../net/port.ts';
import { addedApplications } from '../../policy/applications.ts';
import type { Policy, Rule, RuleDestination } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import { accessByOutput } from '../access/given-access.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import type { AccessSetting, ComparedSpec, StatementChange } from './change.ts';
import { changedQuality, type Quality, type QualityChange, ruleQuality } from './quality.ts';
import { changedStatements, type Statement, statementsUnder } from './statements.ts';

type SpecPolicies = Pick<ComparedSpec, 'spec' | 'policies'>;

/**
 * Changes that no flow shows: settings of sites and targets, inspection, application names. Those that govern access
 * carry the setting. The exceptions are names of objects, documents and the last day of an endpoint.
 */
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

/** The checksums of the documents that both sides have. A new checksum means that the endpoints come from a new text. */
function checksums(spec: Spec, other: Spec): Map<string, Statement> {
  const both = [...spec.documents.values()].filter(({ id }) => other.documents.has(id));
  return new Map(
    both.flatMap(({ id, sha256 }) => statementsUnder(`document ${id}`, null, { sha256 })),
  );
}

/** Domains that a document adds as its publisher's own: `lint` no longer reports their hosts as third-party. */
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
  const governing: Readonly<Record<string, string | undefined>> = {
    // A new prefix leaves the objects with the old prefix, and what they allow, on the device.
    prefix,
    clients: networksText(site.clients),
    resolvers: resolversText(resolvers),
    enforce,
    tiers: tiers.join(', '),
    exclude: exclude.length === 0 ? undefined : [...exclude].sort().join(', '),
    inner: inner.length === 0 ? undefined : networksText(inner),
  };
  return [
    ...statementsUnder(`site ${id}`, place, { device }),
    ...Object.entries(governing).flatMap(([name, value]) =>
      value === undefined ? [] : [governed(siteSetting(id, name), value, place)],
    ),
    ...Object.entries(site.targets).flatMap(([target, options]) =>
      targetStatements(site, target, options),
    ),
  ];
}

function governed(setting: AccessSetting, value: string, at: Place): [string, Statement] {
  return [`site ${setting.site}: ${setting.name}`, { value, at, setting }];
}

function siteSetting(site: string, name: string): AccessSetting {
  const kind = name === 'enforce' ? 'default-deny' : 'other';
  return { site, kind, target: null, name, of: null };
}

function targetStatements(site: Site, target: string, options: object): [string, Statement][] {
  const at = site.targetPlaces.get(target) ?? site.place;
  const setting: AccessSetting = { ...siteSetting(site.id, target), kind: 'target', target };
  const given = Object.entries(options).flatMap(([option, value]): [string, Statement][] => {
    const text = optionText(option, value);
    if (option === 'clients' && text === networksText(site.clients)) return [];
    const name = `${target}.${option}`;
    const place = site.targetPlaces.get(name) ?? at;
    return [governed({ ...setting, kind: 'other', name }, text, place)];
  });
  return [governed(setting, 'generated', at), ...given];
}

/** An option's value. Networks are compared by their addresses, so their notation does not matter. */
function optionText(option: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const networks = addressOptions.has(option) ? networksIn(value) : undefined;
  return networks === undefined ? JSON.stringify(value) : networksText(mergeNetworks(networks));
}

const addressOptions: ReadonlySet<string> = new Set(['clients', 'resolvers']);

/** The networks of a list; undefined if the value is not a list of networks. */
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
 * The application names of groups that no site of either side allows. Application names of all other groups are compared
 * by the access that they apply to, so that moving them to another group is not a change.
 */
function sleepingApplications(
  { spec, policies }: SpecPolicies,
  other: SpecPolicies,
): Map<string, Statement> {
  const allowed = new Set([...policies, ...other.policies].flatMap(groupIdsOf));
  return applicationStatements(spec.groups.filter(({ id }) => !allowed.has(id)));
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

/** Changes of inspection, application and expiry, by site, for access that both sides have. */
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
      ...told(expiry, lastDay),
      ...namedTargets([...old, ...now]).flatMap((target) =>
        told(`applications.${target}`, {
          valueIn: ({ rule, to }) => addedApplications(target, rule, to).join(', ') || 'none',
          placeOf: ({ to }) => to.origins[0]?.endpoint.place,
        }),
      ),
    ];
  });
  // Several outputs allow the same access; each change is listed once.
  return [
    ...new Map(
      found.map((change) => [JSON.stringify([change.what, change.after]), change]),
    ).values(),
  ];
}

const expiry = 'expires';

/** The value of `expires` of access that does not expire. */
export const noEnd = 'no end';

/** When access expires: on the last day of its endpoints. An earlier day is not a change that needs approval. */
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

/** ISO dates sort as texts. */
function isAsLong(a: string, b: string): boolean {
  return a === noEnd || (b !== noEnd && a >= b);
}

/** The targets that a group or an endpoint names applications for. */
function namedTargets(boxes: readonly PolicyBox[]): string[] {
  const origins = new Set(boxes.flatMap(({ to }) => to.origins));
  const named = [...origins].flatMap(({ group, endpoint }) => [
    ...Object.keys(group.applications),
    ...Object.keys(endpoint.applications),
  ]);
  return sortedUnique(named, compareText);
}

/** A bypass inside of a broader inspected permission applies: its author meant it as the exception. */
function isBypassed({ inspection }: Rule, than: Inspection): boolean {
  return than === 'allow' && inspection === 'bypass';
}

function inspectionOf({ inspection }: Rule): Inspection {
  return inspection;
}

/** Everything that any output of the site allows. */
function givenBoxes(policy: Policy): PolicyBox[] {
  return accessByOutput(policy, targets).flatMap(({ boxes }) => boxes);
}

function qualityStatement(
  { site }: Policy,
  name: string,
  { destination, ports, from, to, at }: QualityChange<string>,
): StatementChange {
  const access = `${destination} ${ports.map(formatPortRange).join(', ')}`;
  const change = {
    what: `site ${site.id}: ${access}: ${name}`,
    before: from.join(' and '),
    after: to,
    at,
  };
  // No device enforces the last day of an endpoint.
  if (name === expiry) return change;
  return { ...change, setting: { ...siteSetting(site.id, name), of: access } };
}
