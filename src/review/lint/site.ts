import { outputsOf } from '../../targets/output.ts';
import { type SiteConcern, siteConcerns } from '../../targets/site-concerns.ts';
import type { Draft } from '../findings/finding.ts';
import type { LintContext } from './rule.ts';

/** A draft for each site that gives this concern, which its coverage.md tells in the same words. */
export function aboutSites({ policies, targets }: LintContext, rule: SiteConcern['rule']): Draft[] {
  return policies.flatMap((policy) =>
    siteConcerns(policy, outputsOf(policy, targets))
      .filter((concern) => concern.rule === rule)
      .map(({ message }) => ({ subject: policy.site.id, message, at: policy.site.place })),
  );
}
