import type { Policy } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import { siteRules } from '../rules/site/list.ts';
import { type Finding, findingOf } from './finding.ts';

/**
 * What is to be raised of one site as a whole, rule by rule: lint raises it, and coverage.md of the site tells it. Apart
 * from the other rules, whose Public Suffix List is not to be loaded by every verb that renders.
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
