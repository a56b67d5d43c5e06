import type { Family } from '../../../net/address.ts';
import type { Policy } from '../../../policy/types.ts';
import { filteredClients, type Output } from '../../../targets/output.ts';
import type { SiteRule } from '../kit/rule.ts';

/** A default-deny site whose filters cover the client addresses of one family only. */
export const familyUnfiltered: SiteRule = {
  id: 'family-unfiltered',
  severity: 6,
  title: 'clients of one address family are not filtered',
  why: 'A default-deny site filters only the client addresses that it lists. Over the other family, the same machines can go anywhere.',
  remedy:
    'list client networks of both families, and let each output filter both. Or disable the other family at the site, and add an exception',
  check: (policy, outputs) =>
    ([4, 6] as const).flatMap((family) => unfilteredBy(policy, outputs, family)),
};

/** An allow-only site denies nothing, so neither family is filtered less. */
function unfilteredBy({ site }: Policy, outputs: readonly Output[], family: Family): string[] {
  if (site.enforce !== 'closed') return [];
  const names = outputs
    .filter(({ target }) => target.clients === 'filtered')
    .filter((output) => filteredClients(output).every((client) => client.family !== family))
    .map(({ target }) => target.name);
  return names.length === 0
    ? []
    : [`IPv${family} traffic of its clients is not filtered by ${names.join(', ')}`];
}
