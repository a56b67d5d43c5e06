import type { Spec } from '../../language/types.ts';
import { compileSites } from '../../policy/compile-sites.ts';
import { type Result, success } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import type { Finding } from './finding.ts';
import { lint } from './lint.ts';

/**
 * The findings of a spec with every output that the tool knows; fails with the problems of sites that give no policy.
 * `compiled` is what `compileSites` made of the spec, for a caller that has it already.
 */
export function lintSpec(
  spec: Spec,
  asOf: string | undefined,
  compiled = compileSites(spec),
): Result<Finding[]> {
  return compiled.ok ? success(lint({ spec, policies: compiled.value, targets, asOf })) : compiled;
}
