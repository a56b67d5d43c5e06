import { visible } from '../../characters.ts';
import type { Span } from '../../language/yaml/node.ts';
import {
  codePoints,
  indexSource,
  lineSpan,
  offsetAt,
  type SourceText,
} from '../../language/yaml/source.ts';
import type { Place, Problem } from '../../problem.ts';
import { type Paint, plain } from './paint.ts';
import { widthOf } from './wrap.ts';

/**
 * A problem in words. If the source is known, its line follows, with two lines before it and a mark under the mistake.
 */
export function codeFrame(
  problem: Problem,
  text: string | undefined,
  paint: Paint = plain,
): string {
  const source = text === undefined ? undefined : indexSource(problem.at.file, text);
  return frameOf(problem, source, paint);
}

/** The same for a file that is already indexed, so that many problems share the index. */
export function frameOf(problem: Problem, source: SourceText | undefined, paint: Paint): string {
  const { at, rule, message, help } = problem;
  const place = paint.bold(`${visible(at.file)}:${at.line}:${at.column}`);
  const header = `${place} ${paint.red('error')} ${rule}: ${visible(message)}`;
  const quoted = source === undefined ? [] : quoteLines(at, source, paint);
  return [header, ...quoted, `  ${paint.dim('help:')} ${visible(help)}`].join('\n');
}

const linesBefore = 2;

function quoteLines(at: Place, source: SourceText, paint: Paint): string[] {
  if (at.line > source.lineStarts.length) return [];
  const view = viewOf(source, at);
  const digits = String(at.line).length;
  const first = Math.max(1, at.line - linesBefore);
  const quoted = Array.from({ length: at.line - first + 1 }, (_, index) => {
    const number = first + index;
    const gutter = `${number === at.line ? '>' : ' '} ${String(number).padStart(digits)} |`;
    return `  ${paint.dim(gutter)} ${cut(source, number, view.start)}`.trimEnd();
  });
  const mark = `${' '.repeat(view.before)}${paint.red('^'.repeat(view.marked))}`;
  return [...quoted, `  ${paint.dim(`${' '.repeat(digits + 2)} |`)} ${mark}`];
}

const widest = 100;
const leftOfMark = 40;
const ellipsis = '...';
/** No line that fits is longer. A line may have megabytes, so only the part near the mark is examined. */
const longestFit = 4 * widest;

/** The part of the lines that is shown, in code points, and the position of the mark, in columns. */
type View = { readonly start: number; readonly before: number; readonly marked: number };

function viewOf(source: SourceText, at: Place): View {
  const line = lineSpan(source, at.line);
  const mark = offsetAt(source, at.line, at.column);
  const count = codePoints(source, line.start, mark);
  const before = Array.from(source.text.slice(Math.max(line.start, mark - longestFit), mark));
  const left = fits(source.text, line) ? count : fitting(before);
  const column =
    widthOf(before.slice(before.length - left).join('')) + (left < count ? ellipsis.length : 0);
  const length = Math.min(at.length, widest);
  const rest = take(source.text.slice(mark, Math.min(line.end, mark + 2 * length)), length);
  const marked = Math.min(widthOf(rest), widest - column);
  return { start: count - left, before: column, marked: Math.max(1, marked) };
}

function fits(text: string, { start, end }: Span): boolean {
  return end - start <= longestFit && widthOf(text.slice(start, end)) <= widest;
}

/** How many code points left of the mark are shown: at most 40 columns. */
function fitting(before: readonly string[]): number {
  let start = before.length;
  let room = leftOfMark;
  while (start > 0 && room > 0) {
    room -= widthOf(before[start - 1] ?? '');
    if (room >= 0) start -= 1;
  }
  return before.length - start;
}

/** A line from a code point on, safe to print and at most as wide as a terminal. */
function cut(source: SourceText, line: number, start: number): string {
  const { start: first, end } = lineSpan(source, line);
  const from = offsetAt(source, line, start + 1);
  const shown = source.text.slice(from, Math.min(end, from + 2 * widest));
  const prefix = start > 0 && first < end ? ellipsis : '';
  if (widthOf(shown) + prefix.length <= widest) return prefix + visible(shown);
  return prefix + asWide(shown, widest - prefix.length - ellipsis.length) + ellipsis;
}

/** As many whole characters as fit into the columns, with hidden characters escaped. */
function asWide(text: string, columns: number): string {
  let shown = '';
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    shown += visible(character);
  }
  return shown;
}

/** The first code points of a text. */
function take(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
