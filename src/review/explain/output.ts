import { getOrAdd } from '../../maps.ts';
import type { Flow } from '../../net/flow.ts';
import type { RuleDestination } from '../../policy/types.ts';
import { failure, type Result } from '../../problem.ts';
import type { Opened } from '../../targets/coverage.ts';
import { filteredClients, type Output } from '../../targets/output.ts';
import type { Decision, Reading, TargetFiles } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { BoxIndex } from '../access/box-index.ts';
import { clientFor } from '../access/clients.ts';
import { type EnforcedBox, reachOf, wantedBoxes } from '../access/enforced-boxes.ts';
import { boxesFor } from '../access/membership.ts';
import { policyBoxes } from '../access/policy-boxes.ts';
import { speaks } from '../access/protocol.ts';
import { closestCoverage } from './closest-coverage.ts';
import type { OutputExplanation } from './explanation.ts';
import { matchesOf } from './matches.ts';
import { protocolReason } from './protocol-remarks.ts';

/**
 * Returns the verdict of the committed files of one target, and whether it is the expected one. `generate` is the command
 * that writes the files.
 */
export function explainOutput(
  output: Output,
  flow: Flow,
  files: TargetFiles | undefined,
  generate?: string,
): OutputExplanation {
  const { target } = output;
  const due = dueOf(output, flow);
  const reading = readingIn(target, files, generate);
  if (!reading.ok)
    return {
      target: target.name,
      verdict: null,
      coverage: due.coverage?.kind ?? null,
      ...reading.error,
      widens: null,
      differs: true,
    };
  const { verdict, at } = reading.value.decide(flow, due.client);
  return { target: target.name, verdict, at, ...judged(verdict, due, target.name) };
}

/** The content of a target's files, or why they cannot be read. */
export function readingIn(
  target: Target,
  files: TargetFiles | undefined,
  generate = 'portolan generate',
): Result<Reading, Pick<OutputExplanation, 'reason' | 'at'>> {
  if (files === undefined) return failure({ reason: `no files yet, run "${generate}"`, at: null });
  // A host alone asks for many flows, and the files of a large site take seconds to read.
  const reading = getOrAdd(readings, files, () => target.read(files));
  if (reading.ok) return reading;
  const { message, file, line } = reading.error;
  return failure({ reason: `not in the generated format: ${message}`, at: { file, line } });
}

/** The content of files of one target. */
const readings = new WeakMap<TargetFiles, ReturnType<Target['read']>>();

/** What spec and coverage expect for a flow at one target. */
type Due = ReturnType<typeof dueOf>;

function dueOf(output: Output, flow: Flow) {
  const { target, policy } = output;
  const client = clientFor(filteredClients(output), flow.peer);
  const matches = matchesOf(policyBoxes(policy, reachOf(target)), flow, client);
  const index = new BoxIndex<EnforcedBox>(wantedBoxes(output, concernedBy(flow)));
  const enforced = boxesFor(index, flow, client).map(({ covered }) => covered);
  return {
    client,
    matches,
    enforced,
    isSpoken: matches.every(({ rule }) => speaks(flow.scheme, rule.service.application)),
    coverage: closestCoverage(output, matches, flow),
  };
}

/** Selects destinations that may contain the flow, even if an output widens them: parent domains, networks, patterns. */
export function concernedBy({ peer }: Pick<Flow, 'peer'>): (to: RuleDestination) => boolean {
  return ({ destination }) => {
    if (destination.kind !== 'host' || destination.host.kind === 'pattern') return true;
    const { host } = destination;
    const name = host.kind === 'exact' ? host.name : host.of;
    return peer.kind === 'name' && `.${peer.name}`.endsWith(`.${name}`);
  };
}

type Judgement = Pick<OutputExplanation, 'coverage' | 'reason' | 'widens' | 'differs'>;

function judged(verdict: Decision['verdict'], due: Due, target: string): Judgement {
  const { matches, coverage, enforced } = due;
  const [covered] = enforced;
  const differs = differsFrom(verdict, due);
  const own = { coverage: coverage?.kind ?? null, reason: coverage?.reason ?? '', widens: null };
  if (differs) return { ...own, reason: differenceText(verdict, own.reason), differs };
  const [match] = matches;
  if (verdict === 'deny' && match !== undefined && enforced.length > 0)
    return { ...own, reason: protocolReason(match.rule.service), differs };
  if (matches.length > 0 || verdict !== 'allow' || covered === undefined)
    return { ...own, differs };
  return {
    coverage: covered.coverage.kind,
    reason: reasonOf(covered.coverage, target),
    widens: covered.origin,
    differs,
  };
}

function reasonOf({ as, reason }: Opened, target: string): string {
  return as === undefined ? reason : `the ${target} options list this address as a resolver`;
}

/** Judges like `verify`: only covered access may be allowed, and access of both spec and coverage must be allowed. */
function differsFrom(verdict: Decision['verdict'], due: Due): boolean {
  const isStated = due.enforced.length > 0;
  if (verdict === 'allow') return !isStated;
  return isStated && due.matches.length > 0 && (due.isSpoken || verdict === 'not-applicable');
}

function differenceText(verdict: Decision['verdict'], reason: string): string {
  if (verdict === 'allow')
    return 'expected deny: neither the spec nor the coverage of this output allows it';
  const text = 'expected allow: the spec allows it here';
  return reason === '' ? text : `${text} (${reason})`;
}
