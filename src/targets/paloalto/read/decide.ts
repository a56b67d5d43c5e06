import { getOrAdd } from '../../../maps.ts';
import type { Flow } from '../../../net/flow.ts';
import type { Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { everyPort } from '../../../net/port.ts';
import { isOfClients } from '../../kit/reading/decisions.ts';
import { FirstMatch, type Match } from '../../kit/reading/first-match.ts';
import type { OutputPlace, Reading } from '../../target.ts';
import type { Allowed, Rule } from './rule.ts';

/** Decides flows by the first rule that matches, and in it by the first destination. */
export function decider(rules: readonly Rule[], clients: readonly Network[]): Reading['decide'] {
  const matches = rules
    .flatMap((rule) => rule.to.map((to) => matchOf(rule, to)))
    .map((match, rank) => ({ ...match, rank }));
  const finders = new Map<string | undefined, FirstMatch<Ruled>>();
  const finderFor = (application: string | undefined) =>
    getOrAdd(
      finders,
      application,
      () => new FirstMatch(matches.filter(({ value: { rule } }) => isSpoken(rule, application))),
    );
  return (flow, client) => {
    if (!isOfClients(flow, client, clients)) return { verdict: 'not-applicable', at: null };
    const found = finderFor(spoken[flow.scheme]).find(flow, pathKeys(flow))?.value;
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

const spoken: Readonly<Partial<Record<Flow['scheme'], string>>> = {
  http: 'web-browsing',
  ws: 'web-browsing',
  https: 'ssl',
  wss: 'ssl',
  ftp: 'ftp',
};

// The application of a bare tcp:// or udp:// flow is unknown, so it may be one that the rule lists.
function isSpoken({ applications }: Rule, application: string | undefined): boolean {
  return (
    applications === undefined || application === undefined || applications.includes(application)
  );
}

/** The paths of entries that match the URL which the firewall sees: any separator ends a path. */
function pathKeys({ scheme, path }: Flow): string[] {
  const isCleartext = scheme === 'http' || scheme === 'ws';
  if (!isCleartext || path === wholeHost) return [wholeHost];
  const seen = path.toLowerCase();
  const ends = [...seen.matchAll(/[./?&=;+]/g)].map(({ index }) => seen.slice(0, index));
  return [...new Set([wholeHost, seen, ...ends])];
}
