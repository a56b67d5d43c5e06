import type { Coverage, Widening } from '../../../targets/coverage.ts';
import { aboutCoverage } from '../kit/about-coverage.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint for which an output allows more than the spec. */
export const enforcedWider: SpecRule = {
  id: 'enforced-wider',
  severity: 4,
  title: 'an output allows more than the spec',
  why: 'The device cannot be more precise. Approve the additional access explicitly. The coverage.md file of the site lists the reasons.',
  remedy:
    'accept the additional access in an exception, or enforce this endpoint with a target that is exact',
  check: (context) => aboutCoverage(context, wordsOf),
};

const words: Readonly<Record<Widening, string>> = {
  below: 'also allows its subdomains',
  apex: 'also allows its parent domain',
  'whole-host': 'also allows the whole host, not only the path',
  spellings: 'also allows other spellings of the path',
  inner: "also allows the site's internal networks",
};

/** Additional access has the same words for all targets. What no flow can show, each target describes itself. */
function wordsOf(coverage: Coverage): string[] {
  if (coverage.kind !== 'wider') return [];
  const { adds = [], unseen = [] } = coverage;
  return [...new Set([...adds.map(({ what }) => words[what]), ...unseen])];
}
