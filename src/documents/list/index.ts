import { quote } from '../../characters.ts';
import { parseDate } from '../../language/date.ts';
import { failure, type Refusal, refuse } from '../../problem.ts';
import type { DocumentReader, DocumentRow } from '../document.ts';
import { refuseCount, refuseLength, rowOf } from '../kit/rows.ts';
import { wholeDocument } from '../kit/section.ts';
import { isAdblock, isBlocked, isException } from './adblock.ts';
import { Comments } from './denied.ts';
import { commentOf, readLine, withoutComment } from './line.ts';

/**
 * Reads a list of destinations: one or several in a line, with comments; also dstdomain files of Squid, exceptions of ad
 * blockers, and geofeeds. Refuses lists of what to block.
 */
export const readList: DocumentReader = ({ text }) => {
  const tooLong = refuseLength(text);
  if (tooLong !== undefined) return failure(tooLong);
  const rows: DocumentRow[] = [];
  let date: string | undefined;
  const lines = text.split('\n');
  const comments = new Comments();
  const hasExceptions = isAdblock(lines);
  for (const [index, written] of lines.entries()) {
    const line = withoutComment(written);
    if (line === '') {
      date ??= dateIn(written);
      comments.add(written);
      continue;
    }
    if (isBlocked(line) || (hasExceptions && !isException(line)))
      return failure(refuseBlocked(line, index + 1));
    for (const row of rowsOf(written, index + 1, comments)) rows.push(row);
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  return { ok: true, value: { facts: { date }, rows, warnings: [] } };
};

/** The rows of a line that is not a comment alone. */
function rowsOf(written: string, number: number, comments: Comments): DocumentRow[] {
  const line = withoutComment(written);
  const comment = commentOf(written);
  const rows = readLine(line).map(({ words, labels, verdict }) => {
    const place = { section: wholeDocument, labels };
    return rowOf(number, words, comments.judge(verdict, comment), place);
  });
  if (rows.some(isWords)) comments.add(line);
  return rows;
}

/** Whether the line of a row is words: then it is about the lines below, as a comment is. */
function isWords({ verdict }: DocumentRow): boolean {
  return verdict.kind === 'refused' && verdict.refusal.rule === 'import-not-destination';
}

const dated = /\b(?:modified|updated?|generated)\b[^0-9\n]{0,20}(\d{4}-\d{2}-\d{2})(?!\d)/i;

/** The date of the list, if a comment names it. */
function dateIn(comment: string): string | undefined {
  const [, written = ''] = dated.exec(comment) ?? [];
  return parseDate(written).ok ? written : undefined;
}

function refuseBlocked(line: string, number: number): Refusal {
  return refuse(
    'import-block-list',
    `line ${number} is of a list of what to block: ${quote(line)}`,
    'import a list of what to allow; of rules of an ad blocker, only those that begin with "@@||"',
  );
}
