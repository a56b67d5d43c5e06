import type { Policy } from '../../../policy/types.ts';
import type { SiteRule } from '../kit/rule.ts';

/** A site whose clients may ask anybody for names. */
export const anyResolver: SiteRule = {
  id: 'any-resolver',
  severity: 6,
  title: 'clients may ask any resolver',
  why: "Queries to a stranger's resolver carry data out, and answers from there decide which addresses a name leads to.",
  remedy: 'list the site\'s resolvers in place of "any"',
  check: (policy) => (asksAnyone(policy) ? ['its clients may send DNS to every address'] : []),
};

function asksAnyone({ site, rules }: Policy): boolean {
  if (site.resolvers.kind !== 'any') return false;
  const places = rules.flatMap((rule) => rule.destinations);
  return places.some(({ destination }) => destination.kind === 'resolvers');
}
