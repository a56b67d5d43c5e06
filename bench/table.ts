import type { Outcome } from './measure.ts';

/** A measured value in one of the units below, or why it is missing. */
export type Figure = { readonly value: number; readonly unit: Unit } | { readonly missing: string };
type Unit = 's' | 'us' | 'MB' | 'KB';

/** A ratio to the peer or a value in the unit of the figure, at most. */
export type Goal =
  | { readonly kind: 'ratio'; readonly most: number }
  | { readonly kind: 'value'; readonly most: number };

/** One line of the record: what was measured, beside what, and the goal. Without a goal it only informs. */
export type Row = {
  readonly what: string;
  readonly figure: Figure;
  /** The peak memory of the same run. */
  readonly memory?: Figure;
  readonly peer?: { readonly name: string; readonly figure: Figure };
  readonly goal?: Goal;
};

export type Verdict = 'yes' | 'no' | 'not measured' | '';

/** The CPU seconds of an outcome. */
function secondsOf(outcome: Outcome): Figure {
  return 'missing' in outcome ? outcome : { value: outcome.seconds, unit: 's' };
}

/** The peak memory of an outcome. */
function memoryOf(outcome: Outcome): Figure {
  return 'missing' in outcome ? outcome : { value: outcome.megabytes, unit: 'MB' };
}

/** A line about the CPU time of a process. */
export function rowOf(
  what: string,
  outcome: Outcome,
  peer?: { readonly name: string; readonly outcome: Outcome; readonly most?: number },
): Row {
  const cost = { what, figure: secondsOf(outcome), memory: memoryOf(outcome) };
  if (peer === undefined) return cost;
  const beside = { ...cost, peer: { name: peer.name, figure: secondsOf(peer.outcome) } };
  return peer.most === undefined ? beside : { ...beside, goal: { kind: 'ratio', most: peer.most } };
}

/** A line about the peak memory of a process, with its limit in megabytes. */
export function memoryRow(what: string, outcome: Outcome, most: number): Row {
  return { what: `${what}, memory`, figure: memoryOf(outcome), goal: { kind: 'value', most } };
}

/** Is the goal of the line met? Empty without a goal. */
export function verdictOf(row: Row): Verdict {
  const { figure, peer, goal } = row;
  if (goal === undefined) return '';
  // What fails does not meet its goal; a peer that is not installed decides nothing.
  if ('missing' in figure) return figure.missing === notHere ? 'not measured' : 'no';
  const value = goal.kind === 'ratio' ? ratioOf(row) : figure.value;
  if (value === undefined || (peer !== undefined && 'missing' in peer.figure))
    return 'not measured';
  return value <= goal.most ? 'yes' : 'no';
}

/** Why a figure is missing that this machine cannot take. */
export const notHere = 'not on this machine';

const columns = [
  'Part',
  'What',
  'Measured',
  'Memory',
  'Peer',
  'Its figure',
  'Ratio',
  'Goal',
  'Met',
];

export const tableHead = `| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`;

/** A line of the Markdown table. */
export function formatRow(part: string, row: Row): string {
  const { what, figure, memory, peer } = row;
  const ratio = ratioOf(row);
  const cells = [
    part,
    what,
    formatFigure(figure),
    memory === undefined || 'missing' in memory ? '' : formatFigure(memory),
    peer?.name ?? '',
    peer === undefined ? '' : formatFigure(peer.figure),
    ratio === undefined ? '' : ratio.toFixed(2),
    formatGoal(row),
    verdictOf(row),
  ];
  return `| ${cells.join(' | ')} |`.replaceAll(/ {2,}/g, ' ');
}

function ratioOf({ figure, peer }: Row): number | undefined {
  if (peer === undefined || 'missing' in figure || 'missing' in peer.figure) return undefined;
  return figure.value / peer.figure.value;
}

function formatFigure(figure: Figure): string {
  if ('missing' in figure) return figure.missing;
  return `${formatValue(figure.value, figure.unit)} ${figure.unit}`;
}

function formatValue(value: number, unit: Unit): string {
  if (unit === 's') return value.toFixed(value < 10 ? 3 : 1);
  return value.toFixed(unit === 'us' ? 1 : 0);
}

function formatGoal({ figure, goal }: Row): string {
  if (goal === undefined) return '';
  if (goal.kind === 'ratio') return `at most ${goal.most} times`;
  return `at most ${goal.most}${'missing' in figure ? '' : ` ${figure.unit}`}`;
}
