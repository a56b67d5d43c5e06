import { formatDestination } from '../../net/destination.ts';
import { formatNetwork } from '../../net/network.ts';
import { formatPortRange, portsCover } from '../../net/port.ts';
import type { Access } from '../../targets/reading.ts';
import type { Box, Remainder } from '../access/box.ts';
import { dormantBoxes, type EnforcedBox, isElsewhere } from '../access/enforced-boxes.ts';
import { uncoveredBoxes } from '../access/place-index.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import { verifyQualities } from './qualities.ts';
import type { Failure } from './report.ts';

/**
 * Checks that the output allows what the spec and its coverage say: all of that, and nothing else. Compares sets, so no
 * flow is left out.
 */
export function verifyAccess(judge: Judge): void {
  const loose = judge.loose.map(tooMuch);
  judge.noteSet(loose);
  const shut = subtractBoxes(judge.expectation.wanted, judge.opened).map(tooLittle);
  judge.noteSet(shut);
  const flows = new Set(shut.map(({ flow }) => flow));
  judge.noteSet(
    withoutLine(judge)
      .map(borrowed)
      .filter(({ flow }) => !flows.has(flow)),
  );
  // Extra or missing access has no match conditions to compare.
  if (loose.length === 0 && shut.length === 0) verifyQualities(judge);
}

/** Checks that disabled rules, once enabled, would allow what the spec and coverage say. */
export function verifyDormant(judge: Judge): void {
  const due = dormantBoxes(judge.output);
  if (due.length + judge.dormant.length === 0) return;
  judge.noteSet([
    ...subtractBoxes(judge.dormant, due).map((left) =>
      sleeping(`would allow ${witnessFlow(left)}, which the spec does not`, left.of.at, null),
    ),
    ...subtractBoxes(due, judge.dormant).map((left) => {
      const { place } = left.of.covered.origin.endpoint;
      return sleeping(`would not allow ${witnessFlow(left)}, which the spec does`, null, place);
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
    expected: 'the access of the spec, disabled',
    got: `a disabled rule ${words}`,
    decidedBy,
    origin,
    check: 'disabled rules',
  };
}

/**
 * Endpoints that are allowed only by the extra access of another endpoint. Their own line is missing, and they would be
 * denied as soon as the other endpoint were removed.
 */
function withoutLine({ expectation, opened }: Judge): Remainder<EnforcedBox>[] {
  const own = expectation.wanted.filter((box) => !isElsewhere(box));
  // Without extra access, these are the boxes that are compared already.
  if (own.length === expectation.wanted.length) return [];
  // A shortcut: nearly all have a line with exactly their destination and ports, which is one of their own.
  const left = uncoveredBoxes(own, opened, hasSamePorts);
  if (left.length === 0) return [];
  const keys = new Set(own.map(keyOf));
  const besides = new Set(expectation.wanted.map(keyOf).filter((key) => !keys.has(key)));
  return subtractBoxes(
    left,
    opened.filter((box) => !besides.has(keyOf(box))),
  );
}

function hasSamePorts({ ports }: Box, { ports: others }: Box): boolean {
  return portsCover(others, ports);
}

function keyOf({ destination, ports }: Box): string {
  return `${formatDestination(destination)} ${formatPortRange(ports)}`;
}

function borrowed(left: Remainder<EnforcedBox>): Failure {
  return {
    ...tooLittle(left),
    got: 'allowed only by the extra access of another endpoint',
    check: 'missing line of its own',
  };
}

function tooMuch(left: Remainder<Access>): Failure {
  return {
    flow: witnessFlow(left),
    expected: 'deny',
    got: 'allow',
    decidedBy: left.of.at,
    origin: null,
    check: `extra access${clientsText(left)}`,
  };
}

function tooLittle(left: Remainder<EnforcedBox>): Failure {
  return {
    flow: witnessFlow(left),
    expected: 'allow',
    got: 'deny',
    decidedBy: null,
    origin: left.of.covered.origin.endpoint.place,
    check: `missing access${clientsText(left)}`,
  };
}

/** The clients, if they are only some of those of the box. */
function clientsText({ clients, of }: Remainder<Box>): string {
  const [some, all] = [clients, of.clients].map((each) => each.map(formatNetwork).join(', '));
  return some === all ? '' : ` for ${some}`;
}
