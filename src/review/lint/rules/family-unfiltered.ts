import type { Family } from '../../../net/address.ts';
import type { Policy } from '../../../policy/types.ts';
import { filteredClients } from '../../../targets/filtered-clients.ts';
import type { Target } from '../../../targets/target.ts';
import type { Draft } from '../../findings/finding.ts';
import type { LintRule } from '../rule.ts';

/** A closed site whose filters see the clients by the addresses of one family only. */
export const familyUnfiltered: LintRule = {
  id: 'family-unfiltered',
  severity: 6,
  title: 'clients of one address family are not filtered',
  why: 'A closed site refuses what is not allowed, but only to the addresses that it lists: over the other family the same machines may go anywhere.',
  remedy:
    "list the clients' networks of both families and let each output filter both, or switch the other one off at the site and say so in an exception",
  check: ({ policies, targets }) =>
    policies
      .filter(({ site }) => site.enforce === 'closed')
      .flatMap((policy) =>
        ([4, 6] as const).flatMap((family) => draftsFor(policy, targets, family)),
      ),
};

function draftsFor(policy: Policy, targets: readonly Target[], family: Family): Draft[] {
  const { site } = policy;
  const names = targets
    .filter(({ name, filtersClients }) => filtersClients === true && name in site.targets)
    .filter((target) => filteredClients(target, policy).every((client) => client.family !== family))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const message = `IPv${family} of its clients is not filtered by ${names.join(', ')}`;
  return [{ subject: site.id, message, at: site.place }];
}
