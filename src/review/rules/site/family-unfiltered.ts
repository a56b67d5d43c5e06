import { aboutSites } from '../kit/about-sites.ts';
import type { LintRule } from '../kit/rule.ts';

/** A closed site whose filters see the clients by the addresses of one family only. */
export const familyUnfiltered: LintRule = {
  id: 'family-unfiltered',
  severity: 6,
  title: 'clients of one address family are not filtered',
  why: 'A closed site refuses what is not allowed, but only to the addresses that it lists: over the other family the same machines may go anywhere.',
  remedy:
    "list the clients' networks of both families and let each output filter both, or switch the other one off at the site and say so in an exception",
  check: (context) => aboutSites(context, 'family-unfiltered'),
};
