import type { Endpoint } from '../../../language/types.ts';
import { compareText, sortedUnique } from '../../../net/order.ts';
import { mergePorts, type PortRange } from '../../../net/port.ts';
import { type Output, outputsOf } from '../../../targets/output.ts';
import type { Coverage } from '../../../targets/target.ts';
import { type Covered, coveredBy } from '../../access/enforced-boxes.ts';
import type { FindingDraft, OutputOfSite } from '../../findings/finding.ts';
import { aboutEndpoint } from './about-endpoints.ts';
import type { LintContext } from './rule.ts';

/**
 * A draft for each endpoint and each cause that `wordsOf` tells of how outputs enforce it; it names the outputs of all
 * sites. `concerns` says of which answers. The message begins with the outputs, so that one cause reads the same wherever
 * it is said.
 */
export function aboutCoverage(
  context: LintContext,
  wordsOf: (coverage: Coverage) => readonly string[],
  concerns: (answer: CoverageAnswer) => boolean = () => true,
): FindingDraft[] {
  const causes = new Map<Endpoint, Map<string, Cause>>();
  for (const answer of answers(context).filter(concerns)) {
    const { origin, rule, target, coverage, policy } = answer;
    const own = causes.get(origin.endpoint) ?? new Map<string, Cause>();
    causes.set(origin.endpoint, own);
    for (const words of wordsOf(coverage)) {
      const { outputs, ports } = own.get(words) ?? { outputs: [], ports: [] };
      own.set(words, {
        outputs: [...outputs, { site: policy.site.id, target: target.name }],
        ports: [...ports, ...rule.ports],
      });
    }
  }
  return [...causes].flatMap(([endpoint, own]) =>
    [...own].map(([words, { outputs, ports }]) => {
      const names = outputs.map(({ target }) => target);
      const message = `${sortedUnique(names, compareText).join(', ')}: ${words}`;
      return { ...aboutEndpoint(endpoint, message, mergePorts(ports)), outputs };
    }),
  );
}

/** The outputs that a cause holds for, and the ports of the endpoint. */
type Cause = {
  readonly outputs: readonly OutputOfSite[];
  readonly ports: readonly PortRange[];
};

/** What an output of a site says of an endpoint. */
export type CoverageAnswer = Covered & Output;

// Several rules ask for it, and thousands of endpoints take a second.
const known = new WeakMap<LintContext, readonly CoverageAnswer[]>();

/** What every output of every site says of every endpoint. */
function answers(context: LintContext): readonly CoverageAnswer[] {
  const found = known.get(context) ?? findAnswers(context);
  known.set(context, found);
  return found;
}

function findAnswers({ policies, targets }: LintContext): CoverageAnswer[] {
  return policies.flatMap((policy) =>
    outputsOf(policy, targets).flatMap((output) =>
      coveredBy(output).map((covered) => ({ ...covered, ...output })),
    ),
  );
}
