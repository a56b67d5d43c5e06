import { quote } from '../characters.ts';
import type { Site, Spec, Want, WantedEndpoint } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import type { Place, Problem } from '../problem.ts';
import { selectGroups } from './compile.ts';
import { lacks } from './open-groups.ts';

/** What several endpoints want from sites that lack it. */
type Lack = {
  readonly want: Want;
  readonly endpoints: Set<WantedEndpoint>;
  readonly sites: Set<Site>;
};

/** The sites that lack what they allow, and one problem for each name. */
export type Lacking = { readonly sites: ReadonlySet<Site>; readonly problems: readonly Problem[] };

/** Finds the sites that allow an endpoint but do not define its destination. */
export function lackingOf(spec: Spec): Lacking {
  const lacks = [...findLacks(spec).values()];
  return {
    sites: new Set(lacks.flatMap(({ sites }) => [...sites])),
    problems: lacks.map(problemOf),
  };
}

function findLacks(spec: Spec): ReadonlyMap<string, Lack> {
  const found = new Map<string, Lack>();
  if (spec.groups.every(({ wanted }) => wanted.length === 0)) return found;
  for (const site of spec.sites) {
    for (const { wanted } of selectGroups(spec.groups, site)) {
      for (const endpoint of wanted) {
        const want = endpoint.wants;
        if (!lacks(site, want)) continue;
        const lack = getOrAdd(found, want.name, (): Lack => {
          return { want, endpoints: new Set(), sites: new Set() };
        });
        lack.endpoints.add(endpoint);
        lack.sites.add(site);
      }
    }
  }
  return found;
}

function problemOf({ want, endpoints, sites }: Lack): Problem {
  const { name } = want;
  const [first, ...more] = [...endpoints];
  if (first === undefined) throw new Error('a lack has an endpoint');
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  const whose = `${sites.size === 1 ? 'the site' : 'the sites'} ${sitesText([...sites])}`;
  const verb = sites.size === 1 ? 'does' : 'do';
  return {
    rule: 'destination-missing',
    message: `this endpoint${others === '' ? '' : `${others},`} wants the destination ${quote(name)}, which ${whose} ${verb} not define`,
    help: helpFor(want, sites.size),
    at: first.place,
  };
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

function helpFor({ name, near }: Want, lacking: number): string {
  if (near !== undefined) return `did you mean ${quote(near)}?`;
  const whose = lacking === 1 ? 'the site' : 'each of these sites';
  return `add "destinations: { ${name}: [192.0.2.9] }" with its hosts or networks to ${whose}, or exclude the group there`;
}
