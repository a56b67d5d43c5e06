import type { DocumentRow } from '../documents/document.ts';
import type { SortedRows } from './rows.ts';

/** How many rows there are, and what becomes of them. */
export type RowSums = {
  /** The sum of taken, unresolved, declined and refused. */
  readonly read: number;
  readonly taken: number;
  readonly unresolved: number;
  /** Also those that a filter leaves out. */
  readonly declined: number;
  readonly refused: number;
  /** How many of the declined ones a filter leaves out. */
  readonly filtered: number;
};

/** Counts the rows of a document; `sorted` are those that the filters leave. */
export function sumsOf(rows: readonly DocumentRow[], sorted: SortedRows): RowSums {
  const { taken, needs, refused } = sorted;
  const unresolved = needs.filter(({ kind }) => kind === 'demanded').length;
  return {
    read: rows.length,
    taken: taken.length,
    unresolved,
    declined: rows.length - taken.length - unresolved - refused.length,
    refused: refused.length,
    filtered: rows.length - taken.length - needs.length - refused.length,
  };
}
