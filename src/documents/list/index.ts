import { parseDate } from '../../language/date.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { DocumentReader, DocumentRow } from '../document.ts';
import { joinBroken } from '../kit/broken.ts';
import { refuseCount, refuseLength, rowOf } from '../kit/rows.ts';
import { quote } from '../kit/secrets.ts';
import { wholeDocument } from '../kit/section.ts';
import { refuseMarkup, refuseTable } from '../other-format.ts';
import { isAdblock, isBlocked, isException } from './adblock.ts';
import { Comments } from './denied.ts';
import { commentOf, readLine, withoutComment } from './line.ts';
import { refuseNoList } from './no-list.ts';

/**
 * Reads a list of destinations: one or several in a line, with comments; also dstdomain files of Squid, exceptions of ad
 * blockers, and geofeeds. Refuses lists of what to block.
 */
export const readList: DocumentReader = (document) => {
  const { text } = document;
  const refusal =
    refuseLength(text) ?? refuseMarkup(document, 'a list') ?? refuseTable(document, 'a list');
  if (refusal !== undefined) return failure(refusal);
  const lines = text.split('\n');
  const plain = joinBroken(lines.map(withoutComment)).map((line) => line.trim());
  const blocked = refuseBlocked(plain, isAdblock(lines));
  if (blocked !== undefined) return failure(blocked);
  const rows = rowsOf(lines, plain);
  return rows.ok ? readingOf(rows.value, dateOf(lines)) : rows;
};

/** The rows of each line; `plain` is the lines without comments. */
function rowsOf(
  lines: readonly string[],
  plain: readonly string[],
): Result<readonly DocumentRow[], Refusal> {
  const comments = new Comments();
  const rows: DocumentRow[] = [];
  for (const [index, line] of plain.entries()) {
    const written = lines[index] ?? '';
    if (line === '') comments.add(written);
    else
      for (const row of rowsOfLine(line, commentOf(written), index + 1, comments)) rows.push(row);
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  return success(rows);
}

/** The date that the first comment names. */
function dateOf(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const date = withoutComment(line) === '' ? dateIn(line) : undefined;
    if (date !== undefined) return date;
  }
  return undefined;
}

/** The rows of a line that is not a comment alone. */
function rowsOfLine(
  line: string,
  comment: string,
  number: number,
  comments: Comments,
): DocumentRow[] {
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

function dateIn(comment: string): string | undefined {
  const [, written = ''] = dated.exec(comment) ?? [];
  return parseDate(written).ok ? written : undefined;
}

/** Refuses a list that has a line of what to block. */
function refuseBlocked(lines: readonly string[], hasExceptions: boolean): Refusal | undefined {
  const at = lines.findIndex(
    (line) => isBlocked(line) || (hasExceptions && line !== '' && !isException(line)),
  );
  if (at < 0) return undefined;
  return refuse(
    'import-block-list',
    `line ${at + 1} is of a list of what to block: ${quote(lines[at] ?? '')}`,
    'import a list of what to allow; of rules of an ad blocker, only those that begin with "@@||"',
  );
}
