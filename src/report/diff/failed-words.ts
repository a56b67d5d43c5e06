import { grouped } from '../../maps.ts';
import type { VerifiedOutputs } from '../../review/diff/change.ts';
import {
  type FailedFlow,
  type FailedGroup,
  type FailedIn,
  failedGroups,
} from '../../review/verify/failed-flows.ts';
import { verdictText } from '../../review/verify/report.ts';
import { count, staleText } from '../page/words.ts';

/** Flows of one check that fail in the same way in the same outputs. */
export type FailedAlike = {
  readonly check: string;
  /** What was found and expected, and in which outputs. */
  readonly verdict: string;
  readonly outputs: string;
  readonly flows: readonly FailedFlow[];
};

/** The flows of a check by verdict and outputs, in the order of the first ones. */
export function failedAlike({ check, flows }: FailedGroup): FailedAlike[] {
  const keyOf = (each: FailedFlow) => `${verdictText(each)} ${failedOutputs(each.outputs)}`;
  return [...grouped(flows, keyOf).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const [verdict, outputs] = [verdictText(first), failedOutputs(first.outputs)];
    return [{ check, verdict, outputs, flows: alike }];
  });
}

/** The outputs by site, for example `iptables, squid at branch`. */
function failedOutputs(outputs: readonly FailedIn[]): string {
  return [...grouped(outputs, ({ site }) => site)]
    .map(([site, own]) => {
      const targets = [...new Set(own.map(({ target }) => target))];
      return `${targets.join(', ')} at ${site}`;
    })
    .join('; ');
}

const mostGroups = 10;
const mostFlows = 3;

/** Sites whose outputs are out of date, then the first few failed checks by test and flow, and the number of the rest. */
export function verifiedTexts({ failures, stale }: VerifiedOutputs): string[] {
  const lines = failedGroups(failures).flatMap(failedAlike).map(alikeText);
  const more = lines.length - mostGroups;
  return [
    ...stale.map((site) => staleText({ site, command: 'portolan generate' })),
    ...lines.slice(0, mostGroups).map((line) => `FAIL ${line}`),
    ...(more > 0 ? [`${more} more: run "portolan verify" to list them`] : []),
  ];
}

function alikeText({ check, verdict, outputs, flows }: FailedAlike): string {
  const names = flows.flatMap(({ flow }) => (flow === null ? [] : [flow]));
  if (names.length === 0) return `${check}: ${verdict} (${outputs})`;
  const more = names.length - mostFlows;
  const rest = more > 0 ? ` and ${more} more` : '';
  const shown = names.slice(0, mostFlows).join(', ');
  return `${check}: ${count(names.length, 'flow')} ${verdict} by ${outputs}: ${shown}${rest}`;
}
