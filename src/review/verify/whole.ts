import { formatNetwork } from '../../net/network.ts';
import type { Access } from '../../targets/target.ts';
import type { Box, Remainder } from '../access/box.ts';
import type { EnforcedBox } from '../access/of-coverage.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import type { Failure } from './report.ts';

/** Does the output open what spec and coverage say, all of it and nothing else? As sets, so no flow is left out. */
export function verifyWhole(judge: Judge): void {
  judge.noteSet(subtractBoxes(judge.opened, judge.expectation.wanted).map(tooMuch));
  judge.noteSet(subtractBoxes(judge.expectation.wanted, judge.opened).map(tooLittle));
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
