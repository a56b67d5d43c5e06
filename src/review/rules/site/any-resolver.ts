import type { Policy } from '../../../policy/types.ts';
import type { SiteRule } from '../kit/rule.ts';

/** A site whose clients may query any DNS resolver. */
export const anyResolver: SiteRule = {
  id: 'any-resolver',
  severity: 6,
  title: 'clients may query any DNS resolver',
  why: 'Queries to an external resolver can carry data out. Its answers decide which addresses a name resolves to.',
  remedy: 'list the site\'s resolvers instead of "any"',
  check: (policy) =>
    asksAnyone(policy) ? ['its clients may send DNS queries to every address'] : [],
};

function asksAnyone({ site, rules }: Policy): boolean {
  if (site.resolvers.kind !== 'any') return false;
  const destinations = rules.flatMap((rule) => rule.destinations);
  return destinations.some(({ destination }) => destination.kind === 'resolvers');
}
