import { subtractPorts } from '../../net/port.ts';
import type { Access } from '../../targets/reading.ts';
import type { EnforcedBox } from '../access/enforced-boxes.ts';
import { type Qualified, type QualityDifference, qualityDifferences } from '../access/qualities.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import { type Failure, qualitiesCheck } from './report.ts';

/** Checks the match conditions of access, such as applications and zones: exactly those that coverage states. */
export function verifyQualities(judge: Judge): void {
  const wanted = judge.expectation.wanted.flatMap(qualified);
  // Most outputs match hosts and ports only.
  if (![...wanted, ...judge.opened].some(({ qualities }) => qualities !== undefined)) return;
  judge.noteSet(qualityDifferences(judge.opened, wanted).map(tooMuch));
  judge.noteSet(qualityDifferences(wanted, judge.opened).map(tooLittle));
}

type Wanted = EnforcedBox & Qualified;

/** The box, split by ports with the same match conditions. */
function qualified(box: EnforcedBox): Wanted[] {
  const passages = box.covered.coverage.passages ?? [];
  const within = passages.flatMap(({ ports, qualities }) =>
    subtractPorts([box.ports], subtractPorts([box.ports], ports)).map((run) => ({
      ...box,
      ports: run,
      qualities,
    })),
  );
  const all = passages.flatMap(({ ports }) => ports);
  const without = subtractPorts([box.ports], all).map((run) => ({ ...box, ports: run }));
  return [...within, ...without];
}

function tooMuch(difference: QualityDifference<Access>): Failure {
  return {
    flow: witnessFlow(difference.remainder),
    expected: `no ${wordsOf(difference)}`,
    got: wordsOf(difference),
    decidedBy: difference.remainder.of.at,
    origin: null,
    check: qualitiesCheck,
  };
}

function tooLittle(difference: QualityDifference<Wanted>): Failure {
  return {
    flow: witnessFlow(difference.remainder),
    expected: wordsOf(difference),
    got: `no ${wordsOf(difference)}`,
    decidedBy: null,
    origin: difference.remainder.of.covered.origin.endpoint.place,
    check: qualitiesCheck,
  };
}

function wordsOf({ name, value }: QualityDifference<Qualified>): string {
  return `${value === undefined ? 'any other ' : ''}${name}${value === undefined ? '' : ` ${value}`}`;
}
