import { visible } from '../../characters.ts';
import type { ListAnswer } from './answer.ts';
import { cellsOf } from './columns.ts';

/** The entries as CSV (RFC 4180, with line feeds), one line each, with a line of names first. */
export function listCsv(answer: ListAnswer): string {
  return cellsOf(answer)
    .map((cells) => `${cells.map(csvCell).join(',')}\n`)
    .join('');
}

/** A text as one cell. A spreadsheet would run a text that begins like a formula: it gets an apostrophe in front. */
function csvCell(text: string): string {
  const shown = visible(text);
  const plain = /^[=+@\t\r-]/.test(shown) ? `'${shown}` : shown;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
