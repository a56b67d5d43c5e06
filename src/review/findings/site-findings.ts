import type { Policy } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import { siteRules } from '../rules/site/list.ts';
import { type Finding, findingOf } from './finding.ts';

/**
 * The findings about one site as a whole, which `lint` and the site's coverage.md report. They are separate from the
 * other rules, so that commands that render need not load the Public Suffix List.
 */
export function siteFindings(policy: Policy, known: readonly Target[] = targets): Finding[] {
  const { id, place } = policy.site;
  const outputs = outputsOf(policy, known);
  return siteRules.flatMap((rule) =>
    rule
      .check(policy, outputs)
      .map((message) => findingOf(rule, { subject: id, message, at: place })),
  );
}
