import { wholeHost } from '../../net/path.ts';
import { type PortRange, portsIntersect, subtractPorts } from '../../net/port.ts';
import { bypassAround } from '../../policy/overlap.ts';
import { deniedHabit, otherHabits } from '../../policy/spoken.ts';
import type { Origin, Rule, RuleDestination } from '../../policy/types.ts';
import {
  exact,
  notApplicable,
  takenAlong,
  unsupported,
  widenedBy,
} from '../kit/writing/coverage.ts';
import type { Addition, Coverage, Question } from '../target.ts';
import { leftOut, portsOf, wayOf } from './plan.ts';

/** How closely the file says what one endpoint asks for; the first reason names the kind, further ones follow it. */
export function coverage(question: Question): Coverage {
  const reason = elsewhere(question);
  if (reason !== undefined) return notApplicable(reason);
  const missing = leftOut(question.to);
  if (missing !== undefined) return unsupported(missing);
  const around = said([takenAround(question)]);
  const additions = addedTo(question);
  const less = narrower(question);
  const lacks = subtractPorts(question.rule.ports, portsOf(question.rule));
  const more = widenedBy(
    additions.map(({ what }) => ({ what, ports: question.rule.ports })),
    around,
  );
  const reasons = [...around, ...additions.map((each) => each.reason), ...less].join('; ');
  if (more !== undefined) return { kind: 'wider', reason: reasons, ...more, lacks };
  return less.length === 0 ? exact : { kind: 'narrower', reason: reasons, lacks };
}

/** What Squid opens besides, and the reason. */
type Added = Pick<Addition, 'what'> & { readonly reason: string };

function addedTo({ to, origin, rule }: Question): Added[] {
  if (to.path !== wholeHost) return [otherSpellings];
  return showsNoPath(to, origin, rule) ? [wholeTunnel] : [];
}

const otherSpellings: Added = {
  what: 'spellings',
  reason: 'Squid compares the decoded path: "%2F" and "%3F" end a segment too',
};

const wholeTunnel: Added = {
  what: 'whole-host',
  reason: 'a tunnel shows no path: the whole host is open',
};

function showsNoPath(to: RuleDestination, origin: Origin, rule: Rule): boolean {
  return to.path === wholeHost && origin.endpoint.path !== wholeHost && wayOf(rule) === 'tunnel';
}

/** Why the endpoint is not for Squid to decide; undefined when it is. */
function elsewhere({ rule, to }: Question): string | undefined {
  if (rule.service.application === 'dns' || to.destination.kind === 'resolvers')
    return "name resolution is not Squid's to decide: it resolves names itself";
  if (rule.ports.every(({ transport }) => transport === 'udp')) return 'Squid forwards no UDP';
  if (portsOf(rule).length === 0)
    return "port 53 is not Squid's to decide: it resolves names itself";
  return undefined;
}

/** What is only permitted should be inspected, but lies in something that is not. */
function takenAround({ policy, rule, to }: Question): string {
  if (rule.inspection === 'bypass') return '';
  // Asked for every endpoint: what does not bypass is left alone.
  const rules = policy.rules.filter(({ inspection }) => inspection === 'bypass').map(asSquid);
  const bypass = bypassAround({ ...policy, rules }, { ...rule, ports: portsOf(rule) }, to, true);
  if (bypass === undefined) return '';
  return takenAlong('is not inspected,', bypass);
}

/** The part of a rule that Squid can say. */
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
      ? 'a request whose path or query holds "..", a backslash, an escaped "%" or more than printable ASCII is not matched'
      : '',
    to.destination.kind === 'network' && mode !== 'intercept'
      ? 'only when the client asks for the address itself: names are not resolved to compare'
      : '',
    isOther && mode === 'intercept' && isHost
      ? 'a redirected connection that does not speak TLS shows no name'
      : '',
    isOther && mode !== 'none' && rule.inspection === 'allow'
      ? 'permission only: a tunnel that does not speak TLS breaks where the proxy decrypts it'
      : '',
    ...otherHabits(rule).map((habit) => deniedHabit(rule, habit)),
    ...portReasons(rule.ports),
  ];
  return said(reasons);
}

const dns: PortRange = { transport: 'tcp', low: 53, high: 53 };

function portReasons(ports: readonly PortRange[]): string[] {
  return [
    ports.some(({ transport }) => transport === 'udp')
      ? 'the UDP ports are left out: Squid forwards none'
      : '',
    ports.some((range) => portsIntersect(range, dns))
      ? 'port 53 is left out: Squid resolves names itself'
      : '',
  ];
}

function said(reasons: readonly string[]): string[] {
  return reasons.filter((reason) => reason !== '');
}
