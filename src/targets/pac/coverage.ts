import { wholeHost } from '../../net/path.ts';
import { bypassAround } from '../../policy/overlap.ts';
import { exact, notApplicable, takenAlong, widenedBy } from '../kit/writing/coverage.ts';
import type { Addition, Coverage, Question, Widening } from '../target.ts';
import { tcpOf } from './plan.ts';

/** How closely the PAC file says what one endpoint asks for; the first reason names the kind, further ones follow it. */
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

/** What is only permitted should go through the proxy, but lies in something that goes around it. */
function takenAround({ policy, rule, to }: Question): string | undefined {
  if (rule.service.application === 'dns' || tcpOf(rule).length === 0) return undefined;
  const bypass = bypassAround(policy, rule, to, false);
  if (bypass === undefined) return undefined;
  return takenAlong('goes around the proxy', bypass);
}

/** Why the endpoint is not for a PAC to decide; undefined when it is. */
function elsewhere({ rule, to }: Question): string | undefined {
  if (rule.inspection === 'allow') return 'permission only; a PAC lists what goes around the proxy';
  if (rule.service.application === 'dns' || to.destination.kind === 'resolvers')
    return "name resolution is not a PAC's to decide";
  if (tcpOf(rule).length === 0) return 'a PAC decides for URLs, and none of them leads to UDP';
  return undefined;
}

// The merged rule has no path on TLS; what the endpoint asked for is still narrower than what it gets.
function wider(question: Question): (typeof widenings)[keyof typeof widenings][] {
  return [
    ...(question.origin.endpoint.path === wholeHost ? [] : [widenings.path]),
    ...(opensInner(question) ? [widenings.inner] : []),
  ];
}

const widenings = {
  path: { what: 'whole-host', reason: 'a PAC sees no path: the whole host goes around the proxy' },
  inner: {
    what: 'inner',
    reason: "a PAC looks no name up: the site's inner networks go around the proxy too",
  },
} as const;

function narrower({ rule, to }: Question): string[] {
  const reasons = [
    to.destination.kind === 'network'
      ? 'only when the URL names the address itself: a PAC that resolved names would stall the browser'
      : '',
    tcpOf(rule).length < rule.ports.length
      ? 'the UDP ports are left out: a PAC decides for URLs'
      : '',
  ];
  return reasons.filter((reason) => reason !== '');
}
