import { parseDate } from '../../language/date.ts';
import { failure, type Refusal, refuse, success } from '../../problem.ts';
import type { DocumentReader, DocumentRow } from '../document.ts';
import { refuseCount, refuseLength, rowOf } from '../kit/rows.ts';
import { quote } from '../kit/secrets.ts';
import { wholeDocument } from '../kit/section.ts';
import { isAdblock, isBlocked, isException } from './adblock.ts';
import { readLine, withoutComment } from './line.ts';
import { refuseNoList } from './no-list.ts';

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
  const hasExceptions = isAdblock(lines);
  for (const [index, written] of lines.entries()) {
    const line = withoutComment(written);
    if (line === '') date ??= dateIn(written);
    else if (isBlocked(line) || (hasExceptions && !isException(line)))
      return failure(refuseBlocked(line, index + 1));
    for (const { words, labels, verdict } of line === '' ? [] : readLine(line))
      rows.push(rowOf(index + 1, words, verdict, { section: wholeDocument, labels }));
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  return readingOf(rows, date);
};

function readingOf(
  rows: readonly DocumentRow[],
  date: string | undefined,
): ReturnType<DocumentReader> {
  const refusal = refuseNoList(rows);
  return refusal === undefined
    ? success({ facts: { date }, rows, warnings: [] })
    : failure(refusal);
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
