import type { Spec } from '../language/types.ts';
import type { Policy } from '../policy/types.ts';
import { addProblems, type Problem } from '../problem.ts';
import { targets as builtTargets } from '../targets/list.ts';
import { outputsOf } from '../targets/output.ts';
import type { Target } from '../targets/target.ts';
import { sharedPlaces } from './shared-places.ts';
import { problemOf } from './site.ts';

/**
 * The problems that keep Portolan from generating files for a spec, found without writing a file. Empty if every target
 * accepts the spec.
 */
export function refusedBy(
  spec: Spec,
  policies: Iterable<Policy>,
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
