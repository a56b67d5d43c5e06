import { lineEnd, skipGap } from './next-token.ts';

/** A bracket or quote, where it is opened, and whether a comma separates items in it. */
export type Open = { readonly character: string; readonly start: number; hasComma?: boolean };

/** What is open at an offset. */
export type OpenAt = {
  /** The outermost first. */
  readonly open: readonly Open[];
  /** The last character before the offset that is not a space and not in a comment. */
  readonly last: number;
};

/** Where a scan is: the brackets around it, and whether a value may begin here. */
type Scan = { readonly open: Open[]; atValue: boolean };

const closers: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/** What closes a bracket or quote. */
export function closerOf({ character }: Open): string {
  return closers[character] ?? character;
}

/** Whether a character is a single or double quote. */
export function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

/** The brackets and the quote that are open at an offset where the parser gave up. */
export function openAt(text: string, offset: number): OpenAt {
  const scan: Scan = { open: [], atValue: true };
  let last = 0;
  let at = sectionStart(text, offset);
  while (at < offset) {
    const character = text.charAt(at);
    const end = advance(scan, text, at);
    if (end > offset && isQuote(character)) {
      return { open: [...scan.open, { character, start: at }], last: lastText(text, offset - 1) };
    }
    if (!isComment(text, at) && /\S/.test(character)) last = Math.min(end, offset) - 1;
    at = end;
  }
  return { open: scan.open, last };
}

/** Whether the innermost open bracket is closed before a line that is not indented enough to be inside it. */
export function isClosed(text: string, open: readonly Open[]): boolean {
  const [outermost, innermost] = [open.at(0), open.at(-1)];
  if (outermost === undefined || innermost === undefined) return true;
  const indent = indentOf(text, outermost);
  const scan: Scan = { open: open.map((each) => ({ ...each })), atValue: true };
  let at = innermost.start + 1;
  while (at < text.length && scan.open.length >= open.length) {
    if (text.charAt(at) === '\n' && endsFlow(text, at + 1, indent)) return false;
    at = advance(scan, text, at);
  }
  return scan.open.length < open.length;
}

/** Moves a scan past a comment, a quoted text or a character, and returns where it is then. */
function advance(scan: Scan, text: string, at: number): number {
  const character = text.charAt(at);
  if (isQuote(character) && scan.atValue) {
    scan.atValue = false;
    return quoteEnd(text, at);
  }
  if (isComment(text, at)) return lineEnd(text, at);
  // An anchor or a tag: the value follows it.
  if ('&!'.includes(character) && scan.atValue) return wordEnd(text, at);
  step(scan, character, at, text.charAt(at + 1));
  return at + 1;
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/\s/.test(text.charAt(end))) end += 1;
  return end;
}

function isComment(text: string, at: number): boolean {
  return text.charAt(at) === '#' && (at === 0 || /\s/.test(text.charAt(at - 1)));
}

function step(scan: Scan, character: string, at: number, next: string): void {
  const around = scan.open.at(-1);
  if ('[{'.includes(character) && (around !== undefined || scan.atValue)) {
    scan.open.push({ character, start: at });
    scan.atValue = true;
  } else if (around !== undefined && character === closerOf(around)) {
    scan.open.pop();
    scan.atValue = false;
  } else if (around !== undefined && character === ',') {
    around.hasComma = true;
    scan.atValue = true;
  } else if (beginsValue(character, next)) scan.atValue = true;
  else if (!/\s/.test(character)) scan.atValue = false;
}

function beginsValue(character: string, next: string): boolean {
  return character === '\n' || (':-?'.includes(character) && /^\s?$/.test(next));
}

/** The end of a quoted text, past its closing quote; past the end of the file if the quote is not closed. */
function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === '"' && character === '\\') at += 1;
    else if (character === quote && quote === "'" && text.charAt(at + 1) === quote) at += 1;
    else if (character === quote) return at + 1;
  }
  return text.length + 1;
}

/** Whether a line has text of its own and is not indented deeper than the key of the outermost bracket. */
function endsFlow(text: string, start: number, indent: number): boolean {
  const line = text.slice(start, lineEnd(text, start));
  const column = line.search(/\S/);
  return column >= 0 && column <= indent && !'#]}'.includes(line.charAt(column));
}

/** The column of the key or dash before a bracket on its line; without one, the column before the bracket. */
function indentOf(text: string, { start }: Open): number {
  const before = text.slice(lineStart(text, start), start);
  const key = before.search(/[^\s-]/);
  return key >= 0 ? key : Math.max(before.lastIndexOf('-'), before.length - 1);
}

/** The character at an offset, or the last one before it that is not a space. */
export function lastText(text: string, offset: number): number {
  let last = Math.min(offset, text.length);
  while (last > 0 && !/\S/.test(text.charAt(last))) last -= 1;
  return last;
}

/** The last line before the offset's own that begins without a space: an open bracket or quote is below its start. */
function sectionStart(text: string, offset: number): number {
  // If the whole file is one value in brackets or quotes, its lines may begin without a space.
  if (/[[{"'&!]/.test(text.charAt(skipGap(text, 0)))) return 0;
  let start = lineStart(text, offset);
  while (start > 0) {
    start = lineStart(text, start - 1);
    if (/[^\s#\]}]/.test(text.charAt(start))) break;
  }
  return start;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
