import { formatDestination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import { bypassAround } from '../../policy/overlap.ts';
import type { Addition, Coverage, CoverageKind, Question, Widening } from '../target.ts';
import { tcpOf } from './entries.ts';

/** How closely the PAC file says what one endpoint asks for; the first reason names the kind, further ones follow it. */
export function coverage(question: Question): Coverage {
  const around = takenAround(question);
  if (around !== undefined) return { kind: 'wider', reason: around, lacks: question.rule.ports };
  const reason = notApplicable(question);
  if (reason !== undefined) return { kind: 'not-applicable', reason };
  const inner = opensInner(question);
  const [first, ...more] = [
    ...wider(question),
    ...(inner ? [innerToo] : []),
    ...narrower(question),
  ];
  if (first === undefined) return { kind: 'exact', reason: '' };
  return {
    kind: first.kind,
    reason: [first, ...more].map((difference) => difference.reason).join('; '),
    adds: [
      ...(question.origin.endpoint.path === wholeHost ? [] : added('whole-host', question)),
      ...(inner ? added('inner', question) : []),
    ],
    lacks: question.rule.ports.filter(({ transport }) => transport === 'udp'),
  };
}

const innerToo: Difference = {
  kind: 'wider',
  reason: "a PAC looks no name up: the site's inner networks go around the proxy too",
};

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
  return `goes around the proxy together with ${formatDestination(bypass.destination)}, which bypasses`;
}

type Difference = { readonly kind: CoverageKind; readonly reason: string };

function notApplicable({ rule, to }: Question): string | undefined {
  if (rule.inspection === 'allow') return 'permission only; a PAC lists what goes around the proxy';
  if (rule.service.application === 'dns' || to.destination.kind === 'resolvers')
    return "name resolution is not a PAC's to decide";
  if (tcpOf(rule).length === 0) return 'a PAC decides for URLs, and none of them leads to UDP';
  return undefined;
}

// The merged rule has no path on TLS; what the endpoint asked for is still narrower than what it gets.
function wider({ origin }: Question): Difference[] {
  if (origin.endpoint.path === wholeHost) return [];
  return [{ kind: 'wider', reason: 'a PAC sees no path: the whole host goes around the proxy' }];
}

function narrower({ rule, to }: Question): Difference[] {
  const reasons = [
    to.destination.kind === 'network'
      ? 'only when the URL names the address itself: a PAC that resolved names would stall the browser'
      : '',
    tcpOf(rule).length < rule.ports.length
      ? 'the UDP ports are left out: a PAC decides for URLs'
      : '',
  ];
  return reasons.filter((reason) => reason !== '').map((reason) => ({ kind: 'narrower', reason }));
}
