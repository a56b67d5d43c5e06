import { type Refusal, refuse } from '../../problem.ts';
import type { DocumentRow, DocumentSection, Labels, RowVerdict } from '../document.ts';
import { plainWords } from './words.ts';

// The largest known document prints a fifth of it.
const mostLines = 500_000;

/** Refuses a document with so many lines, or words in them, that its rows would fill the memory. */
export function refuseLength(text: string): Refusal | undefined {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= mostLines; at = text.indexOf('\n', at + 1))
    lines += 1;
  return lines > mostLines ? refuseRows() : undefined;
}

/** The same for rows, of which a line can have many. */
export function refuseCount(rows: number): Refusal | undefined {
  return rows > mostLines ? refuseRows() : undefined;
}

function refuseRows(): Refusal {
  return refuse(
    'import-too-long',
    `the document has more than ${mostLines} rows`,
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

/** The verdict on what a person must decide. */
export function unresolved(reason: string): RowVerdict {
  return { kind: 'unresolved', reason };
}
