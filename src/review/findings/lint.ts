import type { Spec } from '../../language/types.ts';
import { sortedUnique } from '../../net/order.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import { openEverywhere } from '../../policy/open-groups.ts';
import { type Result, success } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import type { LintContext } from '../rules/kit/rule.ts';
import { specRules } from '../rules/spec/list.ts';
import { compareFindings, type Finding, findingOf } from './finding.ts';
import { siteFindings } from './site-findings.ts';
import { withValues } from './with-values.ts';

/** All findings about a spec, highest severity first, before exceptions are applied. */
export function lint(context: LintContext): Finding[] {
  // A rule about endpoints sees those of every site.
  const opened = { ...context, spec: openEverywhere(context.spec) };
  const findings = [
    ...specRules.flatMap((rule) =>
      withValues(rule.check(opened)).map((draft) => findingOf(rule, draft)),
    ),
    ...context.policies.flatMap((policy) => siteFindings(policy, context.targets)),
  ];
  return sortedUnique(findings, compareFindings);
}

/**
 * The findings about a spec for every supported target. Fails with the problems of sites that do not compile.
 * `compiled` is the result of `compileSites` for the spec, if the caller has it already.
 */
export function lintSpec(
  spec: Spec,
  asOf: string | undefined,
  compiled = compileSites(spec),
): Result<Finding[]> {
  return compiled.ok ? success(lint({ spec, policies: compiled.value, targets, asOf })) : compiled;
}
