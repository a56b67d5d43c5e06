import type { Policy, Rule, RuleDestination, TargetPolicy } from '../../src/policy/types.ts';
import type { Coverage, Question } from '../../src/targets/coverage.ts';
import type { Target } from '../../src/targets/target.ts';
import { outputOf } from './output.ts';

/** An endpoint of a policy rule, and its coverage by a target. */
export type Covered = Question & { readonly coverage: Coverage };

/** A target's coverage of every endpoint of a policy, in the order of the policy. */
export function coverageOf(target: Target, sitePolicy: Policy): Covered[] {
  const { policy } = outputOf(target, sitePolicy);
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) => coverageAt(target, policy, rule, to)),
  );
}

/** The coverage of one destination of a rule. `policy` is that of the target. */
export function coverageAt(
  target: Target,
  policy: TargetPolicy,
  rule: Rule,
  to: RuleDestination,
): Covered[] {
  return to.origins.map((origin) => {
    const question = { policy, rule, to, origin };
    return { ...question, coverage: target.coverage(question) };
  });
}

/** A target's coverage of every endpoint of a policy, each as `kind: reason`. */
export function coverageWords(target: Target, policy: Policy): string[] {
  return coverageOf(target, policy).map(({ coverage: { kind, reason } }) => `${kind}: ${reason}`);
}
