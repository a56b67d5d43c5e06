import type { Given, HostWant, Site, Want } from '../language/types.ts';
import { withoutRepeats } from '../maps.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { parseHost } from '../net/host-text.ts';
import type { Place, Refusal } from '../problem.ts';

/** A destination that a site gives for an endpoint. */
export type Opening = { readonly destination: Destination; readonly given: Given };

/** A host that the values of a site do not make valid. */
export type BadHost = {
  readonly host: string;
  readonly given: Given;
  readonly refusal: Refusal;
};

/** What a site gives for a want. A site that lacks a name gives nothing. */
export type Openings = { readonly good: readonly Opening[]; readonly bad: readonly BadHost[] };

/** Opens a want at a site. Each host is read again as a whole, so that values cannot make anything else of it. */
export function openWant(want: Want, site: Site): Openings {
  return want.kind === 'destination' ? openNamed(want.name, site) : openHosts(want, site);
}

/** The names that a want has and the site does not define. */
export function namesLacking(want: Want, { destinations, variables }: Site): readonly string[] {
  if (want.kind === 'destination') return destinations.has(want.name) ? [] : [want.name];
  return want.names.filter((name) => !variables.has(name));
}

/** The variables of a host for which the site gives a list. A host can have only one. */
export function listsIn({ names }: HostWant, { variables }: Site): readonly string[] {
  return names.filter((name) => variables.get(name)?.isList === true);
}

function openNamed(name: string, { destinations }: Site): Openings {
  const good = (destinations.get(name) ?? []).map(({ destination, place }): Opening => {
    const text = formatDestination(destination);
    return { destination, given: { text, values: { [name]: text }, places: [place] } };
  });
  return { good: withoutRepeats(good, ({ given }) => given.text), bad: [] };
}

function openHosts(want: HostWant, site: Site): Openings {
  const good: Opening[] = [];
  const bad: BadHost[] = [];
  for (const given of givenFor(want, site)) {
    const text = compose(want.host, given.values);
    const host = parseHost(text);
    if (host.ok) good.push({ destination: { kind: 'host', host: host.value }, given });
    else bad.push({ host: text, given, refusal: host.error });
  }
  return { good, bad };
}

/** A text with values in place of its variables. */
function compose(text: string, values: Given['values']): string {
  return text.replace(/\$\{([^{}]*)\}/g, (whole, name: string) => values[name] ?? whole);
}

type Value = { readonly text: string; readonly place: Place };

/** The values of the variables of a host, once for each value of a list. */
function givenFor(want: HostWant, site: Site): Given[] {
  const [list, ...more] = listsIn(want, site);
  if (more.length > 0 || namesLacking(want, site).length > 0) return [];
  const all = list === undefined ? [undefined] : (site.variables.get(list)?.values ?? []);
  return all.map((item) => {
    const values = want.names.flatMap((name): [string, Value][] => {
      const value = name === list ? item : site.variables.get(name)?.values[0];
      return value === undefined ? [] : [[name, value]];
    });
    return {
      text: values.map(([name, { text }]) => `${name}: ${text}`).join(', '),
      values: Object.fromEntries(values.map(([name, { text }]) => [name, text])),
      places: values.map(([, { place }]) => place),
    };
  });
}
