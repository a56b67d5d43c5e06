import { compareText, firstDifference } from '../../net/order.ts';
import type { Place, Problem } from '../../problem.ts';
import type { Span } from './node.ts';

/** A file's text with an index of its lines, which finds the location of an offset in logarithmic time. */
export type SourceText = {
  readonly file: string;
  readonly text: string;
  /** Offsets at which lines start. */
  readonly lineStarts: readonly number[];
  /** Offsets of the second halves of surrogate pairs: a column counts code points. */
  readonly pairs: readonly number[];
};

/** Indexes a text. A line ends with LF or CRLF. */
export function indexSource(file: string, text: string): SourceText {
  const lineStarts: number[] = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1))
    lineStarts.push(end + 1);
  return { file, text, lineStarts, pairs: pairsOf(text) };
}

function pairsOf(text: string): number[] {
  const pairs: number[] = [];
  // Few texts have a pair, and an expression finds that out faster than a loop.
  const first = text.search(/[\ud800-\udbff][\udc00-\udfff]/);
  if (first < 0) return pairs;
  for (let offset = first + 1; offset < text.length; offset += 1)
    if (isLow(text.charCodeAt(offset)) && isHigh(text.charCodeAt(offset - 1))) pairs.push(offset);
  return pairs;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The location of the text between two offsets, cut at the end of its first line. */
export function placeAt(source: SourceText, start: number, end = start + 1): Place {
  const from = Math.max(0, Math.min(start, source.text.length));
  return placeOnLine(source, countAtMost(source.lineStarts, from), from, end);
}

/** The same for a text that begins on this line, at an offset of the file. */
export function placeOnLine(source: SourceText, line: number, from: number, end: number): Place {
  const span = lineSpan(source, line);
  const to = Math.max(from, Math.min(end, span.end));
  return {
    file: source.file,
    line,
    column: codePoints(source, span.start, from) + 1,
    length: Math.max(1, codePoints(source, from, to)),
  };
}

/** The number of the line, from 1, that contains an offset. */
export function lineAt(source: SourceText, offset: number): number {
  return countAtMost(source.lineStarts, offset);
}

/** The offsets of a line's text, without its line break. */
export function lineSpan({ text, lineStarts }: SourceText, line: number): Span {
  const start = lineStarts[line - 1] ?? text.length;
  const next = lineStarts[line];
  if (next === undefined) return { start, end: text.length };
  return { start, end: text.charAt(next - 2) === '\r' ? next - 2 : next - 1 };
}

/** The offset of a column in a line, or of the end of a shorter line. */
export function offsetAt(source: SourceText, line: number, column: number): number {
  const { start, end } = lineSpan(source, line);
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (codePoints(source, start, middle) < column - 1) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many code points begin between two offsets. */
export function codePoints({ pairs }: SourceText, start: number, end: number): number {
  return end - start - (countAtMost(pairs, end - 1) - countAtMost(pairs, start - 1));
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
