import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import type { Refusal } from '../../../../../src/problem.ts';

/** A policy that leaves nothing to list (plainlist-empty): an empty list may mean any place to what reads it. */
export function nothingToList(policy: TargetPolicy): Refusal {
  return {
    rule: 'plainlist-empty',
    message: `site "${policy.site.id}" has no destination that the list could name`,
    help: 'take "plainlist" out of the site\'s targets',
  };
}
