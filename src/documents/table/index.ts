import { failure, success } from '../../problem.ts';
import type { DocumentReader, DocumentRow, Labels } from '../document.ts';
import { isDestinationLike } from '../kit/destination-like.ts';
import { readPorts } from '../kit/ports.ts';
import { noLabels, refuseCount, refuseLength, rowOf } from '../kit/rows.ts';
import { longestWords, plainWords } from '../kit/words.ts';
import { type Columns, columnsOf } from './columns.ts';
import { inboundWarnings } from './inbound-notes.ts';
import { joinedRows } from './joined.ts';
import { tableLines } from './lines.ts';
import { type Row, readRow, refuseStrange, tierOf } from './row.ts';
import { Sections } from './sections.ts';
import { type Shape, shapeOf } from './shape.ts';
import { refuseNoHosts, refuseStated } from './stated-columns.ts';
import { type AloneLine, type Table, type TablePart, tablesOf } from './tables.ts';

/**
 * Reads tables: values with separators (CSV, TSV), Markdown and other tables with pipes, and the copied text of a page.
 * The columns are stated, or else guessed; what is not certain is refused.
 */
export const readTable: DocumentReader = ({ text }, { columns: stated = new Map() }) => {
  const tooLong = refuseLength(text);
  if (tooLong !== undefined) return failure(tooLong);
  const lines = tableLines(text);
  if (!lines.ok) return lines;
  const { tables, alone, outside } = tablesOf(lines.value);
  const shapes = tables.map(shapeOf);
  const refusal = refuseStated(shapes, stated);
  if (refusal !== undefined) return failure(refusal);
  const reading = new Reading();
  for (const [index, table] of tables.entries()) {
    const shape = shapes[index] ?? shapeOf(table);
    const columns = columnsOf(shape, stated);
    if (!columns.ok) return columns;
    if (columns.value.host === undefined) reading.leaveOut(table);
    else reading.add(table, shape, columns.value);
    const tooMany = refuseCount(reading.rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  if (!reading.hasTable) return failure(refuseNoHosts(shapes[0]?.names ?? []));
  reading.addUnresolved(
    alone,
    'it is alone in its line, and could belong to the row above or below: write it in its row',
  );
  reading.addUnresolved(outside, 'it is outside of a table');
  const rows = [...reading.rows].sort((a, b) => a.line - b.line);
  return success({ facts: {}, rows, warnings: reading.warnings, warningsOf: inboundWarnings });
};

/** What was read of the tables of a document. */
class Reading {
  readonly rows: DocumentRow[] = [];
  readonly warnings: string[] = [];
  hasTable = false;
  readonly #sections = new Sections();

  add({ parts }: Table, shape: Shape, columns: Columns): void {
    this.hasTable = true;
    for (const part of parts) this.#addPart(part, shape, columns);
  }

  #addPart(part: TablePart, shape: Shape, columns: Columns): void {
    let { heading } = part;
    let filled: readonly string[] = [];
    for (const { line, cells } of joinedRows(part.rows, shape.names.length, columns.host)) {
      const used = cells.flatMap((cell, index) => (cell === '' ? [] : [index]));
      const [first, ...others] = used;
      if (first === undefined) continue;
      const isAlone = others.length === 0 && shape.names.length > 1;
      if (isAlone && isBand(cells[first] ?? '', first, columns)) {
        heading = cells[first];
        filled = [];
      } else {
        filled = isAlone ? filledFrom(filled, cells, columns) : cells;
        this.#addRow(line, { cells, filled, heading, denial: part.denial }, shape, columns);
        // It is unknown which cells of such a row are below which header.
        if (refuseStrange(cells, shape.names.length, columns.note) !== undefined) filled = [];
      }
    }
  }

  #addRow(line: number, row: Row, shape: Shape, columns: Columns): void {
    const tier = tierOf(row.filled, columns, shape.names[columns.tier ?? -1] ?? '');
    const section = this.#sections.of(row.heading, tier);
    const place = { section, labels: labelsOf(row.cells, shape) };
    for (const { words, verdict } of readRow(row, columns, shape.names))
      this.rows.push(rowOf(line, words, verdict, place));
  }

  leaveOut({ parts }: Table): void {
    const rows = parts.flatMap((part) => part.rows);
    this.warnings.push(
      `The table at line ${rows[0]?.line ?? 1} has no column of destinations. Its rows (${rows.length}) are not read.`,
    );
  }

  addUnresolved(lines: readonly AloneLine[], reason: string): void {
    const place = { section: this.#sections.of(undefined, undefined), labels: noLabels };
    for (const { line, text } of lines)
      this.rows.push(rowOf(line, text, { kind: 'unresolved', reason }, place));
  }
}

/** Whether the only cell of a row is a heading inside the table: words where destinations are, or in front of them. */
function isBand(cell: string, index: number, { host }: Columns): boolean {
  const isInFront = index === 0 && !/^(?:any|all|\*)$/i.test(cell) && !readPorts(cell, 'TCP').ok;
  return (
    (index === host || isInFront) &&
    cell.length <= longestWords &&
    !cell.split(/\s/).some(isDestinationLike)
  );
}

/** A row whose other cells a lost rowspan left empty has those of the row above. */
function filledFrom(
  above: readonly string[],
  cells: readonly string[],
  { ports, proto, tier, direction, inbound }: Columns,
): readonly string[] {
  const taken = new Set([...ports.map(({ index }) => index), proto, tier, direction, inbound]);
  return Array.from({ length: Math.max(above.length, cells.length) }, (_, index) => {
    const own = cells[index] ?? '';
    return own === '' && taken.has(index) ? (above[index] ?? '') : own;
  });
}

function labelsOf(cells: readonly string[], { names }: Shape): Labels {
  const labels = new Map<string, readonly string[]>();
  for (const [index, name] of names.entries()) {
    const value = plainWords(cells[index] ?? '');
    if (value !== '') labels.set(name, [...(labels.get(name) ?? []), value]);
  }
  return labels;
}
