import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected, unexpected } from '../../kit/reading/not-canonical.ts';
import { commaAtEnd, commaMissing, type Row } from './tables.ts';

const opening = /^"(\.[^".]+)":\{$/;
const closing = /^\}(,?)$/;
const leaf = /^"(\.|(?:\.[^".]+)+)":(?:([0-9]+)|"([^"]+)")(,?)$/;
// A longer name is not a host, and each level of nesting adds two characters.
const longestName = 253;

/**
 * Takes the lines of a table whose names are nested by label, up to its closing brace: `".com":{`, then
 * `".example":443`, then `}`. Returns the whole names. Refuses labels that are not sorted, a block for a single name,
 * and two lines that begin a name with the same label.
 */
export function takeTree(cursor: Cursor): Row[] {
  const rows: Row[] = [];
  takeEntries(cursor, '', rows);
  cursor.takeExactly('};');
  return rows;
}

/** An entry of a block: its label next to the parent, and the comma after it. */
type Entry = { readonly label: string; readonly comma: string };

/** Takes the entries of one block, whose names end in `parent`, and adds them to the rows. */
function takeEntries(cursor: Cursor, parent: string, rows: Row[]): void {
  let before: string | undefined;
  while (!isEnd(cursor)) {
    const { line } = cursor;
    const { label, comma } = cursor.sees(opening)
      ? takeBlock(cursor, parent, rows)
      : takeLeaf(cursor, parent, rows);
    if (isEnd(cursor) !== (comma === '')) cursor.refuse(isEnd(cursor) ? commaAtEnd : commaMissing);
    if (before !== undefined && compareText(before, label) >= 0)
      cursor.refuse(expected('labels in ascending order', `".${label}"`), line + 1);
    before = label;
  }
}

/** Takes the names that share one more label. */
function takeBlock(cursor: Cursor, parent: string, rows: Row[]): Entry {
  const key = cursor.take(opening, 'a label');
  const { line } = cursor;
  const count = rows.length;
  if (parent.length > longestName) cursor.refuse(unexpected(`block: the name is too long`));
  takeEntries(cursor, key + parent, rows);
  const comma = cursor.take(closing, 'the end of the block');
  if (rows.length - count < 2)
    cursor.refuse(expected('two names or more in the block', 'fewer'), line);
  return { label: key.slice(1), comma };
}

/** Takes the line of one name. The label of the parent itself is empty. */
function takeLeaf(cursor: Cursor, parent: string, rows: Row[]): Entry {
  const [key = '', one, several, comma = ''] = cursor.takeGroups(
    leaf,
    'a name of the table or its end',
  );
  if (several !== undefined && /^[0-9]+$/.test(several))
    cursor.refuse(expected('a single port without quotes', `"${several}"`));
  const labels = key === '.' ? '' : key;
  rows.push({ name: (labels + parent).slice(1), ports: one ?? several ?? '', at: cursor.at });
  return { label: key.slice(key.lastIndexOf('.') + 1), comma };
}

function isEnd(cursor: Cursor): boolean {
  return cursor.peek()?.startsWith('}') === true;
}
