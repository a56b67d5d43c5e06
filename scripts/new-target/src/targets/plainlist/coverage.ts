import type { Addition, Coverage, Question } from '../../../../../src/targets/coverage.ts';
import {
  exact,
  namesPath,
  unsupported,
  widenedBy,
} from '../../../../../src/targets/kit/writing/coverage.ts';
import { leftOut } from './plan.ts';

/** How closely the list enforces one endpoint. Reports what the list cannot express, so that nothing is omitted silently. */
export function coverage(question: Question): Coverage {
  const missing = leftOut(question.policy, question.to);
  if (missing !== undefined) return unsupported(missing);
  const added = addedTo(question);
  const less = lessOf(question);
  const reason = [...added.map((each) => each.reason), ...less].join('; ');
  const more = widenedBy(
    added.map(({ what }) => ({ what, ports: question.rule.ports })),
    [],
  );
  if (more !== undefined) return { kind: 'wider', reason, ...more };
  return less.length === 0 ? exact : { kind: 'narrower', reason };
}

/** The additional access that the list allows, and the reason. */
type Added = Pick<Addition, 'what'> & { readonly reason: string };

function addedTo(question: Question): Added[] {
  const { destination } = question.to;
  const takesInner = destination.kind === 'any' && question.policy.site.inner.length > 0;
  return [...(namesPath(question) ? [wholeHosts] : []), ...(takesInner ? [innerToo] : [])];
}

const wholeHosts: Added = {
  what: 'whole-host',
  reason: 'the list has no paths: it contains the whole host',
};

const innerToo: Added = {
  what: 'inner',
  reason:
    "the list excludes nothing from any destination: the site's inner networks are allowed too",
};

function lessOf({ rule }: Question): string[] {
  if (rule.inspection === 'allow') return [];
  return ['the list only allows: it does not prevent inspection'];
}
