import { getOrAdd } from '../../../maps.ts';
import { anyExcept, type Destination } from '../../../net/destination.ts';
import type { Flow } from '../../../net/flow.ts';
import type { Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { comparePortRanges, type PortRange } from '../../../net/port.ts';
import { isOfClients } from '../../kit/reading/decisions.ts';
import { FirstMatch, type Match } from '../../kit/reading/first-match.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import { parsePorts, requireAscending } from '../../kit/reading/values.ts';
import type { Access, OutputPlace, Qualities, Reading } from '../../target.ts';
import type { List, Model, RuleRecord } from './model.ts';
import type { Placed } from './set.ts';
import { identifiersOf, settingsOf } from './settings.ts';
import { type Named, namedByObject, namedByUrl } from './values.ts';

/** A destination that a rule allows, and its location. */
type Allowed = Named & { readonly at: OutputPlace };

/** A security rule, with the contents of its lists instead of their names. */
type Rule = {
  readonly allows: boolean;
  /** Does it deny only the inner networks? */
  readonly isGuard: boolean;
  readonly byUrl: boolean;
  readonly to: readonly Allowed[];
  /** Undefined means every port. */
  readonly ports: readonly PortRange[] | undefined;
  /** Undefined means every application. */
  readonly applications: readonly string[] | undefined;
  readonly zones: readonly string[];
  /** Does a decryption rule exclude the same traffic (No Decrypt)? */
  readonly isSpared: boolean;
  readonly at: OutputPlace;
};

/** Decides flows by the first rule that matches. Throws a NotCanonicalError for values that the tool does not write. */
export function readingOf(file: string, model: Placed): Reading {
  const clients = clientsOf(file, model);
  const inner = innerOf(file, model);
  const spared = new Set(model.decryption.map(({ fields }) => fields.get('service')?.[0]));
  const rules = guarded(
    model.security.map((rule) => ruleOf(file, model, spared, rule)),
    inner,
  );
  return lazyReading({
    access: () => rules.filter((rule) => rule.allows).flatMap((rule) => accessOf(rule, clients)),
    settings: settingsOf(file, model),
    identifiers: identifiersOf(file, model),
    decider: () => decider(rules, clients),
  });
}

function clientsOf(file: string, model: Model): Network[] {
  return networksOf(file, model, 'clients');
}

/** The networks that the guard denies; empty without a guard. */
function innerOf(file: string, model: Model): Network[] {
  return networksOf(file, model, 'inner');
}

function networksOf(file: string, model: Model, list: 'clients' | 'inner'): Network[] {
  return membersOf(model.addressGroups, `${model.tag}-${list}`).map(({ text, line }) => {
    const named = namedByObject(model.addresses.get(text) ?? '');
    const found = `"${model.addresses.get(text) ?? text}"`;
    if (named?.destination.kind !== 'network')
      refuseAt({ file, line }, expected(`a network in its shortest form for the ${list}`, found));
    return named.destination.network;
  });
}

/**
 * The rules as the guard limits them: below it, no destination includes the inner networks. Rules that resolve names
 * come after it, and rules for listed networks before it.
 */
function guarded(rules: readonly Rule[], inner: readonly Network[]): Rule[] {
  const guard = rules.findIndex((rule) => rule.isGuard);
  if (guard < 0) return [...rules];
  return rules.map((rule, index) => {
    const isName = rule.byUrl || rule.to.some(({ destination }) => destination.kind === 'host');
    const isListed = rule.to.some(({ destination }) => destination.kind === 'network');
    if (rule.allows && (index < guard ? isName : isListed && !rule.byUrl))
      refuseAt(rule.at, misplaced(index < guard));
    return index < guard || !rule.allows ? rule : { ...rule, to: rule.to.map(outside(inner)) };
  });
}

function misplaced(isAbove: boolean): ReturnType<typeof expected> {
  const [side, other] = isAbove ? ['below', 'above'] : ['above', 'below'];
  return expected(`this rule ${side} the rule that denies the inner networks`, `it ${other}`);
}

/** Every destination except the inner networks; a host stays, since the guard matches addresses. */
function outside(inner: readonly Network[]): (to: Allowed) => Allowed {
  return (to) => (to.destination.kind === 'any' ? { ...to, destination: anyExcept(inner) } : to);
}

const byName = new WeakMap<readonly List[], ReadonlyMap<string, List['members']>>();

/** The members of a list by its name; a file may have a list for each of thousands of rules. */
function membersOf(lists: readonly List[], name: string): List['members'] {
  const named = getOrAdd(
    byName,
    lists,
    () => new Map(lists.toReversed().map((list) => [list.name, list.members])),
  );
  return named.get(name) ?? [];
}

function ruleOf(
  file: string,
  model: Model,
  spared: ReadonlySet<string | undefined>,
  { name, fields, line }: RuleRecord,
): Rule {
  const has = (field: string) => fields.get(field)?.[0] === name;
  const at = { file, line };
  const byUrl = has('category');
  return {
    allows: fields.get('action')?.[0] === 'allow',
    isGuard: name === `${model.tag}-inner`,
    byUrl,
    to: byUrl || has('destination') ? allowedBy(file, model, name, byUrl) : [everywhere(at)],
    ports: has('service') ? servicesOf(file, model, name, byUrl) : undefined,
    applications: has('application')
      ? membersOf(model.applicationGroups, name).map(({ text }) => text)
      : undefined,
    zones: fields.get('to') ?? [],
    // A decryption rule names the service group of its security rule.
    isSpared: spared.has(name),
    at,
  };
}

function everywhere(at: OutputPlace): Allowed {
  return { destination: { kind: 'any' }, path: wholeHost, at };
}

function allowedBy(file: string, model: Model, name: string, byUrl: boolean): Allowed[] {
  const lists = byUrl ? model.categories : model.addressGroups;
  return membersOf(lists, name).map(({ text, line }) => {
    const named = byUrl ? namedByUrl(text) : namedByObject(model.addresses.get(text) ?? '');
    if (named === undefined)
      refuseAt({ file, line }, expected('an entry that Portolan writes', `"${text}"`));
    return { ...named, at: { file, line } };
  });
}

function servicesOf(file: string, model: Model, name: string, byUrl: boolean): PortRange[] {
  const members = membersOf(model.serviceGroups, name);
  const ports = members.map(({ text, line }) => {
    const at = { file, line };
    const range = parsePorts(model.services.get(text)?.replace(' ', '/') ?? '');
    if (range === undefined)
      return refuseAt(at, expected('a service that Portolan writes', `"${text}"`));
    if (byUrl && range.transport === 'udp')
      refuseAt(at, expected('TCP services in a rule with a URL category', `"${text}"`));
    return { range, at };
  });
  requireAscending(
    ports,
    (a, b) => comparePortRanges(a.range, b.range),
    ({ at }) => at,
  );
  return ports.map(({ range }) => range);
}

function accessOf(rule: Rule, clients: readonly Network[]): Access[] {
  return rule.to.flatMap(({ destination, path, at }) =>
    (rule.ports ?? []).map((ports) => ({
      destination,
      path,
      ports,
      clients,
      at,
      qualities: qualitiesOf(rule, destination),
    })),
  );
}

/** The other conditions of a session: its App-ID, its zone, and how its host is matched. */
function qualitiesOf({ applications, byUrl, zones, isSpared }: Rule, to: Destination): Qualities {
  return {
    ...(applications === undefined ? {} : { application: applications }),
    ...(to.kind === 'host' ? { match: [byUrl ? 'url' : 'objects'] } : {}),
    zone: zones,
    decryption: [isSpared ? 'none' : "by the site's rules"],
  };
}

/** Decides flows by the first rule that matches, and in it by the first destination. */
function decider(rules: readonly Rule[], clients: readonly Network[]): Reading['decide'] {
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

const everyPort: readonly PortRange[] = (['tcp', 'udp'] as const).map((transport) => ({
  transport,
  low: 1,
  high: 65535,
}));

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
