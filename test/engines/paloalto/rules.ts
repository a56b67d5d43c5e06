import { type Config, type Entry, many, named, one } from './model.ts';
import { applicationsOf, bareApplications, portsOf } from './objects.ts';
import { hasPath } from './urls.ts';

const mandatory: Readonly<Record<'security' | 'decryption', readonly string[]>> = {
  security: ['from', 'to', 'source', 'destination', 'application', 'service', 'action'],
  decryption: ['from', 'to', 'source', 'destination', 'service', 'action', 'type'],
};
const lists = ['from', 'to', 'source', 'destination', 'application', 'service', 'category'];
const denials = ['deny', 'drop', 'reset-client', 'reset-server', 'reset-both'];
const foreignServices = ['service-http', 'service-https'];
const externalName = /^[A-Za-z0-9_][A-Za-z0-9 ._-]{0,62}$/;

/** Every rule by itself, and all of them in their order. Reasons; empty is good. */
export function checkRules(config: Config, closed: boolean | undefined): string[] {
  const { security, decryption } = config.entries;
  return [
    ...security.flatMap((rule) => about(rule, checkSecurity(config, rule))),
    ...security.flatMap((rule) =>
      isDenial(rule) ? about(rule, checkDenial(rule, isGuard(config, rule))) : [],
    ),
    ...decryption.flatMap((rule) => about(rule, checkDecryption(config, rule))),
    ...(security.length === 0 ? ['there is no security rule'] : []),
    ...checkOrder(config, closed),
  ];
}

export function isDenial(rule: Entry): boolean {
  return denials.includes(one(rule, 'action') ?? '');
}

function about(rule: Entry, reasons: readonly string[]): string[] {
  return reasons.map((reason) => `the rule "${rule.name}" ${reason}`);
}

function checkSecurity(config: Config, rule: Entry): string[] {
  const action = one(rule, 'action') ?? '';
  return [
    ...checkCommon(config, rule, 'security'),
    ...(action === '' || action === 'allow' || isDenial(rule)
      ? []
      : [`has the action "${action}"`]),
    ...checkExternal(rule),
    ...checkApplications(config, rule),
    ...(action === 'allow' ? [...checkAllow(config, rule), ...checkWeb(config, rule)] : []),
  ];
}

function checkCommon(config: Config, rule: Entry, kind: 'security' | 'decryption'): string[] {
  const services = many(rule, 'service');
  return [
    ...mandatory[kind]
      .filter((field) => many(rule, field).length === 0)
      .map((field) => `has no ${field}`),
    ...lists
      .filter((field) => many(rule, field).includes('any') && many(rule, field).length > 1)
      .map((field) => `mixes any with members in its ${field}`),
    ...services
      .filter((name) => foreignServices.includes(name))
      .map((name) => `uses ${name}, which opens other ports as well`),
    ...checkSwitch(rule),
    ...checkZones(rule),
    ...checkDefaults(config, rule),
    ...checkGroups(config, rule),
  ];
}

/**
 * The default service of an App-ID that is a protocol without ports is this protocol. That of any other one is more
 * ports, and a protocol in a rule with ports matches nothing.
 */
function checkDefaults(config: Config, rule: Entry): string[] {
  const applications = applicationsOf(config, many(rule, 'application'));
  const bare = applications.filter((name) => bareApplications.has(name));
  const services = many(rule, 'service');
  if (!services.includes('application-default'))
    return isDenial(rule)
      ? []
      : bare.map((name) => `has the App-ID ${name}, which is no application on a port`);
  const isOne = applications.length === 1 && bare.length === 1 && services.length === 1;
  return isOne ? [] : ['uses application-default, which opens other ports as well'];
}

function checkSwitch(rule: Entry): string[] {
  const disabled = one(rule, 'disabled') ?? 'no';
  return disabled === 'no' ? [] : [`has "disabled ${disabled}" in the end`];
}

function checkZones(rule: Entry): string[] {
  const zones = [...many(rule, 'from'), ...many(rule, 'to')];
  return zones
    .filter((zone) => !/^[A-Za-z0-9_][A-Za-z0-9 ._-]{0,30}$/.test(zone))
    .map((zone) => `has the zone "${zone}", which is no name of at most 31 characters`);
}

/** A single address in a rule stays there after the spec has dropped it; a group is emptied and filled again. */
function checkGroups(config: Config, rule: Entry): string[] {
  return ['source', 'destination'].flatMap((field) =>
    many(rule, field)
      .filter((name) => named(config, 'address', name) !== undefined)
      .map((name) => `has the address "${name}" in its ${field} instead of a group`),
  );
}

/** The same for App-IDs: a rule may name one, and several in a group only. */
function checkApplications(config: Config, rule: Entry): string[] {
  const bare = many(rule, 'application').filter(
    (name) => name !== 'any' && named(config, 'application-group', name) === undefined,
  );
  return bare.length > 1 ? ['lists App-IDs instead of a group, so that a dropped one stays'] : [];
}

function checkExternal(rule: Entry): string[] {
  const group = many(rule, 'profile-setting group');
  const log = one(rule, 'log-setting');
  return [
    ...(group.length <= 1 && group.every((name) => externalName.test(name))
      ? []
      : ['has a profile group that is not one name']),
    ...(log === undefined || externalName.test(log)
      ? []
      : ['has a log-setting that is no name of at most 63 characters']),
  ];
}

function checkAllow(config: Config, rule: Entry): string[] {
  const open = ['from', 'to', 'source', 'service'].filter(
    (field) => many(rule, field)[0] === 'any',
  );
  const category = many(rule, 'category').filter((name) => name !== 'any');
  const udp = portsOf(config, many(rule, 'service')).some((port) => port.transport === 'udp');
  return [
    ...open.map((field) => `allows any in its ${field}`),
    ...(category.length > 0 && udp ? ['matches a URL category on UDP, where there is no URL'] : []),
  ];
}

/** On TLS only the name is seen: no path can hold there, and nothing becomes web-browsing without decryption. */
function checkWeb(config: Config, rule: Entry): string[] {
  const categories = many(rule, 'category');
  const tls = uses443(config, rule);
  const spared = sparedIn(config);
  const ends = [...categories, ...many(rule, 'destination')];
  const bypassed = ends.some((name) => spared.has(name));
  const urls = categories.flatMap((name) => urlsOf(config, name));
  return [
    ...(tls &&
    bypassed &&
    applicationsOf(config, many(rule, 'application')).includes('web-browsing')
      ? ['has web-browsing on an undecrypted 443']
      : []),
    ...(tls ? urls.filter(hasPath).map((url) => `has the path "${url}" on TLS`) : []),
  ];
}

function uses443(config: Config, rule: Entry): boolean {
  return portsOf(config, many(rule, 'service')).some(
    ({ transport, low, high }) => transport === 'tcp' && low <= 443 && high >= 443,
  );
}

/** The categories and address groups that a decryption rule of ours names. */
function sparedIn(config: Config): ReadonlySet<string> {
  const names = config.entries.decryption.flatMap((rule) => [
    ...many(rule, 'category'),
    ...many(rule, 'destination'),
  ]);
  return new Set(names.filter((name) => name !== 'any'));
}

function urlsOf(config: Config, name: string): readonly string[] {
  const category = named(config, 'custom-url-category', name);
  return category === undefined ? [] : many(category, 'list');
}

/** A denial of some destinations as a whole that another one, which denies them all, follows: the site's inside. */
function isGuard({ entries }: Config, rule: Entry): boolean {
  const below = entries.security.slice(entries.security.indexOf(rule) + 1);
  const isWhole = ['application', 'service'].every((field) => many(rule, field)[0] === 'any');
  return isDenial(rule) && isWhole && !deniesAll(rule) && below.some(deniesAll);
}

function deniesAll(rule: Entry): boolean {
  return isDenial(rule) && many(rule, 'destination')[0] === 'any';
}

function checkDenial(rule: Entry, guards: boolean): string[] {
  return [...(guards ? [] : ['destination']), 'application', 'service', 'category']
    .filter((field) => many(rule, field).some((value) => value !== 'any'))
    .map((field) => `does not deny every ${field}`);
}

function checkDecryption(config: Config, rule: Entry): string[] {
  const categories = many(rule, 'category');
  const everywhere =
    many(rule, 'destination')[0] === 'any' && (categories.length === 0 || categories[0] === 'any');
  const action = one(rule, 'action');
  return [
    ...checkCommon(config, rule, 'decryption'),
    ...(action === 'no-decrypt' ? [] : [`has the action "${action ?? ''}", not no-decrypt`]),
    ...(one(rule, 'type') === 'ssl-forward-proxy' ? [] : ['is not of the type ssl-forward-proxy']),
    ...(everywhere ? ['leaves every host undecrypted'] : []),
    ...['from', 'to', 'source', 'service']
      .filter((field) => many(rule, field)[0] === 'any')
      .map((field) => `spares any in its ${field}`),
    ...(portsOf(config, many(rule, 'service')).some((port) => port.transport === 'udp')
      ? ['is about UDP, which no proxy decrypts']
      : []),
    ...categories
      .flatMap((name) => urlsOf(config, name).filter(hasPath))
      .map((url) => `has the path "${url}" on TLS`),
  ];
}

function checkOrder(config: Config, closed: boolean | undefined): string[] {
  const { security } = config.entries;
  const guards = security.filter((rule) => isGuard(config, rule));
  const first = security.findIndex((rule) => isDenial(rule) && !guards.includes(rule));
  if (closed === true && first < 0) return ['the site is closed, and nothing is denied'];
  if (closed === false && first >= 0) return ['the site is additive, and a rule denies'];
  if (first < 0) return [];
  const below = security.slice(first).filter((rule) => !isDenial(rule));
  return [
    ...below.map(({ name }) => `the rule "${name}" stands below the denial, which decides first`),
    ...guards.flatMap((guard) => checkGuard(config, guard)),
    ...['from', 'to', 'source'].flatMap((field) => uncovered(security, field)),
  ];
}

/** What leads by a name is below the guard, and the networks that the site lists are above it. */
function checkGuard(config: Config, guard: Entry): string[] {
  const { security } = config.entries;
  const at = security.indexOf(guard);
  const wrong = (rules: readonly Entry[], side: string, test: (rule: Entry) => boolean) =>
    rules
      .filter((rule) => !isDenial(rule) && test(rule))
      .map(({ name }) => `the rule "${name}" stands ${side} the guard "${guard.name}"`);
  return [
    ...wrong(security.slice(0, at), 'above', (rule) => leadsByName(config, rule)),
    ...wrong(security.slice(at), 'below', (rule) => leadsByNetwork(config, rule)),
  ];
}

function leadsByName(config: Config, rule: Entry): boolean {
  return many(rule, 'category').length > 0 || kindsOf(config, rule).includes('fqdn');
}

function leadsByNetwork(config: Config, rule: Entry): boolean {
  return kindsOf(config, rule).some((kind) => kind !== 'fqdn');
}

/** The kinds of the addresses that a rule leads to. */
function kindsOf(config: Config, rule: Entry): string[] {
  const members = many(rule, 'destination').flatMap((name) => {
    const group = named(config, 'address-group', name);
    return group === undefined ? [] : many(group, 'static');
  });
  return members.flatMap((name) => [...(named(config, 'address', name)?.fields.keys() ?? [])]);
}

/** What an allow rule names as its zone or clients and no denial ends. */
function uncovered(rules: readonly Entry[], field: string): string[] {
  const shut = rules.filter(isDenial).flatMap((rule) => many(rule, field));
  if (shut.includes('any')) return [];
  const open = rules.filter((rule) => !isDenial(rule)).flatMap((rule) => many(rule, field));
  return [...new Set(open)]
    .filter((value) => !shut.includes(value))
    .map((value) => `no denial covers the ${field} "${value}"`);
}
