import { getOrAdd } from '../../maps.ts';
import { isDevice } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import { addedApplications, addedBy, mayShift } from '../../policy/applications.ts';
import { BypassIndex } from '../../policy/overlap.ts';
import { deniedHabit, otherHabits } from '../../policy/spoken.ts';
import type { Rule } from '../../policy/types.ts';
import type { Coverage, Question } from '../coverage.ts';
import { exact, takenAlong, unsupported, widenedBy } from '../kit/writing/coverage.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import {
  additionsOf,
  type HeldSlot,
  hasServices,
  openingOf,
  opensInner,
  ownAddresses,
} from './coverage-opening.ts';
import { type Options, optionsOf } from './options.ts';
import { matchOf, ownName, type Slot, slotsOf, withoutFamily } from './plan-match.ts';

/** How closely the files enforce one endpoint. */
export function coverage(question: Question): Coverage {
  const kind = commonKind(question);
  if (kind === undefined) return findCoverage(question);
  const ofPolicy = getOrAdd(common, question.policy, () => new Map<Rule, Map<string, Coverage>>());
  const ofRule = getOrAdd(ofPolicy, question.rule, () => new Map<string, Coverage>());
  return getOrAdd(ofRule, kind, () => findCoverage(question));
}

// Kept because most endpoints of a rule differ only by their names or addresses, and there may be a hundred thousand.
const common = new WeakMap<Question['policy'], Map<Rule, Map<string, Coverage>>>();

/** The endpoints of a rule with the same kind have the same coverage; undefined if the endpoint has more of its own. */
function commonKind(question: Question): string | undefined {
  const { rule, to, origin } = question;
  const { destination } = to;
  if (to.path !== wholeHost || origin.endpoint.path !== wholeHost) return undefined;
  if (addedApplications(ownName, rule, to).length > 0) return undefined;
  if (addedBy(ownName, origin).length > 0 || leftRaw(question).length > 0) return undefined;
  if (destination.kind === 'network')
    return `IPv${destination.network.family} ${origin.isThirdParty}`;
  const isExact = destination.kind === 'host' && destination.host.kind === 'exact';
  return isExact ? `name ${origin.isThirdParty}` : undefined;
}

/** The coverage of one endpoint. The first reason determines the kind; others follow it. */
export function findCoverage(question: Question): Coverage {
  const options = optionsOf(question.policy);
  if (options.wrongAddresses.length > 0) return unsupported('the options are not valid');
  const slots = slotsOf(question.rule, question.to, options).map((slot) => ({
    slot,
    match: matchOf(question.policy, options, slot, question.to),
  }));
  const held = slots.filter(({ match }) => match.kind !== 'none');
  if (held.length === 0) return unsupported(joined(slots.flatMap(leftOut)));
  const raw = leftRaw(question);
  const applications = applicationReasons(options, held);
  const inner = opensInner(question)
    ? ["an allow-only site denies nothing, so the site's inner networks are allowed too"]
    : [];
  const wider = [...raw, ...pathReasons(question, held), ...inner, ...applications];
  const narrower = [
    ...slots.flatMap(leftOut),
    ...missingApplications(question, held),
    ...otherProtocols(question, held),
    ...shifted(question, held),
    ...missingResolvers(question, options),
    ...missingFamilies(question, held, options),
  ];
  const opening = openingOf(question, held, options);
  const lacks = slots.filter((each) => !held.includes(each)).flatMap(({ slot }) => slot.ports);
  const more = widenedBy(additionsOf(question, held), [...raw, ...applications]);
  if (more !== undefined)
    return { kind: 'wider', reason: joined([...wider, ...narrower]), ...opening, ...more, lacks };
  if (narrower.length === 0) return { ...exact, ...opening };
  return { kind: 'narrower', reason: joined(narrower), ...opening, lacks };
}

function joined(reasons: readonly string[]): string {
  return [...new Set(reasons)].join('; ');
}

function leftOut({ slot, match }: HeldSlot): string[] {
  if (match.kind !== 'none') return [];
  return [slot.transport === 'udp' ? `on UDP ${match.reason}` : match.reason];
}

/** An endpoint with permission only may be decrypted, except if a No Decrypt rule includes it. */
function leftRaw({ policy, rule, to }: Question): string[] {
  if (rule.service.application !== 'tls' || rule.inspection === 'bypass') return [];
  const ports = rule.ports.filter((range) => range.transport === 'tcp');
  const bypass = getOrAdd(indexes, policy, () => tlsBypasses(policy)).around(ports, to, false);
  if (bypass === undefined) return [];
  return [takenAlong('is not decrypted,', bypass)];
}

// Made once for each policy, since every endpoint is compared with the bypasses.
const indexes = new WeakMap<Question['policy'], BypassIndex>();

function tlsBypasses(policy: Question['policy']): BypassIndex {
  return new BypassIndex(policy.rules.filter(({ service }) => service.application === 'tls'));
}

function pathReasons({ origin, rule }: Question, held: readonly HeldSlot[]): string[] {
  if (origin.endpoint.path === wholeHost) return [];
  return held.filter(hasServices).map(({ match }) => {
    if (match.kind !== 'url') return 'a rule for addresses cannot see the path';
    return rule.service.application === 'tls'
      ? 'TLS shows only the host, so the whole host is allowed'
      : 'a URL list ignores case in a path, and also matches if the path continues after a dot or another separator, not only after a slash';
  });
}

function applicationReasons(options: Options, held: readonly HeldSlot[]): string[] {
  if (held.every(({ slot }) => slot.applications !== 'any')) return [];
  return [
    options.anyApplication
      ? 'with the option "applications: any", every application may use the ports'
      : 'no App-ID is listed for it, so every application may use the ports',
  ];
}

// An endpoint in several groups is in the rule of one of them, and has the App-IDs of that group.
function missingApplications({ origin }: Question, held: readonly HeldSlot[]): string[] {
  const missing = addedBy(ownName, origin).some((application) =>
    held.filter(hasServices).some(lacking(application)),
  );
  return missing ? ['the rule of another group allows it, without the App-IDs of this group'] : [];
}

function lacking(application: string): (each: HeldSlot) => boolean {
  return ({ slot: { applications } }) =>
    applications !== 'any' && !applications.includes(application);
}

// The App-ID of the protocol that clients usually use on a port.
const habitual: Readonly<Partial<Record<number, string>>> = { 80: 'web-browsing', 443: 'ssl' };

/** A service on 80 and 443 has one protocol: the App-ID denies the other one. */
function otherProtocols({ rule }: Question, held: readonly HeldSlot[]): string[] {
  return otherHabits(rule)
    .filter(({ port }) => {
      const application = habitual[port];
      return (
        application !== undefined &&
        held.some((each) => lacking(application)(each) && hasPort(each.slot, port))
      );
    })
    .map((habit) => deniedHabit(rule, habit));
}

function hasPort({ ports }: Slot, port: number): boolean {
  return ports.some(
    ({ transport, low, high }) => transport === 'tcp' && low <= port && port <= high,
  );
}

function shifted({ rule, to, origin }: Question, held: readonly HeldSlot[]): string[] {
  const looks = held.some(({ slot }) => slot.applications !== 'any');
  if (!looks || !mayShift(ownName, rule, to, origin)) return [];
  return ['if the device identifies the service as another App-ID, the rule does not match it'];
}

function missingResolvers({ policy, to }: Question, options: Options): string[] {
  if (!isDevice(to.destination)) return [];
  const families = clientFamilies(policy);
  const all = ownAddresses(policy, to, options) ?? [];
  const whose = to.destination.kind === 'self' ? 'addresses of the firewall' : 'resolvers';
  return all.some(({ family }) => !families.includes(family))
    ? [`no client has an address in the family of some ${whose}`]
    : [];
}

/** The families of the clients in which the protocol is not matched. A network has only one family. */
function missingFamilies(
  question: Question,
  held: readonly HeldSlot[],
  options: Options,
): string[] {
  const { policy, to } = question;
  if (to.destination.kind === 'network') return [];
  const families = ownAddresses(policy, to, options)?.map(({ family }) => family);
  return held
    .filter((each) => !hasServices(each))
    .map(({ slot }) => withoutFamily(policy, slot, families))
    .filter((reason) => reason !== '');
}
