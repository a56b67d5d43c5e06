import { type Refusal, refuse } from '../../problem.ts';
import type { DocumentRow, DocumentSection, Labels, RowVerdict } from '../document.ts';
import { plainWords } from './words.ts';

/** The most rows that are read of a document. The largest known one prints a fifth of them. */
export const mostRows = 500_000;

/** The refusal of a document with more rows than are read. */
export function refuseRows(): Refusal {
  return refuse(
    'import-too-long',
    `the document has more than ${mostRows} rows`,
    'check that the file is the one that the vendor publishes, or split it',
  );
}

/** Labels of rows that have none. */
export const noLabels: Labels = new Map();

/** A row; `words` may be any text. */
export function rowOf(
  line: number,
  words: string,
  verdict: RowVerdict,
  { section, labels }: { readonly section: DocumentSection; readonly labels: Labels },
): DocumentRow {
  return { line, words: plainWords(words), section, labels, verdict };
}

/** The verdict on what nothing safe can be made of. */
export function refused(rule: string, message: string, help: string): RowVerdict {
  return { kind: 'refused', refusal: refuse(rule, message, help) };
}
