import { joinedWords } from './broken-rows.ts';
import { destinationsOfCell } from './cell.ts';
import type { RowLine } from './lines.ts';

/**
 * Joins rows that are broken over lines: a row with too few cells, and the next line that has the rest and no destination
 * of its own.
 */
export function joinedRows(
  rows: readonly RowLine[],
  width: number,
  host: number | undefined,
): readonly RowLine[] {
  const joined: RowLine[] = [];
  let lines = 1;
  for (const row of rows) {
    const before = joined.at(-1);
    const broken = before === undefined ? undefined : joinedHost(before, row, host ?? 0);
    if (broken !== undefined) {
      joined[joined.length - 1] = broken;
      lines += 1;
      continue;
    }
    if (before !== undefined && isRest(before, row, width) && row.line === before.line + lines) {
      if (!hasDestination(row, host)) {
        joined[joined.length - 1] = { ...before, cells: joinedCells(before.cells, row.cells) };
        lines += 1;
        continue;
      }
    }
    joined.push(row);
    lines = 1;
  }
  return joined;
}

/** A row whose destination goes on in the row below, which has no other cells, or whose hyphen cannot end it. */
function joinedHost(before: RowLine, row: RowLine, host: number): RowLine | undefined {
  const [head, rest] = [before.cells[host] ?? '', row.cells[host] ?? ''];
  const isAlone = row.cells.every((cell, index) => cell === '' || index === host);
  if (!isAlone && !/[-\u2010\u00ad]$/.test(head)) return undefined;
  const both = joinedWords(head, rest);
  return both === undefined
    ? undefined
    : { ...before, cells: before.cells.map((cell, index) => (index === host ? both : cell)) };
}

function isRest(before: RowLine, row: RowLine, width: number): boolean {
  return !before.isWhole && !row.isWhole && before.cells.length + row.cells.length - 1 <= width;
}

function hasDestination({ cells }: RowLine, host: number | undefined): boolean {
  return (destinationsOfCell(cells[host ?? 0] ?? '')?.length ?? 0) > 0;
}

/** The last cell of the first line goes on in the first cell of the next one. */
function joinedCells(before: readonly string[], rest: readonly string[]): readonly string[] {
  const [last = '', first = ''] = [before.at(-1), rest[0]];
  const broken = joinedWords(last, first) ?? [last, first].filter((cell) => cell !== '').join(' ');
  return [...before.slice(0, -1), broken, ...rest.slice(1)];
}
