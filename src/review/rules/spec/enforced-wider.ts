import type { Coverage, Widening } from '../../../targets/target.ts';
import { aboutCoverage } from '../kit/about-coverage.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint of which an output opens more than the spec says. */
export const enforcedWider: SpecRule = {
  id: 'enforced-wider',
  severity: 4,
  title: 'an output opens more than the spec says',
  why: 'The device cannot do better: what it opens besides is a part of the decision. coverage.md of the site has the reasons.',
  remedy:
    'accept what is opened besides in an exception, or enforce this endpoint by an output that can hold it',
  check: (context) => aboutCoverage(context, wordsOf),
};

const words: Readonly<Record<Widening, string>> = {
  below: 'the names below it are open too',
  apex: 'the name above it is open too',
  'whole-host': 'the whole host is open, not the path alone',
  spellings: 'other spellings of the path are open too',
  inner: "the site's inner networks are open too",
};

/** What is opened besides is the same for all outputs; what no flow can show, each says in its own words. */
function wordsOf(coverage: Coverage): string[] {
  if (coverage.kind !== 'wider') return [];
  const { adds = [], unseen = [] } = coverage;
  return [...new Set([...adds.map(({ what }) => words[what]), ...unseen])];
}
