import { getOrAdd } from '../../maps.ts';
import { wholeHost } from '../../net/path.ts';
import { type PortRange, portsIntersect, subtractPorts } from '../../net/port.ts';
import { BypassIndex } from '../../policy/overlap.ts';
import { deniedHabit, otherHabits } from '../../policy/spoken.ts';
import type { Origin, Rule, RuleDestination } from '../../policy/types.ts';
import type { Addition, Coverage, Question } from '../coverage.ts';
import {
  exact,
  notApplicable,
  takenAlong,
  unsupported,
  widenedBy,
} from '../kit/writing/coverage.ts';
import { leftOut, portsOf, wayOf } from './plan.ts';

/** How closely the file enforces one endpoint. The first reason determines the kind; others follow it. */
export function coverage(question: Question): Coverage {
  const reason = elsewhere(question);
  if (reason !== undefined) return notApplicable(reason);
  const missing = leftOut(question.to);
  if (missing !== undefined) return unsupported(missing);
  const around = said([takenAround(question)]);
  const additions = addedTo(question);
  const less = narrower(question);
  const { lacks } = factsOf(question.rule);
  const more = widenedBy(
    additions.map(({ what }) => ({ what, ports: question.rule.ports })),
    around,
  );
  const reasons = [...around, ...additions.map((each) => each.reason), ...less].join('; ');
  if (more !== undefined) return { kind: 'wider', reason: reasons, ...more, lacks };
  return less.length === 0 ? exact : { kind: 'narrower', reason: reasons, lacks };
}

/** The additional access that Squid allows, and the reason. */
type Added = Pick<Addition, 'what'> & { readonly reason: string };

function addedTo({ to, origin, rule }: Question): Added[] {
  if (to.path !== wholeHost) return [otherSpellings];
  return showsNoPath(to, origin, rule) ? [wholeTunnel] : [];
}

const otherSpellings: Added = {
  what: 'spellings',
  reason: 'Squid compares the decoded path: "%2F" and "%3F" also end a segment',
};

const wholeTunnel: Added = {
  what: 'whole-host',
  reason: 'a tunnel hides the path: the whole host is allowed',
};

function showsNoPath(to: RuleDestination, origin: Origin, rule: Rule): boolean {
  return to.path === wholeHost && origin.endpoint.path !== wholeHost && wayOf(rule) === 'tunnel';
}

/** Why Squid does not decide the endpoint; undefined if it does. */
function elsewhere({ rule, to }: Question): string | undefined {
  if (to.destination.kind === 'self')
    return factsOf(rule).elsewhere ?? 'Squid does not decide access to the device itself';
  return to.destination.kind === 'resolvers' ? noDns : factsOf(rule).elsewhere;
}

const noDns = 'Squid does not decide DNS: it resolves names itself';

/** What is the same for all endpoints of a rule. */
type RuleFacts = {
  /** Why Squid does not decide the rule; undefined if it does. */
  readonly elsewhere: string | undefined;
  readonly lacks: readonly PortRange[];
  /** Why the rule is narrower. */
  readonly narrower: readonly string[];
};

const facts = new WeakMap<Rule, RuleFacts>();

function factsOf(rule: Rule): RuleFacts {
  return getOrAdd(facts, rule, () => ({
    elsewhere: ruleElsewhere(rule),
    lacks: subtractPorts(rule.ports, portsOf(rule)),
    narrower: [
      ...otherHabits(rule).map((habit) => deniedHabit(rule, habit)),
      ...portReasons(rule.ports),
    ],
  }));
}

function ruleElsewhere(rule: Rule): string | undefined {
  if (rule.service.application === 'dns') return noDns;
  if (rule.ports.every(({ transport }) => transport === 'udp')) return 'Squid does not forward UDP';
  if (portsOf(rule).length === 0) return 'Squid does not decide port 53: it resolves names itself';
  return undefined;
}

/** An endpoint with permission only should be inspected, but it is inside a destination that bypasses inspection. */
function takenAround({ policy, rule, to }: Question): string {
  if (rule.inspection === 'bypass') return '';
  const bypasses = getOrAdd(indexes, policy, () => bypassesOf(policy));
  const bypass = bypasses.around(portsOf(rule), to, true);
  if (bypass === undefined) return '';
  return takenAlong('is not inspected,', bypass);
}

// Made once for each policy, since every endpoint is compared with the bypasses.
const indexes = new WeakMap<Question['policy'], BypassIndex>();

function bypassesOf({ rules }: Question['policy']): BypassIndex {
  return new BypassIndex(rules.filter(({ inspection }) => inspection === 'bypass').map(asSquid));
}

/** The part of a rule that Squid can express. */
function asSquid(rule: Rule): Rule {
  const destinations = rule.destinations.filter((to) => leftOut(to) === undefined);
  return { ...rule, ports: portsOf(rule), destinations };
}

function narrower({ policy, rule, to }: Question): string[] {
  const mode = policy.site.targets.squid?.tlsInspection ?? 'none';
  const isOther = wayOf(rule) === 'tunnel' && rule.service.application === 'other';
  const isHost = to.destination.kind === 'host';
  const reasons = [
    to.path !== wholeHost
      ? 'a request does not match if its path or query contains "..", a backslash, an escaped "%" or a character outside printable ASCII'
      : '',
    to.destination.kind === 'network' && mode !== 'intercept'
      ? 'only if the client requests the address itself: Squid does not resolve names to compare'
      : '',
    isOther && mode === 'intercept' && isHost
      ? 'a redirected connection without TLS shows no name'
      : '',
    isOther && mode !== 'none' && rule.inspection === 'allow'
      ? 'permission only: a tunnel without TLS fails if the proxy decrypts it'
      : '',
    ...factsOf(rule).narrower,
  ];
  return said(reasons);
}

const dns: PortRange = { transport: 'tcp', low: 53, high: 53 };

function portReasons(ports: readonly PortRange[]): string[] {
  return [
    ports.some(({ transport }) => transport === 'udp')
      ? 'the UDP ports are left out: Squid does not forward UDP'
      : '',
    ports.some((range) => portsIntersect(range, dns))
      ? 'port 53 is left out: Squid resolves names itself'
      : '',
  ];
}

function said(reasons: readonly string[]): string[] {
  return reasons.filter((reason) => reason !== '');
}
