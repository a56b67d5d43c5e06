import { visible } from '../characters.ts';
import type { Place, Problem } from '../problem.ts';

/** How parts of a frame are marked on a terminal. */
export type Paint = {
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly dim: (text: string) => string;
};

const same = (text: string): string => text;

/** No colours: what files and pipes get. */
export const plain: Paint = { bold: same, red: same, dim: same };

/**
 * A problem in words, with the lines that it is about when the source is known:
 * two lines before it, its own, and a mark under the mistake.
 */
export function codeFrame(
  problem: Problem,
  source: string | undefined,
  paint: Paint = plain,
): string {
  const { at, rule, message, help } = problem;
  const place = paint.bold(`${visible(at.file)}:${at.line}:${at.column}`);
  const header = `${place} ${paint.red('error')} ${rule}: ${visible(message)}`;
  const quoted = source === undefined ? [] : quoteLines(at, source, paint);
  return [header, ...quoted, `  ${paint.dim('help:')} ${visible(help)}`].join('\n');
}

const linesBefore = 2;

function quoteLines(at: Place, source: string, paint: Paint): string[] {
  const first = Math.max(1, at.line - linesBefore);
  const lines = linesFrom(source, first, at.line);
  const own = lines[at.line - first];
  if (own === undefined) return [];
  const view = viewOf(own, at);
  const digits = String(at.line).length;
  const quoted = lines.map((line, index) => {
    const number = first + index;
    const gutter = `${number === at.line ? '>' : ' '} ${String(number).padStart(digits)} |`;
    return `  ${paint.dim(gutter)} ${cut(line, view.start)}`.trimEnd();
  });
  const mark = `${' '.repeat(view.before)}${paint.red('^'.repeat(view.marked))}`;
  return [...quoted, `  ${paint.dim(`${' '.repeat(digits + 2)} |`)} ${mark}`];
}

/** Lines `first` to `last`, without their line ends; fewer when the text is shorter. */
function linesFrom(text: string, first: number, last: number): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let line = 1; line <= last && start <= text.length; line += 1) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (line >= first) lines.push(text.slice(start, end).replace(/\r$/, ''));
    start = end + 1;
  }
  return lines;
}

const widest = 100;
const leftOfMark = 40;
const ellipsis = '...';

/** What of the lines is shown, in code points, and where the mark goes, in columns. */
type View = { readonly start: number; readonly before: number; readonly marked: number };

function viewOf(line: string, at: Place): View {
  const before = Array.from(take(line, at.column - 1));
  const rest = take(line.slice(before.join('').length), Math.min(at.length, widest));
  const start = widthOf(line) <= widest ? 0 : Math.max(0, fitFrom(before));
  const column = widthOf(before.slice(start).join('')) + (start > 0 ? ellipsis.length : 0);
  const marked = Math.min(widthOf(rest), widest - column);
  return { start, before: column, marked: Math.max(1, marked) };
}

/** The first code point to show so that at most 40 columns are left of the mark. */
function fitFrom(before: readonly string[]): number {
  let start = before.length;
  let room = leftOfMark;
  while (start > 0 && room > 0) {
    room -= widthOf(before[start - 1] ?? '');
    if (room >= 0) start -= 1;
  }
  return start;
}

/** A line from a code point on, safe to print and not wider than a terminal. */
function cut(line: string, start: number): string {
  const from = take(line, start).length;
  const shown = line.slice(from, from + 2 * widest);
  const prefix = start > 0 && line !== '' ? ellipsis : '';
  if (widthOf(shown) + prefix.length <= widest) return prefix + visible(shown);
  return prefix + fitting(shown, widest - prefix.length - ellipsis.length) + ellipsis;
}

/** As many whole characters as fit into so many columns, hidden ones written out. */
function fitting(text: string, columns: number): string {
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

const wide =
  /^[\p{Emoji_Presentation}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]$/u;
const combining = /^\p{M}$/u;

/** The columns that a text takes on a terminal, hidden characters written out. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (visible(character) !== character) return visible(character).length;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
