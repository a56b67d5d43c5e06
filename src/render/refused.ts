import type { Spec } from '../language/types.ts';
import type { Policy } from '../policy/types.ts';
import { addProblems, type Problem } from '../problem.ts';
import { targets as builtTargets } from '../targets/list.ts';
import { outputsOf } from '../targets/output.ts';
import type { Target } from '../targets/target.ts';
import { sharedPlaces } from './shared-places.ts';
import { problemOf } from './site.ts';

/**
 * What targets refuse to express of a spec, so that nothing could be generated from it; asked without writing a file.
 * Empty for a spec that every target takes.
 */
export function refusedBy(
  spec: Spec,
  policies: readonly Policy[],
  known: readonly Target[] = builtTargets,
): Problem[] {
  const problems = sharedPlaces(spec.sites, known);
  for (const policy of policies) {
    for (const { target, policy: own } of outputsOf(policy, known)) {
      const view = target.view(own);
      if (view.ok) continue;
      addProblems(
        problems,
        view.error.map((refusal) => problemOf(refusal, policy.site, target.name)),
      );
    }
  }
  return problems;
}
