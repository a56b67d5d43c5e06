import { portWord } from '../kit/port-words.ts';
import { isDestinationLike } from '../kit/several.ts';
import { tierIn } from '../kit/tier.ts';
import { destinationsOfCell, plainCell } from './cell.ts';
import { DeniedAbove } from './denied-above.ts';
import { roleOfHeader } from './headers.ts';
import type { RowLine, TableLine } from './lines.ts';

/** Rows with plain cells, below one heading or bare line; undefined if none is above them. */
export type TablePart = {
  readonly heading: string | undefined;
  /** A line above them that denies or limits them. */
  readonly denial: string | undefined;
  readonly rows: RowLine[];
};

/** A table: rows with one header, which is undefined if they have none. */
export type Table = {
  readonly header: readonly string[] | undefined;
  readonly parts: TablePart[];
};

/** The tables of a document, and the lines between them that are a destination alone. */
export type Tables = { readonly tables: readonly Table[]; readonly alone: readonly AloneLine[] };

export type AloneLine = { readonly line: number; readonly text: string };

/** Groups rows by the header and the heading above them. Rows without a header of their own have the one before. */
export function tablesOf(lines: readonly TableLine[]): Tables {
  const found = new Collector();
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'words') found.addWords(line.line, plainCell(line.text));
    if (line.kind !== 'row') continue;
    const row = { ...line, cells: line.cells.map(plainCell) };
    found.addRow(row, lines[index + 1]?.kind === 'rule');
  }
  return { tables: found.tables.filter(({ parts }) => parts.length > 0), alone: found.alone };
}

class Collector {
  readonly tables: Table[] = [];
  readonly alone: AloneLine[] = [];
  #heading: string | undefined;
  #part: TablePart | undefined;
  readonly #denied = new DeniedAbove();

  addWords(line: number, text: string): void {
    this.#denied.addWords(text);
    if (isDestinations(text)) this.alone.push({ line, text });
    else this.#heading = headingIn(text) ?? this.#heading;
    this.#part = undefined;
  }

  addRow(row: RowLine, isAboveRule: boolean): void {
    if (isAboveRule || isHeader(row.cells, this.tables.length === 0)) {
      this.tables.push({ header: row.cells, parts: [] });
      this.#part = undefined;
      return;
    }
    this.#part ??= this.#newPart();
    this.#part.rows.push(row);
    this.#denied.addRow();
  }

  #newPart(): TablePart {
    if (this.tables.length === 0) this.tables.push({ header: undefined, parts: [] });
    const part = { heading: this.#heading, denial: this.#denied.words, rows: [] };
    this.tables.at(-1)?.parts.push(part);
    return part;
  }
}

const longestHeading = 100;

function isDestinations(text: string): boolean {
  return (destinationsOfCell(text)?.length ?? 0) > 0;
}

/** The heading that a line is; undefined for a sentence. */
function headingIn(text: string): string | undefined {
  const marked = /^#{1,6} (.*?)[ #]*$/.exec(text)?.[1];
  const isBare = text.length <= longestHeading && !/[.!?;,]$/.test(text);
  const words = (marked ?? (isBare ? text : '')).replaceAll(/[*_:]+$|^[*_]+/g, '').trim();
  return words === '' ? undefined : words;
}

/**
 * Whether a row names columns and no destination. The first row of a document can have other words too. A later one names
 * the destinations, and has no word that is a value: `TCP`, `optional`.
 */
function isHeader(cells: readonly string[], isFirst: boolean): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const roles = filled.map(roleOfHeader).filter((role) => role !== undefined);
  const isNamed = roles.includes('host') && roles.length > 1 && !filled.some(isValue);
  return (
    (isFirst ? roles.length > 0 : isNamed) &&
    filled.length > 1 &&
    filled.every((cell) => !/\d{2}/.test(cell) && !cell.split(/\s/).some(isDestinationLike))
  );
}

function isValue(cell: string): boolean {
  return portWord(cell) !== undefined || (/^\w+$/.test(cell) && tierIn(cell) !== undefined);
}
