import { isDestinationLike } from '../kit/destination-like.ts';
import { portWord } from '../kit/port-words.ts';
import { tierIn } from '../kit/tier.ts';
import { joinBrokenRows } from './broken-rows.ts';
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

/**
 * The tables of a document, the lines between them that are a destination alone, and those that name one among other
 * things: bullets, and rows with another separator.
 */
export type Tables = {
  readonly tables: readonly Table[];
  readonly alone: readonly AloneLine[];
  readonly outside: readonly AloneLine[];
};

export type AloneLine = { readonly line: number; readonly text: string };

/** Groups rows by the header and the heading above them. Rows without a header of their own have the one before. */
export function tablesOf(written: readonly TableLine[]): Tables {
  const lines = joinBrokenRows(written);
  const found = new Collector();
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'words') found.addWords(line.line, plainCell(line.text));
    if (line.kind !== 'row') continue;
    const row = { ...line, cells: line.cells.map(plainCell) };
    found.addRow(row, lines[index + 1]?.kind === 'rule');
  }
  const { alone, outside } = found;
  return { tables: found.tables.filter(({ parts }) => parts.length > 0), alone, outside };
}

class Collector {
  readonly tables: Table[] = [];
  readonly alone: AloneLine[] = [];
  readonly outside: AloneLine[] = [];
  #heading: string | undefined;
  #part: TablePart | undefined;
  /** Whether no header and no destination was found yet. */
  #isFirst = true;
  readonly #denied = new DeniedAbove();

  addWords(line: number, text: string): void {
    this.#denied.addWords(text);
    if (isDestinations(text)) {
      if (this.#addToLastCell(line, text)) return;
      this.alone.push({ line, text });
    } else if (namesDestination(text)) this.outside.push({ line, text });
    else this.#heading = headingIn(text) ?? this.#heading;
    this.#part = undefined;
  }

  /**
   * A cell over lines that a page copies: what is below a row whose last column has the destinations is in its cell. In
   * front of other columns, it could as well be the first line of the next row.
   */
  #addToLastCell(line: number, text: string): boolean {
    const header = this.tables.at(-1)?.header;
    const row = this.#part?.rows.at(-1);
    if (header === undefined || row === undefined || row.isWhole || this.#part === undefined)
      return false;
    const last = row.cells.at(-1) ?? '';
    const isLast =
      row.cells.length === header.length && roleOfHeader(header.at(-1) ?? '') === 'host';
    const isOnly = row.cells.filter(isDestinations).length === 1 && isDestinations(last);
    const isNext = line === row.line + last.split('\n').length;
    if (!isLast || !isOnly || !isNext) return false;
    this.#part.rows[this.#part.rows.length - 1] = {
      ...row,
      cells: [...row.cells.slice(0, -1), `${last}\n${text}`],
    };
    return true;
  }

  addRow(row: RowLine, isAboveRule: boolean): void {
    const isFirst = this.tables.length === 0;
    if (isAboveRule || isHeader(row.cells, { isFirst, beginsPart: this.#part === undefined })) {
      if (this.#isFirst) this.#leaveTitles();
      this.tables.push({ header: row.cells, parts: [] });
      this.#part = undefined;
      this.#isFirst = false;
      return;
    }
    this.#isFirst &&= !row.cells.some(isDestinations);
    this.#part ??= this.#newPart();
    this.#part.rows.push(row);
    this.#denied.addRow();
  }

  /** Rows above the first header are titles of a sheet. The last one heads the table. */
  #leaveTitles(): void {
    const titles = this.tables.flatMap(({ parts }) => parts.flatMap(({ rows }) => rows));
    const filled = titles.map(({ cells }) => cells.filter((cell) => cell !== ''));
    if (filled.some((cells) => cells.length > 1)) return;
    this.tables.splice(0);
    this.#heading = headingIn(filled.at(-1)?.[0] ?? '') ?? this.#heading;
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

const bullet = /^(?:[-*+\u2022\u2023\u25aa\u25e6\u2013]|\d{1,3}[.)])\s+/;

/** Whether a line outside of a table asks for a destination. A sentence that mentions one does not. */
function namesDestination(text: string): boolean {
  const item = text.replace(bullet, '');
  const parts = item === text ? text.split(/[,;|\t]/) : text.split(/[\s,;|()<>[\]]+/);
  return parts.length > 1 && parts.some((part) => isDestinations(part.trim()));
}

/** The heading that a line is; undefined for a sentence. */
function headingIn(text: string): string | undefined {
  const marked = /^#{1,6} (.*?)[ #]*$/.exec(text)?.[1];
  const isBare = text.length <= longestHeading && !/[.!?;,]$/.test(text);
  const words = (marked ?? (isBare ? text : '')).replaceAll(/[*_:]+$|^[*_]+/g, '').trim();
  return words === '' ? undefined : words;
}

type Position = {
  /** Whether no row is above it. */
  readonly isFirst: boolean;
  /** Whether it is not below another row. */
  readonly beginsPart: boolean;
};

/**
 * Whether a row names columns and no destination. The first row of a document can have other words too. A later one names
 * the destinations, and has no word that is a value, as `TCP`; `Required` names a column beside two others.
 */
function isHeader(cells: readonly string[], { isFirst, beginsPart }: Position): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const roles = filled.map(roleOfHeader).filter((role) => role !== undefined);
  const others = new Set(roles.filter((role) => role !== 'tier'));
  const isTable = others.size > 1 || beginsPart || !filled.some(isTierWord);
  const isNamed =
    others.has('host') && roles.length > 1 && isTable && !filled.some((cell) => portWord(cell));
  return (
    (isFirst ? roles.length > 0 : isNamed) &&
    filled.length > 1 &&
    filled.every((cell) => !/\d{2}/.test(cell) && !cell.split(/\s/).some(isDestinationLike))
  );
}

function isTierWord(cell: string): boolean {
  return /^\w+$/.test(cell) && tierIn(cell) !== undefined;
}
