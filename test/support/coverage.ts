import type { Policy, Rule, RuleDestination, TargetPolicy } from '../../src/policy/types.ts';
import type { Coverage, Question, Target } from '../../src/targets/target.ts';
import { outputOf } from './output.ts';

/** An endpoint as a rule of the policy carries it, and how closely a target enforces it. */
export type Covered = Question & { readonly coverage: Coverage };

/** What a target says of every endpoint of a policy, in the order of the policy. */
export function coverageOf(target: Target, sitePolicy: Policy): Covered[] {
  const { policy } = outputOf(target, sitePolicy);
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) => coverageAt(target, policy, rule, to)),
  );
}

/** The same of one destination of a rule; the policy is the target's own. */
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

/** What a target says of every endpoint of a policy, each as `kind: reason`. */
export function coverageWords(target: Target, policy: Policy): string[] {
  return coverageOf(target, policy).map(({ coverage: { kind, reason } }) => `${kind}: ${reason}`);
}
