import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import type { Refusal } from '../../../../../src/problem.ts';

/** A policy without an entry for the list (plainlist-empty): a device could read an empty list as any destination. */
export function nothingToList(policy: TargetPolicy): Refusal {
  return {
    rule: 'plainlist-empty',
    message: `site "${policy.site.id}" has no destination that the list can contain`,
    help: 'remove "plainlist" from the site\'s "targets"',
  };
}
