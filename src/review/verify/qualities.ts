import { getOrAdd } from '../../maps.ts';
import { type PortRange, subtractPorts } from '../../net/port.ts';
import type { Access, Passage } from '../../targets/reading.ts';
import type { EnforcedBox } from '../access/enforced-boxes.ts';
import { type Qualified, type QualityDifference, qualityDifferences } from '../access/qualities.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import { type Failure, qualitiesCheck } from './report.ts';

/** Checks the match conditions of access, such as applications and zones: exactly those that coverage states. */
export function verifyQualities(judge: Judge): void {
  // Most outputs match hosts and ports only.
  if (!judge.opened.some(isQualified) && !judge.expectation.wanted.some(hasQualities)) return;
  const wanted = judge.expectation.wanted.flatMap(qualified);
  judge.noteSet(qualityDifferences(judge.opened, wanted).map(tooMuch));
  judge.noteSet(qualityDifferences(wanted, judge.opened).map(tooLittle));
}

type Wanted = EnforcedBox & Qualified;

/** The box, split by ports with the same match conditions. */
function qualified(box: EnforcedBox): Wanted[] {
  return runsOf(box).map((run) => ({ ...box, ...run }));
}

/** Does an output match the box by more than host and port? */
function hasQualities(box: EnforcedBox): boolean {
  return runsOf(box).some(isQualified);
}

function isQualified({ qualities }: Pick<Qualified, 'qualities'>): boolean {
  return qualities !== undefined;
}

/** Ports with the same match conditions. */
type Run = Pick<Qualified, 'ports' | 'qualities'>;

// Most endpoints of a rule have the same.
const known = new WeakMap<readonly Passage[], WeakMap<PortRange, readonly Run[]>>();

function runsOf({ ports, covered: { coverage } }: EnforcedBox): readonly Run[] {
  const { passages } = coverage;
  if (passages === undefined) return [{ ports }];
  const ofPassages = getOrAdd(known, passages, () => new WeakMap<PortRange, readonly Run[]>());
  return getOrAdd(ofPassages, ports, () => computedRuns(ports, passages));
}

function computedRuns(range: PortRange, passages: readonly Passage[]): Run[] {
  const within = passages.flatMap(({ ports, qualities }) =>
    subtractPorts([range], subtractPorts([range], ports)).map((run) => ({ ports: run, qualities })),
  );
  const all = passages.flatMap(({ ports }) => ports);
  return [...within, ...subtractPorts([range], all).map((run) => ({ ports: run }))];
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
