import type { Endpoint } from '../../../language/types.ts';
import { getOrAdd } from '../../../maps.ts';
import { compareText, sortedUnique } from '../../../net/order.ts';
import { mergePorts, type PortRange } from '../../../net/port.ts';
import type { Coverage } from '../../../targets/coverage.ts';
import { type Output, outputsOf } from '../../../targets/output.ts';
import { type Covered, coveredBy } from '../../access/enforced-boxes.ts';
import { type FindingDraft, messageOf, type OutputOfSite } from '../../findings/finding.ts';
import { aboutEndpoint, type ListedEndpoint } from './about-endpoints.ts';
import type { LintContext } from './rule.ts';

/**
 * A draft for each endpoint and each cause that `wordsOf` returns for its coverage. It names the outputs of all sites.
 * `concerns` selects the answers to look at. The message begins with the targets, so one cause always has the same text.
 */
export function aboutCoverage(
  context: LintContext,
  wordsOf: (coverage: Coverage) => readonly string[],
  concerns: (answer: CoverageAnswer) => boolean = () => true,
): FindingDraft[] {
  const causes = new Map<Endpoint, EndpointCauses>();
  for (const answer of answers(context).filter(concerns)) {
    const { origin, rule, target, coverage, policy } = answer;
    const { own } = getOrAdd(causes, origin.endpoint, () => ({ listed: origin, own: new Map() }));
    for (const words of wordsOf(coverage)) {
      const cause = getOrAdd(own, words, (): Cause => ({ outputs: [], ports: [] }));
      cause.outputs.push({ site: policy.site.id, target: target.name });
      for (const range of rule.ports) cause.ports.push(range);
    }
  }
  return [...causes.values()].flatMap(({ listed, own }) =>
    [...own].map(([cause, { outputs, ports }]) => {
      const names = sortedUnique(
        outputs.map(({ target }) => target),
        compareText,
      );
      const draft = aboutEndpoint(listed, messageOf(names, cause), mergePorts(ports));
      return { ...draft, outputs, cause, scope: { ...draft.scope, targets: names } };
    }),
  );
}

/** The causes of one endpoint, by their words. */
type EndpointCauses = { readonly listed: ListedEndpoint; readonly own: Map<string, Cause> };

/** The outputs that have the cause, and the ports of the endpoint. */
type Cause = {
  readonly outputs: OutputOfSite[];
  readonly ports: PortRange[];
};

/** How an output of a site enforces an endpoint. */
export type CoverageAnswer = Covered & Output;

// Kept because several rules use it, and computing it takes a second for thousands of endpoints.
const known = new WeakMap<LintContext, readonly CoverageAnswer[]>();

/** How every output of every site enforces every endpoint. */
function answers(context: LintContext): readonly CoverageAnswer[] {
  return getOrAdd(known, context, () => findAnswers(context));
}

function findAnswers({ policies, targets }: LintContext): CoverageAnswer[] {
  return policies.flatMap((policy) =>
    outputsOf(policy, targets).flatMap((output) =>
      coveredBy(output).map((covered) => ({ ...covered, ...output })),
    ),
  );
}
