import { code, row, tableHead } from '../../markdown.ts';
import type { ListAnswer } from './answer.ts';
import { cellsOf } from './columns.ts';

/** The entries as one table. */
export function listMarkdown(answer: ListAnswer): string {
  const [names, ...rows] = cellsOf(answer);
  const lines = rows.map((cells) => row(cells.map((cell) => (cell === '' ? '' : code(cell)))));
  return [...tableHead(names), ...lines].map((line) => `${line}\n`).join('');
}
