import { aboutSites } from '../kit/about-sites.ts';
import type { LintRule } from '../kit/rule.ts';

/** A site whose clients may ask anybody for names. */
export const anyResolver: LintRule = {
  id: 'any-resolver',
  severity: 6,
  title: 'clients may ask any resolver',
  why: "Queries to a stranger's resolver carry data out, and answers from there decide which addresses a name leads to.",
  remedy: 'list the site\'s resolvers in place of "any"',
  check: (context) => aboutSites(context, 'any-resolver'),
};
