import { compileSites } from '../../policy/compile-sites.ts';
import { type Result, success } from '../../problem.ts';
import type { Spec } from '../../spec/types.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import type { Finding } from '../findings/finding.ts';
import { lint } from './lint.ts';

/** The findings of a spec with every output that the tool knows; fails with the problems of sites that give no policy. */
export function lintSpec(
  spec: Spec,
  asOf: string | undefined,
  targets = builtTargets,
): Result<Finding[]> {
  const policies = compileSites(spec);
  return policies.ok ? success(lint({ spec, policies: policies.value, targets, asOf })) : policies;
}
