import { sortedUnique } from '../../net/order.ts';
import type { LintContext } from '../rules/kit/rule.ts';
import { lintRules } from '../rules/spec/list.ts';
import { compareFindings, type Finding, findingOf } from './finding.ts';

/** Everything that a security reviewer would raise of a spec, the gravest first; accepted by nobody so far. */
export function lint(context: LintContext): Finding[] {
  const findings = lintRules.flatMap((rule) =>
    rule.check(context).map((draft) => findingOf(rule, draft)),
  );
  return sortedUnique(findings, compareFindings);
}
