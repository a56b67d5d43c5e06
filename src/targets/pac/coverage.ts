import { getOrAdd } from '../../maps.ts';
import { wholeHost } from '../../net/path.ts';
import { BypassIndex } from '../../policy/overlap.ts';
import type { Addition, Coverage, Question, Widening } from '../coverage.ts';
import { exact, notApplicable, takenAlong, widenedBy } from '../kit/writing/coverage.ts';
import { tcpOf } from './plan.ts';

/** How closely the PAC file enforces one endpoint. The first reason determines the kind; others follow it. */
export function coverage(question: Question): Coverage {
  const around = takenAround(question);
  if (around !== undefined)
    return { kind: 'wider', reason: around, unseen: [around], lacks: question.rule.ports };
  const reason = elsewhere(question);
  if (reason !== undefined) return notApplicable(reason);
  const found = wider(question);
  const less = narrower(question);
  const lacks = question.rule.ports.filter(({ transport }) => transport === 'udp');
  const more = widenedBy(
    found.flatMap(({ what }) => added(what, question)),
    [],
  );
  const reasons = [...found.map((each) => each.reason), ...less].join('; ');
  if (more !== undefined) return { kind: 'wider', reason: reasons, ...more, lacks };
  return less.length === 0 ? exact : { kind: 'narrower', reason: reasons, lacks };
}

function opensInner({ policy, to }: Question): boolean {
  return to.destination.kind === 'any' && policy.site.inner.length > 0;
}

function added(what: Widening, { rule }: Question): Addition[] {
  return [{ what, ports: rule.ports }];
}

/** An endpoint with permission only should use the proxy, but it is inside a destination that skips the proxy. */
function takenAround({ policy, rule, to }: Question): string | undefined {
  if (rule.service.application === 'dns' || tcpOf(rule).length === 0) return undefined;
  if (rule.inspection === 'bypass') return undefined;
  const bypasses = getOrAdd(indexes, policy, () => new BypassIndex(policy.rules));
  const bypass = bypasses.around(rule.ports, to, false);
  if (bypass === undefined) return undefined;
  return takenAlong('skips the proxy', bypass);
}

// Made once for each policy, since every endpoint is compared with the bypasses.
const indexes = new WeakMap<Question['policy'], BypassIndex>();

/** Why a PAC file does not decide the endpoint; undefined if it does. */
function elsewhere({ rule, to }: Question): string | undefined {
  if (rule.inspection === 'allow') return 'permission only; a PAC file lists what skips the proxy';
  if (rule.service.application === 'dns' || to.destination.kind === 'resolvers')
    return 'a PAC file does not decide DNS';
  if (to.destination.kind === 'self')
    return 'a PAC file does not decide access to the device itself';
  if (tcpOf(rule).length === 0) return 'a PAC file decides URLs, and no URL uses UDP';
  return undefined;
}

// The merged rule has no path on TLS, but the path of the endpoint is still narrower than the whole host.
function wider(question: Question): (typeof widenings)[keyof typeof widenings][] {
  return [
    ...(question.origin.endpoint.path === wholeHost ? [] : [widenings.path]),
    ...(opensInner(question) ? [widenings.inner] : []),
  ];
}

const widenings = {
  path: {
    what: 'whole-host',
    reason: 'a PAC file cannot see the path: the whole host skips the proxy',
  },
  inner: {
    what: 'inner',
    reason: "a PAC file makes no DNS queries: the site's inner networks also skip the proxy",
  },
} as const;

function narrower({ rule, to }: Question): string[] {
  const reasons = [
    to.destination.kind === 'network'
      ? 'only if the URL contains the address itself: a PAC file that resolves names would stall the browser'
      : '',
    tcpOf(rule).length < rule.ports.length
      ? 'the UDP ports are left out: a PAC file decides URLs'
      : '',
  ];
  return reasons.filter((reason) => reason !== '');
}
