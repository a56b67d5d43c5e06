import { type Event, parseEvents, YAMLException } from 'js-yaml';
import {
  failure,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
  success,
} from '../../problem.ts';
import { lastText } from './open.ts';
import { quotesOnLine } from './quotes.ts';
import { maxDepth, tooDeep } from './refusals.ts';
import { placeAt, type SourceText } from './source.ts';
import { unclosed } from './unclosed.ts';

/** The parser's events for a text, or its first error as a problem; `source` is the index of the text. */
export function readEvents(
  source: SourceText,
  text: string,
): Result<readonly Event[], SyntaxFault> {
  try {
    // The parser counts a scalar as a level, and sometimes a collection in brackets as two:
    // the composer counts exactly.
    return success(parseEvents(text, { maxDepth: maxDepth + 2 }));
  } catch (error) {
    // The message of the exception contains text of the file, so only its reason and offset are used.
    if (error instanceof YAMLException) return failure(fault(source, text, error));
    throw error;
  }
}

/** A syntax error, and the offset where the parser stopped. */
export type SyntaxFault = { readonly problem: Problem; readonly offset: number };

function fault(source: SourceText, text: string, error: YAMLException): SyntaxFault {
  const position = error.mark?.position ?? 0;
  const inBrackets = unclosed(source, text, { reason: error.reason, position });
  if (inBrackets !== undefined) return { problem: inBrackets, offset: position };
  const deep = error.reason.startsWith('nesting exceeded');
  // An error at the end of a line, or of the file, is shown at the last character before it.
  const offset = deep ? nextText(text, position) : lastText(text, position);
  const { needsQuotes, ...refusal } = deep
    ? tooDeepHere
    : translate(error.reason, lineUpTo(text, offset));
  const problem = problemAt(refusal, placeAt(source, offset));
  const fix = needsQuotes ? quotesOnLine(source, offset) : undefined;
  return { problem: fix === undefined ? problem : { ...problem, fix }, offset: position };
}

/** The next character that is not a space. The parser counts a level before it reads its first character. */
function nextText(text: string, offset: number): number {
  const found = text.slice(offset).search(/\S/);
  return found < 0 ? lastText(text, offset) : offset + found;
}

type Sentence = readonly [
  found: RegExp,
  rule: string,
  message: string,
  help: string,
  needsQuotes?: true,
];

const syntax = 'yaml-syntax';

/** Matches a vague reason of the parser, and the line up to where it stopped. */
function misplaced(lineUpTo: string): RegExp {
  return new RegExp(`^(?:bad indentation|missed comma|end of the stream)[^\\n]*\\n${lineUpTo}$`);
}

/** Each pattern matches the parser's reason, a line feed, and the line up to where it stopped. The first match applies. */
const sentences: readonly Sentence[] = [
  [
    misplaced('.*[@`%]'),
    syntax,
    'an unquoted text cannot begin with this character',
    'put the text in quotes',
    true,
  ],
  [
    misplaced('.*:\\s.*:'),
    syntax,
    'unexpected second ": " on this line',
    'put a text that contains ": " in quotes, or begin a new line',
    true,
  ],
  [
    misplaced('.*:'),
    syntax,
    'this line continues the text above it, so it cannot be a key',
    'align it with the other keys, and write ": " after the key above',
  ],
  [
    misplaced('.*\\S\\s+-'),
    syntax,
    'a list with "-" cannot begin on the line of its key',
    'begin it on the next line, or write it in brackets: [a, b]',
  ],
  [
    misplaced('.*\\S\\s*\\S'),
    syntax,
    'unexpected text after a value',
    'put the whole text in quotes, or begin a new line',
  ],
  [
    /^deficient indentation\n\s*[\]}]$/,
    syntax,
    'this closing bracket is not indented deeper than its key',
    'add spaces before the bracket',
  ],
  [
    /^deficient indentation|(?:quoted scalar|flow collection)\n/,
    syntax,
    'a quote or bracket before this is not closed',
    'close it, or indent the lines inside it deeper than the key',
  ],
  [/^missed comma/, syntax, 'expected "," before this', 'write "," between the items'],
  [
    /^[^\n]*\btag\b/,
    'yaml-tag',
    'a text that begins with "!" is a YAML tag, which specs do not support',
    'remove the tag, or put the text in quotes',
  ],
  [
    /^[^\n]*\balias node\b/,
    'yaml-alias',
    'a text that begins with "*" is a YAML alias, which specs do not support',
    'put the text in quotes: "*.example.com"',
  ],
  [
    /^[^\n]*\banchor\b/,
    'yaml-anchor',
    'a text that begins with "&" is a YAML anchor, which specs do not support',
    'remove the anchor, or put the text in quotes',
  ],
  [
    /^[^\n]*directive/,
    'yaml-directive',
    'a line that begins with "%" is a YAML directive, which specs do not support',
    'remove the line, or put the text in quotes',
  ],
  [/but found ','\n/, syntax, 'expected an item before ","', 'remove the comma'],
  [
    /^expected ':'|implicit key\n/,
    syntax,
    'expected ":" after this key',
    'write ": " after the key, or indent the line deeper to continue the text above',
  ],
  [/^a whitespace character/, syntax, 'expected a space after ":"', 'write ": "'],
  [
    /^bad indentation/,
    syntax,
    'this line is not aligned with the lines above it',
    'align the keys of one map, and the items of one list',
  ],
  [/^tab characters/, 'tab-character', 'tab in the indentation', 'use spaces instead'],
  [
    /^unknown escape|hexadecimal character\n/,
    syntax,
    'invalid escape sequence in a double-quoted text',
    'write two backslashes, or use single quotes',
  ],
  [
    /^end of the stream/,
    syntax,
    'unexpected indentation: this line does not belong to the map or list above',
    'align it with the other keys, and write ": " after a key',
  ],
  [
    /^a line break is expected|of a block scalar|identifier\n/,
    syntax,
    'expected the text on the lines below "|" or ">"',
    'move the text to the next line and indent it, or put it in quotes',
  ],
];

type Translated = Refusal & { readonly needsQuotes: boolean };

const tooDeepHere: Translated = { ...tooDeep, needsQuotes: false };

function translate(reason: string, upTo: string): Translated {
  const found = sentences.find(([pattern]) => pattern.test(`${reason}\n${upTo}`));
  if (found === undefined) return { ...unknownReason(reason), needsQuotes: false };
  const [, rule, message, help, needsQuotes = false] = found;
  return { rule, message, help, needsQuotes };
}

const longestLine = 500;

/** The line up to and including a character; only the end of a long line. */
function lineUpTo(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(Math.max(start, offset - longestLine), offset + 1);
}

function unknownReason(reason: string): Refusal {
  return {
    rule: syntax,
    message: `invalid YAML: ${reason}`,
    help: 'check this line and the lines above it',
  };
}
