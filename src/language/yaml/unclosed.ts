import { quote } from '../../characters.ts';
import { type Problem, problemAt, type Refusal } from '../../problem.ts';
import { closerOf, isClosed, isQuote, type Open, type OpenAt, openAt } from './open.ts';
import { lineAt, placeAt, type SourceText } from './source.ts';

/** What the parser says of an error, and where it gave up. */
export type ParserError = { readonly reason: string; readonly position: number };

/** An error inside a bracket or quote: where the parser gave up, what is open there, and what it found. */
type Stop = {
  readonly source: SourceText;
  readonly text: string;
  readonly around: OpenAt;
  readonly open: Open;
  /** The offset of the first character that is not a space; the text's length at the end. */
  readonly at: number;
  /** Whether nothing more can be inside: the file or the indentation ends there. */
  readonly isLast: boolean;
};

const missedComma = /^missed comma/;
const notEnded = /^deficient indentation|(?:quoted scalar|flow collection)$/;

/** The problem of an error that an open bracket, an open quote or a missing comma explains. */
export function unclosed(
  source: SourceText,
  text: string,
  error: ParserError,
): Problem | undefined {
  const around = openAt(text, error.position);
  const open = around.open.at(-1);
  if (open === undefined) return undefined;
  const gap = text.slice(error.position).search(/\S/);
  const at = gap < 0 ? text.length : error.position + gap;
  const isLast = !missedComma.test(error.reason);
  const stop = { source, text, around, open, at, isLast };
  if (!isLast) return inBrackets(stop);
  // A closing bracket that is not indented enough has a sentence of its own.
  const isCloser = !isQuote(open.character) && text.charAt(at) === closerOf(open);
  return notEnded.test(error.reason) && !isCloser ? notClosed(stop) : undefined;
}

function inBrackets(stop: Stop): Problem | undefined {
  const found = stop.text.charAt(stop.at);
  if (isQuote(stop.open.character) || '@`%'.includes(found)) return undefined;
  const closed = !']}'.includes(found) && isClosed(stop.text, stop.around.open);
  return closed ? noComma(stop) : notClosed(stop);
}

function notClosed(stop: Stop): Problem {
  const { source, text, around, open, at } = stop;
  const message = `${expected(open)}: the ${noun(open)} that starts on line ${lineAt(source, open.start)} is not closed`;
  return problem(stop, { message, help: closing(stop) }, at < text.length ? at : around.last);
}

/** The edit that closes what is open. */
function closing(stop: Stop): string {
  const { source, text, around, open, at, isLast } = stop;
  const closer = shown(closerOf(open));
  const found = text.charAt(at);
  if (']}'.includes(found) && found !== '' && !isQuote(open.character)) {
    const isOuter = around.open.some((each) => closerOf(each) === found);
    return isOuter
      ? `write ${closer} where the ${noun(open)} ends, before "${found}"`
      : `write ${closer} instead of "${found}"`;
  }
  const opened = `${shown(open.character)} on line ${lineAt(source, open.start)}`;
  if (isBlock(stop)) return `remove the ${opened}`;
  if (!isLast || isQuote(open.character)) return `write ${closer} where the ${noun(open)} ends`;
  if (around.last === open.start) return `write ${closer} after the ${opened}`;
  const last = open.character === '[' ? 'item' : 'value';
  return `write ${closer} after the last ${last}, on line ${lineAt(source, around.last)}`;
}

/** Whether the lines below an open bracket are written as if without it: items with "- ", or keys without commas. */
function isBlock({ text, open, isLast }: Stop): boolean {
  const below = text.slice(open.start + 1).match(/^[ \t]*(?:#[^\n]*)?\r?\n\s*(?:#[^\n]*\n\s*)*/);
  if (below === null) return false;
  const first = open.start + 1 + below[0].length;
  return /^-\s/.test(text.slice(first, first + 2)) || !(isLast || open.hasComma);
}

/** A missing comma between two items, or what looks like it. */
function noComma(stop: Stop): Problem {
  const { text, open, at } = stop;
  const word = text.slice(at, at + longestWord).match(/^(?:[^\s,:[\]{}"']+|.)/u)?.[0] ?? '';
  const message = `${expected(open)}, found ${word === '"' ? shown(word) : quote(word)}`;
  return problem(stop, { message, help: separating(stop, word) }, at);
}

const longestWord = 40;

function separating({ text, open, at }: Stop, word: string): string {
  if (word === '-') {
    return open.character === '['
      ? 'remove the brackets, or write the items without "-" and with "," between them'
      : 'write the list in brackets: [a, b]';
  }
  if (word === ':') return 'write "," before this key, or put a text that contains ": " in quotes';
  const unquoted = textAround(text, at);
  if (unquoted !== undefined) return `put the text in quotes: "${unquoted}"`;
  if (isQuote(text.charAt(at - 1))) return 'write "," before it, or move the quote before it';
  return 'write "," before it';
}

// A bracket inside a host or URL, as in ${tenant}.example.com: YAML reads it as a list or map of its own.
const withBrackets =
  /(?:[\w.:/$%*-]*(?:\{[\w -]{1,40}\}|\[[\w -]{1,40}\])){1,4}[\w.:/$%*-]*(?=\s*[,}\]])/y;

/** The text with a variable or a placeholder in brackets around an offset where the parser expected a comma. */
function textAround(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - longestHost), at);
  const glued = /(?:[\w.:/$%*-]|\{[\w -]{1,40}\}|\[[\w -]{1,40}\])+$/.exec(before)?.[0];
  if (glued === undefined) return undefined;
  withBrackets.lastIndex = at - glued.length;
  return withBrackets.exec(text)?.[0];
}

const longestHost = 300;

function problem({ source }: Stop, refusal: Omit<Refusal, 'rule'>, at: number): Problem {
  return problemAt({ rule: 'yaml-syntax', ...refusal }, placeAt(source, at));
}

function expected(open: Open): string {
  const closer = shown(closerOf(open));
  return isQuote(open.character) ? `expected ${closer}` : `expected "," or ${closer}`;
}

function noun({ character }: Open): string {
  if (isQuote(character)) return 'text';
  return character === '[' ? 'list' : 'map';
}

function shown(character: string): string {
  return character === '"' ? `'"'` : `"${character}"`;
}
