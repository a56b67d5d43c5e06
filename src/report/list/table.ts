import { visible } from '../../characters.ts';
import type { Paint } from '../page/paint.ts';
import type { ListAnswer } from './answer.ts';
import { cellsOf } from './columns.ts';

/** The entries as aligned columns, without those that are empty for every entry. */
export function listTable(answer: ListAnswer, paint: Paint): string {
  const [names, ...rows] = cellsOf(answer).map((cells) => cells.map(visible));
  const used = (names ?? []).map((_name, index) => rows.some((cells) => cells[index] !== ''));
  const table = [names ?? [], ...rows].map((cells) => cells.filter((_cell, index) => used[index]));
  const widths = widthsOf(table);
  const lines = table.map((cells) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return [paint.bold(head), ...body].map((line) => `${line}\n`).join('');
}

/** The length of the longest cell of each column. */
function widthsOf(table: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const cells of table) {
    for (const [index, cell] of cells.entries())
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return widths;
}
