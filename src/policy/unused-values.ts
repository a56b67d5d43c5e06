import { quote } from '../characters.ts';
import type { Group, Site, Spec, SpecTest, Want } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import type { Place, Problem } from '../problem.ts';
import { leftOutBy } from './selection.ts';

/** A problem about a site, which then has no policy. */
export type SiteProblem = { readonly sites: readonly Site[]; readonly problem: Problem };

/**
 * The values that a site gives and nothing there uses: neither an endpoint of the groups that it selects, nor a test. One
 * problem for each name, at the first of its sites. A name that no endpoint of the spec uses has a problem of its own.
 */
export function unusedValues({ groups, sites, tests }: Spec): SiteProblem[] {
  const wanted = groups.filter((group) => group.wanted.length > 0);
  const users = usersOf(wanted);
  const testsBySite = usesOfTests(tests);
  const found = new Map<string, Unused>();
  for (const site of sites) {
    const leavesOut = leftOutBy(site);
    const selected = new Set(wanted.filter((group) => leavesOut(group).length === 0));
    const tested = (testsBySite.get(site.id) ?? [])
      .filter((test) => test.groups?.some((group) => leavesOut(group).length === 0) ?? true)
      .flatMap(({ uses }) => uses);
    const used = new Set([...namesIn(selected), ...tested.map((name) => keyOf('variables', name))]);
    for (const given of givenBy(site).filter(({ key }) => !used.has(key))) {
      const unused = getOrAdd(found, given.key, () => ({ given, sites: [] }));
      unused.sites.push(site);
    }
  }
  return [...found].map(([key, { given, sites: all }]) => ({
    sites: all,
    problem: problemOf(given, all.length - 1, users.get(key) ?? []),
  }));
}

type Kind = 'destination' | 'variables';

/** A name that a site gives something for, with the location of its first item. */
type GivenName = {
  readonly kind: Kind;
  readonly name: string;
  readonly key: string;
  readonly at: Place;
};

type Unused = { readonly given: GivenName; readonly sites: Site[] };

function keyOf(kind: Kind, name: string): string {
  return `${kind} ${name}`;
}

function keysOf(want: Want): string[] {
  const names = want.kind === 'destination' ? [want.name] : want.names;
  return names.map((name) => keyOf(want.kind, name));
}

function namesIn(groups: Iterable<Group>): string[] {
  return [...groups].flatMap(({ wanted }) => wanted.flatMap(({ wants }) => keysOf(wants)));
}

/** The groups whose endpoints use each name. */
function usersOf(groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
  const found = new Map<string, Group[]>();
  for (const group of groups) {
    for (const key of new Set(namesIn([group])))
      getOrAdd(found, key, (): Group[] => []).push(group);
  }
  return found;
}

/** The tests with variables, by the one site that each is for. */
function usesOfTests(tests: readonly SpecTest[]): ReadonlyMap<string, readonly SpecTest[]> {
  const found = new Map<string, SpecTest[]>();
  for (const test of tests.filter(({ uses }) => uses.length > 0))
    for (const site of test.sites ?? []) getOrAdd(found, site, (): SpecTest[] => []).push(test);
  return found;
}

function givenBy({ destinations, variables, place }: Site): GivenName[] {
  const given = (kind: Kind, name: string, at: Place = place) => {
    return { kind, name, key: keyOf(kind, name), at };
  };
  return [
    ...[...destinations].map(([name, items]) => given('destination', name, items[0]?.place)),
    ...[...variables].map(([name, { values }]) => given('variables', name, values[0]?.place)),
  ];
}

function problemOf(
  { kind, name, at }: GivenName,
  others: number,
  users: readonly Group[],
): Problem {
  const what = kind === 'destination' ? 'the destination' : 'the variable';
  const also =
    others === 0 ? '' : `, and the same is so at ${others} more ${others === 1 ? 'site' : 'sites'}`;
  const [first, ...more] = users;
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  const why = first === undefined ? '' : `, which leaves out the group ${quote(first.id)}${rest}`;
  return {
    rule: kind === 'destination' ? 'destination-unused' : 'variable-unused',
    message: `nothing uses ${what} ${quote(name)} at this site${why}${also}`,
    help:
      first === undefined
        ? 'remove it from the site'
        : 'remove it from the site, or let the site select the group',
    at,
  };
}
