import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';

/** A policy of which Squid can hold nothing (squid-empty). */
export function nothingToDecide(policy: TargetPolicy): Refusal {
  return {
    rule: 'squid-empty',
    message: `site "${policy.site.id}" has nothing that Squid decides, so its bypass file would be empty`,
    help: 'take "squid" out of the site\'s targets, or select a group with a tcp service other than DNS',
  };
}
