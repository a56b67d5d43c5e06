import type { Endpoint, Group, Site, Spec, Unresolved } from '../../language/types.ts';
import { compareText } from '../../net/order.ts';
import type { Policy } from '../../policy/types.ts';
import { accessSettings } from './access-settings.ts';
import type { ComparedSpec, StatementChange } from './change.ts';
import { siteStatements } from './site-settings.ts';
import { changedStatements, type Statement, statementsUnder } from './statements.ts';
import { declinedText, tagText } from './wording.ts';

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
    ...changedStatements(selectingTags(before, after), selectingTags(after, before)),
    ...newDomains(before.spec, after.spec),
    ...newDeclined(before.spec, after.spec),
    ...noLongerDeclined(before.spec, after.spec),
    ...changedStatements(sleepingApplications(before, after), sleepingApplications(after, before)),
    ...accessSettings(before.policies, after.policies),
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

/** The tags of the groups that both sides have, if a site of either side selects by one that only one side has. */
function selectingTags({ spec }: SpecPolicies, other: SpecPolicies): Map<string, Statement> {
  const selecting = new Set([...spec.sites, ...other.spec.sites].flatMap(tagsOf));
  const twins = new Map(other.spec.groups.map((group) => [group.id, group]));
  const selectedBy = ({ tags }: Group) => tagText(tags.filter((tag) => selecting.has(tag)));
  return new Map(
    spec.groups.flatMap((group) => {
      const twin = twins.get(group.id);
      if (twin === undefined || selectedBy(group) === selectedBy(twin)) return [];
      return statementsUnder(`group ${group.id}`, group.place, { tags: tagText(group.tags) });
    }),
  );
}

function tagsOf({ select }: Site): readonly string[] {
  return select?.tags ?? [];
}

/** Needs that are newly declined, and names that a declined need adds: no endpoint and no `audit` asks for them any more. */
function newDeclined(before: Spec, after: Spec): StatementChange[] {
  const known = new Map(declinedOf(before).map((each) => [each.id, each]));
  return declinedOf(after).flatMap((item) => {
    const was = known.get(item.id);
    const names = new Set(was?.names.map(({ written }) => written));
    if (was !== undefined && item.names.every(({ written }) => names.has(written))) return [];
    const text = (each: Unresolved) => declinedText(each.names) || each.text;
    const values = { before: was === undefined ? null : text(was), after: text(item) };
    return [{ what: `unresolved ${item.id}: declined`, ...values, at: item.place }];
  });
}

/** Needs and names that are no longer declined: an endpoint may allow them from now on, without a problem. */
function noLongerDeclined(before: Spec, after: Spec): StatementChange[] {
  const known = new Map(declinedOf(after).map((each) => [each.id, each]));
  return declinedOf(before).flatMap((item) => {
    const is = known.get(item.id);
    const names = new Set(is?.names.map(({ written }) => written));
    const gone = item.names.filter(({ written }) => !names.has(written));
    if (is !== undefined && gone.length === 0) return [];
    const was = declinedText(gone) || item.text;
    const what = `unresolved ${item.id}: no longer declined`;
    return [{ what, before: was, after: null, at: is?.place ?? item.place }];
  });
}

function declinedOf({ unresolved }: Spec): Unresolved[] {
  return unresolved.filter(({ kind }) => kind === 'declined');
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
      ...[...group.endpoints, ...group.wanted].flatMap((endpoint) => {
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
