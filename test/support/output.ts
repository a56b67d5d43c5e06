import type { SpecTest } from '../../src/language/types.ts';
import { targetPolicy } from '../../src/policy/target-policy.ts';
import type { Policy } from '../../src/policy/types.ts';
import { renderOutput } from '../../src/render/render-output.ts';
import type { TargetReport } from '../../src/review/verify/report.ts';
import { verifyOutput } from '../../src/review/verify/verify.ts';
import type { Output } from '../../src/targets/output.ts';
import type { TargetFiles } from '../../src/targets/reading.ts';
import type { Target } from '../../src/targets/target.ts';

/** The output of a site for one target, even if the site does not list the target. */
export function outputOf(target: Target, policy: Policy): Output {
  return { target, policy: targetPolicy(policy, target.name) };
}

/** Verifies files of one target against the policy of a site. */
export function verifyTarget(
  target: Target,
  policy: Policy,
  tests: readonly SpecTest[],
  files: TargetFiles,
): TargetReport {
  return verifyOutput(outputOf(target, policy), tests, files);
}

/** Renders one target from the policy of a site. */
export function renderTarget(target: Target, policy: Policy): ReturnType<typeof renderOutput> {
  return renderOutput(outputOf(target, policy));
}
