import { type RowNode, RowReader } from './row.ts';

/** Lines with one item each, below an item of the same form, which the YAML parser reads. */
export type Run = {
  /** The offsets of the braces of the item above, the second one past its brace. */
  readonly first: number;
  readonly firstEnd: number;
  /** The items of the lines; never empty. */
  readonly rows: readonly RowNode[];
};

/** A text of the same length with spaces instead of the lines of the runs. */
export type Rows = { readonly text: string; readonly runs: readonly Run[] };

/** A run whose lines are still being read; `column` is that of its dashes. */
type OpenRun = Omit<Run, 'rows'> & {
  readonly column: number;
  readonly rows: RowNode[];
  readonly start: number;
  end: number;
};

/**
 * Finds the runs of a text. A spec can have a hundred thousand endpoints, most of them in one form, and the events and
 * nodes of the YAML parser are large. A run counts only if its first item is an item of a block list: the lines may be
 * inside a text.
 */
export function findRows(text: string): Rows {
  const reader = new RowReader(text);
  const found: OpenRun[] = [];
  let open: OpenRun | undefined;
  for (let start = 0; start < text.length; ) {
    const end = endOfLine(text, start);
    open = reader.readLine(start, end) ? continued(reader, open, end) : undefined;
    if (open?.rows.length === 1 && found.at(-1) !== open) found.push(open);
    start = end + 1;
  }
  return { text: withoutLines(text, found), runs: found };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/** The run to which the line belongs that ends at `end`: the open one, or a new one whose first item it is. */
function continued(reader: RowReader, open: OpenRun | undefined, end: number): OpenRun {
  const row = open?.column === reader.column ? reader.node() : undefined;
  if (open === undefined || row === undefined) {
    const { column, start, end: firstEnd } = reader;
    return { first: start, firstEnd, column, rows: [], start: end, end };
  }
  open.rows.push(row);
  open.end = end;
  return open;
}

function withoutLines(text: string, runs: readonly OpenRun[]): string {
  if (runs.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of runs) {
    // The line feed of the first line stays.
    parts.push(text.slice(at, start + 1), ' '.repeat(end - start - 1));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
