import { compareText, firstDifference } from '../../net/order.ts';
import type { Place, Problem } from '../../problem.ts';

/** A file's text with an index of its lines: any offset becomes a place in logarithmic time. */
export type Source = {
  readonly file: string;
  readonly text: string;
  /** Offsets at which lines start. */
  readonly lineStarts: readonly number[];
  /** Offsets of the second halves of surrogate pairs: a column counts code points. */
  readonly pairs: readonly number[];
};

const lineFeed = 10;

/** Indexes a text; a line ends with LF or CRLF. */
export function indexSource(file: string, text: string): Source {
  const lineStarts: number[] = [0];
  const pairs: number[] = [];
  for (let offset = 0; offset < text.length; offset += 1) {
    const unit = text.charCodeAt(offset);
    if (unit === lineFeed) lineStarts.push(offset + 1);
    else if (isLow(unit) && isHigh(text.charCodeAt(offset - 1))) pairs.push(offset);
  }
  return { file, text, lineStarts, pairs };
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The place of what lies between two offsets, cut at the end of its first line. */
export function placeAt(source: Source, start: number, end = start + 1): Place {
  const from = Math.max(0, Math.min(start, source.text.length));
  const line = countAtMost(source.lineStarts, from);
  const lineStart = source.lineStarts[line - 1] ?? 0;
  const to = Math.max(from, Math.min(end, lineEnd(source, line)));
  return {
    file: source.file,
    line,
    column: codePoints(source, lineStart, from) + 1,
    length: Math.max(1, codePoints(source, from, to)),
  };
}

/** Whether two offsets lie on one line. */
export function lineAt(source: Source, offset: number): number {
  return countAtMost(source.lineStarts, offset);
}

/** The offset at which a line's text ends, its line break left out. */
function lineEnd(source: Source, line: number): number {
  const next = source.lineStarts[line];
  if (next === undefined) return source.text.length;
  return source.text.charAt(next - 2) === '\r' ? next - 2 : next - 1;
}

function codePoints(source: Source, start: number, end: number): number {
  return end - start - (countAtMost(source.pairs, end - 1) - countAtMost(source.pairs, start - 1));
}

/** How many of the ascending numbers are at most the limit. */
function countAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Problems of one file in reading order. */
export function byPlace(a: Problem, b: Problem): number {
  return firstDifference(
    a.at.line - b.at.line,
    a.at.column - b.at.column,
    compareText(a.rule, b.rule),
  );
}

/** More of one sort are not kept: a hostile file must not fill the memory with its mistakes. */
export const mostProblems = 200;
