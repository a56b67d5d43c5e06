import { formatDestination } from '../../net/destination.ts';
import { formatNetwork } from '../../net/network.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Access } from '../../targets/target.ts';
import type { Box, Remainder } from '../access/box.ts';
import { dormantBoxes, type EnforcedBox, isElsewhere } from '../access/enforced-boxes.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import { verifyQualities } from './qualities.ts';
import type { Failure } from './report.ts';

/** Does the output open what spec and coverage say, all of it and nothing else? As sets, so no flow is left out. */
export function verifyAccess(judge: Judge): void {
  const loose = subtractBoxes(judge.opened, judge.expectation.wanted).map(tooMuch);
  judge.noteSet(loose);
  const shut = subtractBoxes(judge.expectation.wanted, judge.opened).map(tooLittle);
  judge.noteSet(shut);
  const flows = new Set(shut.map(({ flow }) => flow));
  judge.noteSet(
    withoutLine(judge)
      .map(borrowed)
      .filter(({ flow }) => !flows.has(flow)),
  );
  // What is open or shut by mistake has no qualities to compare.
  if (loose.length === 0 && shut.length === 0) verifyQualities(judge);
}

/** Would the rules that are switched off open what spec and coverage say, once somebody switches them on? */
export function verifyDormant(judge: Judge): void {
  const due = dormantBoxes(judge.output);
  if (due.length + judge.dormant.length === 0) return;
  judge.noteSet([
    ...subtractBoxes(judge.dormant, due).map((left) =>
      sleeping(`would open ${witnessFlow(left)}, which the spec does not`, left.of.at, null),
    ),
    ...subtractBoxes(due, judge.dormant).map((left) => {
      const { place } = left.of.covered.origin.endpoint;
      return sleeping(`would not open ${witnessFlow(left)}, which the spec does`, null, place);
    }),
  ]);
}

function sleeping(
  words: string,
  decidedBy: Failure['decidedBy'],
  origin: Failure['origin'],
): Failure {
  return {
    flow: null,
    expected: 'what the spec says, switched off',
    got: `a rule that is switched off ${words}`,
    decidedBy,
    origin,
    check: 'rules that are switched off would open what the spec says',
  };
}

/**
 * Endpoints that are open only because of what the output opens besides another one: their own line is gone, and they
 * would be shut as soon as the other went.
 */
function withoutLine({ expectation, opened }: Judge): Remainder<EnforcedBox>[] {
  const own = expectation.wanted.filter((box) => !isElsewhere(box));
  const keys = new Set(own.map(keyOf));
  const besides = new Set(expectation.wanted.map(keyOf).filter((key) => !keys.has(key)));
  return subtractBoxes(
    own,
    opened.filter((box) => !besides.has(keyOf(box))),
  );
}

function keyOf({ destination, ports }: Box): string {
  return `${formatDestination(destination)} ${formatPortRange(ports)}`;
}

function borrowed(left: Remainder<EnforcedBox>): Failure {
  return {
    ...tooLittle(left),
    got: 'allowed only by what another endpoint opens besides',
    check: 'every endpoint is open by itself',
  };
}

function tooMuch(left: Remainder<Access>): Failure {
  return {
    flow: witnessFlow(left),
    expected: 'deny',
    got: 'allow',
    decidedBy: left.of.at,
    origin: null,
    check: `nothing else is open${clientsText(left)}`,
  };
}

function tooLittle(left: Remainder<EnforcedBox>): Failure {
  return {
    flow: witnessFlow(left),
    expected: 'allow',
    got: 'deny',
    decidedBy: null,
    origin: left.of.covered.origin.endpoint.place,
    check: `all of it is open${clientsText(left)}`,
  };
}

/** The clients, where it is not all of those that the box has. */
function clientsText({ clients, of }: Remainder<Box>): string {
  const [some, all] = [clients, of.clients].map((each) => each.map(formatNetwork).join(', '));
  return some === all ? '' : ` for ${some}`;
}
