import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';

/** A policy that Squid cannot express at all (squid-empty). */
export function nothingToDecide(policy: TargetPolicy): Refusal {
  return {
    rule: 'squid-empty',
    message: `Squid decides nothing of site "${policy.site.id}", so its bypass file would be empty`,
    help: 'remove "squid" from the site\'s "targets", or select a group with a tcp service that is not DNS',
  };
}
