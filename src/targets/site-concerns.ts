import type { Family } from '../net/address.ts';
import type { Policy } from '../policy/types.ts';
import { filteredClients, type Output } from './output.ts';

/** Something of a whole site that a reviewer must know, by the id of the rule that raises it. */
export type SiteConcern = {
  readonly rule: 'any-resolver' | 'family-unfiltered';
  /** The site's own sentence, without its end. */
  readonly message: string;
};

/** Asked by every page that speaks of these rules, so that one site gets one answer. */
export function siteConcerns(policy: Policy, outputs: readonly Output[]): SiteConcern[] {
  return [
    ...(asksAnyone(policy) ? [anyResolver] : []),
    ...([4, 6] as const).flatMap((family) => unfilteredBy(policy, outputs, family)),
  ];
}

const anyResolver: SiteConcern = {
  rule: 'any-resolver',
  message: 'its clients may send DNS to every address',
};

function asksAnyone({ site, rules }: Policy): boolean {
  if (site.resolvers.kind !== 'any') return false;
  const places = rules.flatMap((rule) => rule.destinations);
  return places.some(({ destination }) => destination.kind === 'resolvers');
}

/** An additive site refuses nothing, so that no family is filtered less than the other. */
function unfilteredBy({ site }: Policy, outputs: readonly Output[], family: Family): SiteConcern[] {
  if (site.enforce !== 'closed') return [];
  const names = outputs
    .filter(({ target }) => target.clients === 'filtered')
    .filter((output) => filteredClients(output).every((client) => client.family !== family))
    .map(({ target }) => target.name);
  if (names.length === 0) return [];
  const message = `IPv${family} of its clients is not filtered by ${names.join(', ')}`;
  return [{ rule: 'family-unfiltered', message }];
}
