import { quote } from '../characters.ts';
import type { DeclinedName, Site, Spec, Unit, Want, WantedEndpoint } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { HostIndex } from '../net/host-index.ts';
import { hostCovers } from '../net/host-set.ts';
import type { Place, Problem } from '../problem.ts';
import { selectGroups } from './compile.ts';
import { type BadHost, listsIn, namesLacking, openWant } from './open-wants.ts';
import { unusedValues } from './unused-values.ts';

/** The sites that do not give what they allow, and the problems: one for each mistake. */
export type SiteValues = {
  readonly sites: ReadonlySet<Site>;
  readonly problems: readonly Problem[];
};

/**
 * Judges what sites give for the endpoints that they allow. A destination or variable without a value is one problem that
 * names all sites that lack it. A value that makes a host invalid, or that nothing uses, is a problem at the site.
 */
export function judgeSiteValues(spec: Spec): SiteValues {
  const found: Found = {
    lacks: new Map(),
    problems: new Map(),
    sites: new Set(),
    declined: declinedNames(spec),
  };
  if (spec.groups.some(({ wanted }) => wanted.length > 0)) {
    for (const site of spec.sites) judgeSite(found, spec, site);
    for (const { sites, problem } of unusedValues(spec)) {
      found.problems.set(JSON.stringify([problem.at, problem.message]), problem);
      for (const site of sites) found.sites.add(site);
    }
  }
  return {
    sites: found.sites,
    problems: [...[...found.lacks.values()].map(lackProblem), ...found.problems.values()],
  };
}

/** A name that endpoints want from sites that lack it. */
type Lack = {
  readonly name: string;
  readonly want: Want;
  readonly endpoints: Set<WantedEndpoint>;
  readonly sites: Set<Site>;
};

type Found = {
  readonly lacks: Map<string, Lack>;
  /** By location and message, since several endpoints can have the same host. */
  readonly problems: Map<string, Problem>;
  readonly sites: Set<Site>;
  /** Undefined if the spec declines no names. */
  readonly declined: Declined | undefined;
};

/** The needs that decline each name; several specs can decline one. */
type Declined = HostIndex<{ readonly name: DeclinedName; readonly unit: Unit }[]>;

function declinedNames({ unresolved }: Spec): Declined | undefined {
  const all = unresolved.flatMap(({ names, unit }) => names.map((name) => ({ name, unit })));
  if (all.length === 0) return undefined;
  const index: Declined = new HostIndex();
  for (const each of all) index.getOrAdd(each.name.host, () => []).push(each);
  return index;
}

/** What an included spec declines says nothing about the groups of others; those that it includes are its own. */
function isWithin(unit: Unit, whole: Unit): boolean {
  return whole === '' || unit === whole || unit.startsWith(`${whole}/`);
}

function judgeSite(found: Found, spec: Spec, site: Site): void {
  for (const { wanted, unit } of selectGroups(spec.groups, site)) {
    for (const endpoint of wanted) {
      const want = endpoint.wants;
      for (const name of namesLacking(want, site)) {
        const lack = getOrAdd(found.lacks, `${want.kind} ${name}`, (): Lack => {
          return { name, want, endpoints: new Set(), sites: new Set() };
        });
        lack.endpoints.add(endpoint);
        lack.sites.add(site);
        found.sites.add(site);
      }
      for (const problem of [
        ...valueProblems(endpoint, site),
        ...declinedOpen(found, endpoint, unit, site),
      ]) {
        found.problems.set(JSON.stringify([problem.at, problem.message]), problem);
        found.sites.add(site);
      }
    }
  }
}

function valueProblems(endpoint: WantedEndpoint, site: Site): Problem[] {
  const { wants } = endpoint;
  if (wants.kind === 'destination') return [];
  const lists = listsIn(wants, site);
  return lists.length > 1
    ? [twoLists(endpoint, site, lists)]
    : openWant(wants, site).bad.map((bad) => badHost(endpoint, site, bad));
}

/** A name that the spec declines, and that a value of the site opens. */
function declinedOpen(
  { declined }: Found,
  endpoint: WantedEndpoint,
  unit: Unit,
  site: Site,
): Problem[] {
  if (declined === undefined) return [];
  return openWant(endpoint.wants, site).good.flatMap(({ destination, given }) => {
    if (destination.kind !== 'host') return [];
    const { host } = destination;
    const { same, below, above, patterns } = declined.near(host);
    const name = [...same, ...below, ...above, ...patterns]
      .flat()
      .find((each) => isWithin(unit, each.unit) && hostCovers(host, each.name.host))?.name;
    if (name === undefined) return [];
    return [
      {
        rule: 'declined-open',
        message: `${quote(name.written)} is declined at ${at(name.place)}, but ${quote(endpoint.written)} (${at(endpoint.place)}) allows it with ${given.text}`,
        help: 'use another value, or remove the name from "names"',
        at: given.places[0] ?? site.place,
      },
    ];
  });
}

function twoLists(
  { written, place }: WantedEndpoint,
  site: Site,
  lists: readonly string[],
): Problem {
  const [, second = ''] = lists;
  const value = site.variables.get(second)?.values[0];
  return {
    rule: 'variable-lists',
    message: `${quote(written)} (${at(place)}) has several variables with a list at site ${quote(site.id)}: ${listed(lists.map(quote))}`,
    help: 'give all but one of them a single value, or write one endpoint for each value',
    at: value?.place ?? site.place,
  };
}

function badHost({ written, place }: WantedEndpoint, site: Site, bad: BadHost): Problem {
  const { given, refusal } = bad;
  return {
    rule: refusal.rule,
    message: `${refusal.message}, with ${given.text} in ${quote(written)} (${at(place)})`,
    help: refusal.help,
    at: given.places[0] ?? site.place,
  };
}

function lackProblem({ name, want, endpoints, sites }: Lack): Problem {
  const [first, ...more] = [...endpoints];
  if (first === undefined) throw new Error('a lack has an endpoint');
  const whose = `${sites.size === 1 ? 'the site' : 'the sites'} ${sitesText([...sites])}`;
  const verb = sites.size === 1 ? 'does' : 'do';
  const subject = more.length === 0 ? 'this endpoint' : `this endpoint, and ${more.length} more,`;
  return want.kind === 'destination'
    ? {
        rule: 'destination-missing',
        message: `${subject} wants the destination ${quote(name)}, which ${whose} ${verb} not define`,
        help: destinationHelp(want, sites.size),
        at: first.place,
      }
    : {
        rule: 'variable-missing',
        message: `${subject} uses the variable ${quote(name)}, for which ${whose} ${verb} not give a value`,
        help: `add "variables: { ${name}: VALUE }" to ${siteWords(sites.size)}, or exclude the group there`,
        at: first.place,
      };
}

function destinationHelp(
  { name, near }: Extract<Want, { kind: 'destination' }>,
  lacking: number,
): string {
  if (near !== undefined) return `did you mean ${quote(near)}?`;
  return `add "destinations: { ${name}: [192.0.2.9] }" with its hosts or networks to ${siteWords(lacking)}, or exclude the group there`;
}

function siteWords(lacking: number): string {
  return lacking === 1 ? 'the site' : 'each of these sites';
}

const mostNamed = 3;

/** The ids of sites with their locations; of many, the first ones. */
function sitesText(sites: readonly Site[]): string {
  const named = sites.slice(0, mostNamed).map(({ id, place }) => `${quote(id)} (${at(place)})`);
  const rest = sites.length - named.length;
  return rest === 0 ? listed(named) : `${named.join(', ')} and ${rest} more`;
}

function listed(words: readonly string[]): string {
  const last = words.slice(-1).join('');
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function at({ file, line }: Place): string {
  return `${file}:${line}`;
}
