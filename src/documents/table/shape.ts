import { plainWords } from '../kit/words.ts';
import type { Table } from './tables.ts';

/** The columns of a table. */
export type Shape = {
  readonly hasHeader: boolean;
  /** The headers; numbers from 1 for columns without. */
  readonly names: readonly string[];
  /** The cells of each column that are not empty. */
  readonly cells: readonly (readonly string[])[];
};

/** The shape of a table. Without a header, it has as many columns as most of its rows. */
export function shapeOf({ header, parts }: Table): Shape {
  const rows = parts.flatMap((part) => part.rows.map((row) => row.cells));
  const width = header?.length ?? usualWidth(rows);
  const cells: string[][] = Array.from({ length: width }, () => []);
  for (const row of rows) {
    for (const [index, cell] of row.entries()) if (cell !== '') cells[index]?.push(cell);
  }
  const names = cells.map((_, index) => plainWords(header?.[index] ?? '') || String(index + 1));
  return { hasHeader: header !== undefined, names, cells };
}

function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].sort(([a, some], [b, others]) => others - some || b - a);
  return usual?.[0] ?? 0;
}
