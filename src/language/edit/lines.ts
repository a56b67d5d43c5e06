import type { Span } from '../yaml/node.ts';

/** A text, and the line end that new lines of it get. */
export type Layout = { readonly text: string; readonly newline: '\n' | '\r\n' };

/** The layout of a text: that of its first line. */
export function layoutOf(text: string): Layout {
  const end = text.indexOf('\n');
  return { text, newline: end > 0 && text.charAt(end - 1) === '\r' ? '\r\n' : '\n' };
}

/** Where the line of an offset begins. */
function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, before its line break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text.charAt(end - 1) === '\r' ? end - 1 : end;
}

/** Where the content before an offset ends: a folded text reaches to the next key. */
export function contentEnd(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && ' \r\n'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

/** The column of an offset, from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether only spaces are before an offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The whole lines of content that begins in a column, with the comments above it, and those below it that are deeper. */
export function linesAround(text: string, { start, end }: Span, column: number): Span {
  return {
    start: withCommentsAbove(text, start, column),
    end: withCommentsBelow(text, end, column),
  };
}

function withCommentsAbove(text: string, offset: number, column: number): number {
  let start = lineStart(text, offset);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start);
    // A comment that is deeper belongs to the content above it.
    if (!/^ *#/.test(line) || line.indexOf('#') > column) break;
    start = above;
  }
  return start;
}

function withCommentsBelow(text: string, offset: number, column: number): number {
  let end = lineEnd(text, offset);
  while (end < text.length) {
    const start = text.indexOf('\n', end) + 1;
    const below = lineEnd(text, start);
    const line = text.slice(start, below);
    if (start === 0 || !/^ *#/.test(line) || line.indexOf('#') <= column) break;
    end = below;
  }
  return end;
}

/** The span to delete for whole lines: with the line break before them, and blank lines that would be doubled. */
export function spanOfLines(text: string, { start, end }: Span): Span {
  if (start === 0) return { start, end: Math.min(text.length, text.indexOf('\n', end) + 1) };
  const above = lineEnd(text, lineStart(text, start - 1));
  const isBlankBelow = contentEnd(text, afterBlanks(text, end)) <= end;
  const top = contentEnd(text, above);
  const isBlankAbove = above > 0 && text.slice(lineStart(text, above), above).trim() === '';
  return isBlankAbove && isBlankBelow ? { start: lineEnd(text, top), end } : { start: above, end };
}

/** The end of the line after the one that ends at an offset. */
function afterBlanks(text: string, end: number): number {
  const next = text.indexOf('\n', end) + 1;
  return next === 0 ? text.length : lineEnd(text, next);
}
