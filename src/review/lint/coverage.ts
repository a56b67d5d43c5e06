import { compareText, sortedUnique } from '../../net/order.ts';
import type { Endpoint } from '../../spec/types.ts';
import type { Coverage, Target } from '../../targets/target.ts';
import { type Covered, coveredBy } from '../access/of-coverage.ts';
import type { Draft } from '../findings/finding.ts';
import { aboutEndpoint } from './endpoints.ts';
import type { LintContext } from './rule.ts';

/**
 * A draft for each endpoint and each cause that `wordsOf` tells of how outputs enforce it; it names the outputs of all
 * sites. The message begins with them, so that one cause reads the same wherever it is said.
 */
export function aboutCoverage(
  context: LintContext,
  wordsOf: (coverage: Coverage) => readonly string[],
): Draft[] {
  const causes = new Map<Endpoint, Map<string, string[]>>();
  for (const { origin, target, coverage } of answers(context)) {
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

type Answer = Covered & { readonly target: Target };

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
      .flatMap((target) => coveredBy(target, policy).map((covered) => ({ ...covered, target }))),
  );
}
