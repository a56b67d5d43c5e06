import type { Tier } from '../../language/types.ts';
import { mergePorts, type PortRange } from '../../net/port.ts';
import { failure, type Result, success } from '../../problem.ts';
import type { RowVerdict } from '../document.ts';
import { isDestinationLike } from '../kit/destination-like.ts';
import { judgeDestination, withNote } from '../kit/facts.ts';
import { readPorts } from '../kit/ports.ts';
import { refused } from '../kit/rows.ts';
import { quote } from '../kit/secrets.ts';
import { tierIn } from '../kit/tier.ts';
import { joinedNotes, plainWords } from '../kit/words.ts';
import { destinationsOfCell } from './cell.ts';
import type { Columns } from './columns.ts';
import { deniedBy } from './denied.ts';
import { directionIn } from './headers.ts';

/** A row of a table with a column of destinations. */
export type Row = {
  /** Plain cells, as printed. */
  readonly cells: readonly string[];
  /** The same, with the cells that a lost rowspan takes from the row above. */
  readonly filled: readonly string[];
  readonly heading: string | undefined;
  /** A line above it that denies or limits it. */
  readonly denial: string | undefined;
};

/** One destination of a row, or the row itself if it names none. */
export type ReadRow = { readonly words: string; readonly verdict: RowVerdict };

/** The verdicts on a row; `names` are the headers of its table. */
export function readRow(row: Row, columns: Columns, names: readonly string[]): readonly ReadRow[] {
  const { cells } = row;
  const host = columns.host ?? 0;
  const whole = (verdict: RowVerdict) => [{ words: wordsOf(cells), verdict }];
  const strange = refuseStrange(cells, names.length, columns.note);
  if (strange !== undefined) return whole(strange);
  const destinations = destinationsOfCell(cells[host] ?? '');
  if (destinations === undefined || destinations.length === 0)
    return whole({ kind: 'unresolved', reason: withoutDestination(cells[host] ?? '') });
  const direction = judgeDirection(row, columns);
  if (direction !== undefined) return whole(direction);
  const wordsFor = (destination: string) =>
    wordsOf(cells.map((cell, index) => (index === host ? destination : cell)));
  const denied = deniedBy({ cells: row.filled, names, host }, [row.denial, row.heading]);
  if (denied !== undefined)
    return destinations.map((each) => ({
      words: wordsFor(each),
      verdict: { kind: 'unresolved', reason: denied },
    }));
  const ports = portsOf(row.filled, columns);
  const note = noteOf(row.filled, columns);
  return destinations.map((destination) => ({
    words: wordsFor(destination),
    verdict: withNote(judgeDestination(destination, ports), note),
  }));
}

function wordsOf(cells: readonly string[]): string {
  return cells.filter((cell) => cell !== '').join(' | ');
}

/** Whether a spreadsheet would run a cell. */
function isFormula(cell: string): boolean {
  return /^=|^[@+-]\S*[(|!]/.test(cell);
}

/**
 * The verdict on a row that a spreadsheet or its writer reads differently than its cells look. A formula in the column of
 * notes decides nothing: then the note is left out.
 */
export function refuseStrange(
  cells: readonly string[],
  width: number,
  note: number | undefined,
): RowVerdict | undefined {
  const formula = cells.find((cell, index) => index !== note && isFormula(cell));
  if (formula !== undefined)
    return refused(
      'import-formula',
      `${quote(formula)} is a formula of a spreadsheet`,
      'replace it with the text that it shows',
    );
  if (cells.slice(width).every((cell) => cell === '')) return undefined;
  return refused(
    'import-row-cells',
    `the row has ${cells.length} cells, and its table ${width} columns`,
    'remove the separator inside a cell, or put quotes around the cell',
  );
}

function withoutDestination(cell: string): string {
  return cell.split(/[\s,;]/).some(isDestinationLike)
    ? 'it has other words beside its destinations'
    : 'it names no destination';
}

/** The verdict on a row that is about connections to the clients, or does not say in a known word. */
function judgeDirection({ filled, heading }: Row, columns: Columns): RowVerdict | undefined {
  const cell = cellOf(filled, columns.direction);
  const direction = directionIn(cell === '' ? (heading ?? '') : cell);
  const isNamed =
    columns.direction === undefined &&
    filled.some((text, index) => index !== columns.note && isInboundWord(text));
  const isToClients = cellOf(filled, columns.inbound) !== '' && hasNoPorts(filled, columns);
  if (direction === 'inbound' || isToClients || isNamed)
    return { kind: 'declined', reason: 'connections to the clients' };
  if (cell === '' || direction !== undefined) return undefined;
  return { kind: 'unresolved', reason: `the direction ${quote(cell)} is unclear` };
}

/** A cell that is one word for the direction has no other meaning, whatever its column is called. */
function isInboundWord(cell: string): boolean {
  return /^\w+$/.test(cell) && directionIn(cell) === 'inbound' && cell.length > 2;
}

function hasNoPorts(cells: readonly string[], { ports }: Columns): boolean {
  return ports.every(({ index }) => cellOf(cells, index) === '');
}

function cellOf(cells: readonly string[], index: number | undefined): string {
  return (index === undefined ? undefined : cells[index]) ?? '';
}

function portsOf(cells: readonly string[], columns: Columns): Result<readonly PortRange[], string> {
  const proto = cellOf(cells, columns.proto);
  if (columns.ports.length === 0) return readPorts('', proto);
  const all: (readonly PortRange[])[] = [];
  for (const { index, transport } of columns.ports) {
    const cell = cellOf(cells, index);
    // An empty cell below "UDP ports" says that the row has none of them.
    if (cell === '' && transport !== '' && proto === '') continue;
    const ports = readPorts(cell, proto === '' ? transport : proto);
    if (!ports.ok) return failure(ports.error);
    all.push(ports.value);
  }
  return success(mergePorts(all.flat()));
}

/** The text of the note column, and what the row says of the other direction. */
function noteOf(cells: readonly string[], columns: Columns): string | undefined {
  const direction = cellOf(cells, columns.direction);
  const both =
    directionIn(direction) === 'both'
      ? [`The document prints the direction ${quote(direction)}.`]
      : [];
  const note = cellOf(cells, columns.note);
  const own = isFormula(note) ? '' : plainWords(note);
  const notes = [...both, own].filter((text) => text !== '');
  return notes.length === 0 ? undefined : joinedNotes(notes);
}

/** The tier that a cell names; `yes` and `no` are read with the header of their column. */
export function tierOf(
  cells: readonly string[],
  columns: Columns,
  header: string,
): Tier | undefined {
  const cell = cellOf(cells, columns.tier).toLowerCase();
  const named = tierIn(cell);
  if (named !== undefined) return named;
  const ofHeader = tierIn(header);
  if (/^(?:yes|y|ja|true|x|\u2713|\u2714)$/.test(cell)) return ofHeader;
  if (!/^(?:no|n|nein|false)$/.test(cell)) return undefined;
  if (ofHeader === 'optional') return 'required';
  return ofHeader === 'required' ? 'optional' : undefined;
}
