import { breakMark } from '../kit/break-mark.ts';
import { isBroken } from '../kit/broken.ts';
import type { TableLine } from './lines.ts';

/** Joins a line without cells to the row above or below it, where a destination is broken between them. */
export function joinBrokenRows(lines: readonly TableLine[]): readonly TableLine[] {
  const joined: TableLine[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    const both = before && line.kind !== 'blank' ? joinedLine(before, line) : undefined;
    if (both === undefined) joined.push(line);
    else joined[joined.length - 1] = both;
  }
  return joined;
}

function joinedLine(before: TableLine, line: TableLine): TableLine | undefined {
  if (before.kind === 'words' && line.kind === 'words') {
    const text = joinedWords(before.text, line.text);
    return text === undefined ? undefined : { ...before, text };
  }
  if (before.kind === 'words' && line.kind === 'row') {
    const first = joinedWords(before.text, line.cells[0] ?? '');
    return first === undefined ? undefined : { ...line, cells: [first, ...line.cells.slice(1)] };
  }
  if (before.kind !== 'row' || line.kind !== 'words') return undefined;
  const last = joinedWords(before.cells.at(-1) ?? '', line.text);
  return last === undefined
    ? undefined
    : { ...before, cells: [...before.cells.slice(0, -1), last] };
}

/** Two texts as one, if a destination is broken between them. */
export function joinedWords(before: string, after: string): string | undefined {
  return isBroken(before, after)
    ? `${before.trimEnd()}${breakMark}${after.trimStart()}`
    : undefined;
}
