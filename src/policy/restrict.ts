import { type Group, type Site, tiers } from '../language/types.ts';
import { compile } from './compile.ts';
import { leftOutBy } from './selection.ts';
import type { TargetPolicy } from './types.ts';

/** The policies of an output for some groups of the spec alone, as if the spec had no others. */
export type GroupPolicies = {
  /** Of the groups that the site selects; undefined if it selects none. */
  readonly selected: TargetPolicy | undefined;
  /** Of each group that the site leaves out, as if it selected only that group. */
  readonly leftOut: readonly TargetPolicy[];
};

/** Compiles the policies of an output for some groups of the spec alone. */
export function policiesOfGroups(groups: readonly Group[], output: TargetPolicy): GroupPolicies {
  const leavesOut = leftOutBy(output.site);
  const without = groups.filter((group) => leavesOut(group).length > 0);
  const every: Site = { ...output.site, tiers, select: undefined, exclude: [] };
  return {
    selected: policyOf(groups, output.site, output),
    leftOut: without.flatMap((group) => policyOf([group], every, output) ?? []),
  };
}

/** Undefined if the site selects none of the groups, and if they conflict, which selected groups do not. */
function policyOf(
  groups: readonly Group[],
  site: Site,
  { spec, target, device }: TargetPolicy,
): TargetPolicy | undefined {
  const policy = compile({ ...spec, groups, documents: new Map() }, site);
  return policy.ok ? { ...policy.value, target, device } : undefined;
}
