import { CsvError, parse } from 'csv-parse/sync';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';

/** A line of a document with tables; a row may continue on the next lines. Lines count from 1. */
export type TableLine =
  | ({ readonly kind: 'row' } & RowLine)
  /** The line of dashes below the header of a Markdown table. */
  | { readonly kind: 'rule' | 'blank' }
  | { readonly kind: 'words'; readonly line: number; readonly text: string };

/** The cells of a row. Without quotes or outer pipes, it may be only the beginning of a row. */
export type RowLine = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly isWhole: boolean;
};

type Delimiter = '|' | '\t' | ';' | ',';

const longestRow = 100_000;

/** Splits a document into rows and the lines between them. */
export function tableLines(text: string): Result<readonly TableLine[], Refusal> {
  const delimiter = delimiterOf(text);
  if (delimiter === undefined)
    return failure(
      refuse(
        'import-not-table',
        'the document has no row with several cells',
        'use "portolan import list" for a list, or "portolan import text" for a guide',
      ),
    );
  return delimiter === '|' ? success(pipeLines(text)) : csvLines(text, delimiter);
}

/** The first delimiter that most lines have; a page with a Markdown table has lines without. */
function delimiterOf(text: string): Delimiter | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.some((line) => isRule(line) || /^\s{0,3}\|.*\|\s*$/.test(line))) return '|';
  const plain = lines.map((line) => line.replaceAll(/"[^"]*"/g, ''));
  const counted = (['|', '\t', ';', ','] as const).map((delimiter) => ({
    delimiter,
    count: plain.filter((line) => line.includes(delimiter)).length,
  }));
  const most = Math.max(...[0, ...counted.map(({ count }) => count)]);
  return counted.find(({ count }) => count > 0 && 2 * count >= most)?.delimiter;
}

function isRule(line: string): boolean {
  return /^[\s|:-]*$/.test(line) && line.includes('|') && line.includes('--');
}

function pipeLines(text: string): readonly TableLine[] {
  const lines = text.split('\n');
  const isOuter = hasOuterPipes(lines);
  const found: TableLine[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    const parts = [(lines[index] ?? '').trim()];
    while (isOuter && isBroken(parts, lines[index + 1])) {
      index += 1;
      parts.push((lines[index] ?? '').trim());
    }
    const written = parts.join('\n');
    if (written === '') found.push({ kind: 'blank' });
    else if (isRule(written)) found.push({ kind: 'rule' });
    else if (!written.includes('|')) found.push({ kind: 'words', line, text: written });
    else {
      const isWhole = isOuter && written.startsWith('|') && written.endsWith('|');
      found.push({ kind: 'row', line, cells: pipeCells(written, isOuter), isWhole });
    }
  }
  return found;
}

/** Whether a pipe at the start of a line is its border, and not the end of an empty cell. */
function hasOuterPipes(lines: readonly string[]): boolean {
  const piped = lines.filter((line) => line.includes('|'));
  const outer = piped.filter((line) => line.trimStart().startsWith('|'));
  return piped.some(isRule) || 2 * outer.length > piped.length;
}

const mostParts = 50;

/** Whether a row with outer pipes goes on in the next line. */
function isBroken(parts: readonly string[], next = ''): boolean {
  if (parts.length > mostParts || !parts[0]?.startsWith('|')) return false;
  return parts.at(-1)?.endsWith('|') === false && /^\s*[^\s|#]/.test(next);
}

function pipeCells(written: string, isOuter: boolean): string[] {
  const inner = isOuter ? written.replace(/^\|/, '').replace(/(?<!\\)\|$/, '') : written;
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}

function csvLines(text: string, delimiter: Delimiter): Result<readonly TableLine[], Refusal> {
  const lines: TableLine[] = [];
  let next = 1;
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: longestRow,
      on_record: (record: string[], { lines: end }: { lines: number }) => {
        lines.push(csvLine(record, next, delimiter !== '\t'));
        next = end + 1;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) return failure(refuseCsv(error.code, next));
    throw error;
  }
  return success(lines);
}

function csvLine(record: readonly string[], line: number, isWhole: boolean): TableLine {
  const cells = record.map((cell) => cell.trim());
  const [first = '', ...others] = cells;
  // A spreadsheet writes "sep=;" in front of its rows.
  if (/^#|^sep=$/i.test(first) || cells.every((cell) => cell === '')) return { kind: 'blank' };
  if (others.length === 0) return { kind: 'words', line, text: first };
  return { kind: 'row', line, cells, isWhole };
}

function refuseCsv(code: string, line: number): Refusal {
  if (code === 'CSV_MAX_RECORD_SIZE') {
    const message = `the row at line ${line} is longer than ${longestRow} characters`;
    return refuse('import-row-too-long', message, 'check that its quotes are closed');
  }
  return refuse(
    'import-table-quotes',
    `the row at line ${line} has quotes that are not closed`,
    'close them, or double each quote inside a cell',
  );
}
