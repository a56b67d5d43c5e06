import type { Spec } from '../../language/types.ts';
import { sortedUnique } from '../../net/order.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import { type Result, success } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import type { LintContext } from '../rules/kit/rule.ts';
import { specRules } from '../rules/spec/list.ts';
import { compareFindings, type Finding, findingOf } from './finding.ts';
import { siteFindings } from './site-findings.ts';

/** Everything that a security reviewer would raise of a spec, the gravest first; accepted by nobody so far. */
export function lint(context: LintContext): Finding[] {
  const findings = [
    ...specRules.flatMap((rule) => rule.check(context).map((draft) => findingOf(rule, draft))),
    ...context.policies.flatMap((policy) => siteFindings(policy, context.targets)),
  ];
  return sortedUnique(findings, compareFindings);
}

/**
 * The findings of a spec with every output that the tool knows; fails with the problems of sites that give no policy.
 * `compiled` is what `compileSites` made of the spec, for a caller that has it already.
 */
export function lintSpec(
  spec: Spec,
  asOf: string | undefined,
  compiled = compileSites(spec),
): Result<Finding[]> {
  return compiled.ok ? success(lint({ spec, policies: compiled.value, targets, asOf })) : compiled;
}
