import { getOrAdd } from '../../../maps.ts';
import { type Flow, isBare, type UrlScheme, urlSchemes } from '../../../net/flow.ts';
import type { Network } from '../../../net/network.ts';
import { everyPort } from '../../../net/port.ts';
import { isOfClients } from '../../kit/reading/decisions.ts';
import { FirstMatch, type Match } from '../../kit/reading/first-match.ts';
import type { OutputPlace, Reading } from '../../reading.ts';
import type { Allowed, Rule } from './rule.ts';

/** Decides flows by the first rule that matches, and in it by the first destination. */
export function decider(rules: readonly Rule[], clients: readonly Network[]): Reading['decide'] {
  const matches = rules
    .flatMap((rule) => rule.to.map((to) => matchOf(rule, to)))
    .map((match, rank) => ({ ...match, rank }));
  const finders = new Map<string | undefined, FirstMatch<Ruled>>();
  // Applications that the same rules list share one, since it holds every destination.
  const byRules = new Map<string, FirstMatch<Ruled>>();
  const finderFor = (application: string | undefined) =>
    getOrAdd(finders, application, () => {
      const listed = rules.map((rule) => (isSpoken(rule, application) ? 'y' : 'n')).join('');
      return getOrAdd(
        byRules,
        listed,
        () => new FirstMatch(matches.filter(({ value: { rule } }) => isSpoken(rule, application))),
      );
    });
  return (flow, client) => {
    if (!isOfClients(flow, client, clients)) return { verdict: 'not-applicable', at: null };
    const found = finderFor(spokenBy(flow.scheme)).find(flow, 'entries')?.value;
    if (found === undefined) return { verdict: 'deny', at: null };
    return { verdict: found.rule.allows ? 'allow' : 'deny', at: found.at };
  };
}

/** A rule, and the location of the destination that matches. */
type Ruled = { readonly rule: Rule; readonly at: OutputPlace };

function matchOf(rule: Rule, { destination, path, at }: Allowed): Omit<Match<Ruled>, 'rank'> {
  // Case is ignored.
  return {
    destination,
    ports: rule.ports ?? everyPort,
    path: path.toLowerCase(),
    value: { rule, at },
  };
}

const spoken: Readonly<Record<UrlScheme, string>> = {
  http: 'web-browsing',
  ws: 'web-browsing',
  https: 'ssl',
  wss: 'ssl',
  ftp: 'ftp',
};

function spokenBy(scheme: Flow['scheme']): string | undefined {
  return isBare(scheme) ? undefined : spoken[scheme];
}

/** The schemes of URLs whose application the rule lists; undefined if it lists none. */
export function schemesOf(rule: Rule): UrlScheme[] | undefined {
  if (rule.applications === undefined) return undefined;
  return urlSchemes.filter((scheme) => isSpoken(rule, spoken[scheme]));
}

// The application of a bare tcp:// or udp:// flow is unknown, so it may be one that the rule lists.
function isSpoken({ applications }: Rule, application: string | undefined): boolean {
  return (
    applications === undefined || application === undefined || applications.includes(application)
  );
}
