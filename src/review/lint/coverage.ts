import { compareText, sortedUnique } from '../../net/order.ts';
import { policyFor } from '../../policy/for-target.ts';
import type { Origin, Policy } from '../../policy/types.ts';
import type { Endpoint } from '../../spec/types.ts';
import type { Coverage, CoverageKind, Target } from '../../targets/target.ts';
import type { Draft } from '../findings/finding.ts';
import { aboutEndpoint } from './endpoints.ts';
import type { LintContext } from './rule.ts';

/**
 * A draft for each endpoint that outputs enforce in this way and for each cause, which `wordsOf` tells; it names the
 * outputs of all sites. The message begins with them, so that one cause reads the same wherever it is said.
 */
export function aboutCoverage(
  context: LintContext,
  kind: CoverageKind,
  wordsOf: (coverage: Coverage) => readonly string[],
): Draft[] {
  const causes = new Map<Endpoint, Map<string, string[]>>();
  for (const { origin, target, coverage } of answers(context)) {
    if (coverage.kind !== kind) continue;
    const own = causes.get(origin.endpoint) ?? new Map<string, string[]>();
    causes.set(origin.endpoint, own);
    for (const cause of wordsOf(coverage)) own.set(cause, [...(own.get(cause) ?? []), target.name]);
  }
  return [...causes].flatMap(([endpoint, own]) =>
    [...own].map(([cause, names]) =>
      aboutEndpoint(endpoint, `${sortedUnique(names, compareText).join(', ')}: ${cause}`),
    ),
  );
}

type Answer = { readonly origin: Origin; readonly target: Target; readonly coverage: Coverage };

// Two rules ask for it, and thousands of endpoints take a second.
const known = new WeakMap<LintContext, readonly Answer[]>();

/** What every output of every site says of every endpoint. */
function answers(context: LintContext): readonly Answer[] {
  const found = known.get(context) ?? findAnswers(context);
  known.set(context, found);
  return found;
}

function findAnswers({ policies, targets }: LintContext): Answer[] {
  return policies.flatMap((policy) =>
    targets
      .filter(({ name }) => name in policy.site.targets)
      .flatMap((target) => answersOf(target, policyFor(policy, target.name))),
  );
}

function answersOf(target: Target, policy: Policy): Answer[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      to.origins.map((origin) => ({
        origin,
        target,
        coverage: target.coverage({ policy, rule, to, origin }),
      })),
    ),
  );
}
