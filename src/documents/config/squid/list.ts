import { failure, success } from '../../../problem.ts';
import type { DocumentRow, RowVerdict } from '../../document.ts';
import { isDestinationLike } from '../../kit/destination-like.ts';
import { judgeDestination } from '../../kit/facts.ts';
import { noLabels, refuseCount, rowOf } from '../../kit/rows.ts';
import { wholeDocument } from '../../kit/section.ts';
import type { KindReader } from '../kind.ts';
import { isPlainName, judgePlain } from '../rules/destination.ts';

/** Whether each line is one name or address, as in a file that an ACL of type dstdomain or dst reads. */
export function isSquidList(text: string): boolean {
  const lines = text.split('\n').map(withoutComment);
  return lines.some((line) => line !== '') && lines.every((line) => line === '' || isEntry(line));
}

/** Whether a line has the form of an entry, right or wrong. Lines of other files can contain passwords. */
function isEntry(line: string): boolean {
  if (/\s/.test(line) || line.length > longestEntry) return false;
  return /^\.[\w-]+$/.test(line) || isDestinationLike(line.replace(/^\.+/, ''));
}

const longestEntry = 300;

/** Reads such a file. */
export const readSquidList: KindReader = (text) => {
  const rows: DocumentRow[] = [];
  const place = { section: wholeDocument, labels: noLabels };
  for (const [index, written] of text.split('\n').entries()) {
    const line = withoutComment(written);
    if (line !== '') rows.push(rowOf(index + 1, line, judgeName(line), place));
  }
  const tooMany = refuseCount(rows.length);
  if (tooMany !== undefined) return failure(tooMany);
  return success({ facts: {}, rows, warnings: [listWarning] });
};

const listWarning =
  'The list has no ports, and does not say whether Squid allows or denies it, nor after which other rules: check its lines of http_access.';

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)#.*$/, '').trim();
}

/** Judges a value of dstdomain: a name, `.x` for `x` and its subdomains, or an address. */
export function judgeName(text: string): RowVerdict {
  return text.startsWith('.') && isPlainName(text.slice(1))
    ? judgeDestination(text, success([]))
    : judgePlain(text, []);
}
