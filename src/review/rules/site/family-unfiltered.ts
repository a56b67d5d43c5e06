import type { Family } from '../../../net/address.ts';
import type { Policy } from '../../../policy/types.ts';
import { filteredClients, type Output } from '../../../targets/output.ts';
import type { SiteRule } from '../kit/rule.ts';

/** A closed site whose filters see the clients by the addresses of one family only. */
export const familyUnfiltered: SiteRule = {
  id: 'family-unfiltered',
  severity: 6,
  title: 'clients of one address family are not filtered',
  why: 'A closed site refuses what is not allowed, but only to the addresses that it lists: over the other family the same machines may go anywhere.',
  remedy:
    "list the clients' networks of both families and let each output filter both, or switch the other one off at the site and say so in an exception",
  check: (policy, outputs) =>
    ([4, 6] as const).flatMap((family) => unfilteredBy(policy, outputs, family)),
};

/** An additive site refuses nothing, so that no family is filtered less than the other. */
function unfilteredBy({ site }: Policy, outputs: readonly Output[], family: Family): string[] {
  if (site.enforce !== 'closed') return [];
  const names = outputs
    .filter(({ target }) => target.clients === 'filtered')
    .filter((output) => filteredClients(output).every((client) => client.family !== family))
    .map(({ target }) => target.name);
  return names.length === 0
    ? []
    : [`IPv${family} of its clients is not filtered by ${names.join(', ')}`];
}
