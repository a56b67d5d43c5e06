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
 * `concerns` selects what to look at. The message begins with the targets, so one cause always has the same text.
 */
export function aboutCoverage(
  context: LintContext,
  wordsOf: (coverage: Coverage) => readonly string[],
  concerns: (covered: Covered, output: Output) => boolean = () => true,
): FindingDraft[] {
  const causes = causesIn(context, wordsOf, concerns);
  return [...causes.values()].flatMap(({ listed, own = [] }) =>
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

/** The causes of all endpoints, in the order in which the outputs mention these. */
function causesIn(
  { policies, targets }: LintContext,
  wordsOf: (coverage: Coverage) => readonly string[],
  concerns: (covered: Covered, output: Output) => boolean,
): ReadonlyMap<Endpoint, EndpointCauses> {
  const causes = new Map<Endpoint, EndpointCauses>();
  const outputs = policies.flatMap((policy) => outputsOf(policy, targets));
  // Most rules find nothing, and the order of all endpoints costs more than a look at each.
  const isCause = ({ coverage }: Covered) => wordsOf(coverage).length > 0;
  if (!outputs.some((output) => coveredBy(output).some(isCause))) return causes;
  for (const output of outputs) {
    const by = { site: output.policy.site.id, target: output.target.name };
    for (const covered of coveredBy(output)) {
      if (!concerns(covered, output)) continue;
      const { origin, rule, coverage } = covered;
      const endpoint = getOrAdd(causes, origin.endpoint, () => ({
        listed: origin,
        own: undefined,
      }));
      for (const words of wordsOf(coverage)) {
        endpoint.own ??= new Map();
        const cause = getOrAdd(endpoint.own, words, (): Cause => ({ outputs: [], ports: [] }));
        cause.outputs.push(by);
        for (const range of rule.ports) cause.ports.push(range);
      }
    }
  }
  return causes;
}

/** The causes of one endpoint, by their words. */
type EndpointCauses = {
  readonly listed: ListedEndpoint;
  /** Undefined if there are none, as for most. */
  own: Map<string, Cause> | undefined;
};

/** The outputs that have the cause, and the ports of the endpoint. */
type Cause = {
  readonly outputs: OutputOfSite[];
  readonly ports: PortRange[];
};
