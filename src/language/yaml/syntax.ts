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
import { maxDepth, tooDeep } from './refusals.ts';
import { placeAt, type SourceText } from './source.ts';
import { unclosed } from './unclosed.ts';

/** The parser's events for a text (of which `source` tells the places), or its first error in our words. */
export function readEvents(
  source: SourceText,
  text: string,
): Result<readonly Event[], SyntaxFault> {
  try {
    // The parser counts a scalar as a level, and sometimes a collection in brackets as two:
    // the composer counts exactly.
    return success(parseEvents(text, { maxDepth: maxDepth + 2 }));
  } catch (error) {
    // Its message and mark hold the file's text: nothing but the reason and the offset is used.
    if (error instanceof YAMLException) return failure(fault(source, text, error));
    throw error;
  }
}

/** A syntax error, and where the parser gave up. */
export type SyntaxFault = { readonly problem: Problem; readonly offset: number };

function fault(source: SourceText, text: string, error: YAMLException): SyntaxFault {
  const position = error.mark?.position ?? 0;
  const inBrackets = unclosed(source, text, { reason: error.reason, position });
  if (inBrackets !== undefined) return { problem: inBrackets, offset: position };
  const deep = error.reason.startsWith('nesting exceeded');
  // An error at the end of a line, or of the file, is shown at the last character before it.
  const offset = deep ? nextText(text, position) : lastText(text, position);
  const refusal = deep ? tooDeep : translate(error.reason, lineUpTo(text, offset));
  return { problem: problemAt(refusal, placeAt(source, offset)), offset: position };
}

/** The parser counts a level before it looks for its first character. */
function nextText(text: string, offset: number): number {
  const found = text.slice(offset).search(/\S/);
  return found < 0 ? lastText(text, offset) : offset + found;
}

type Sentence = readonly [found: RegExp, rule: string, message: string, help: string];

const syntax = 'yaml-syntax';

/** Where the parser's reason says little, the line up to the character it stopped at says more. */
function misplaced(lineUpTo: string): RegExp {
  return new RegExp(`^(?:bad indentation|missed comma|end of the stream)[^\\n]*\\n${lineUpTo}$`);
}

/** Each matches the parser's reason, a line feed, and the line up to where it stopped; the first counts. */
const sentences: readonly Sentence[] = [
  [
    misplaced('.*[@`%]'),
    syntax,
    'a text cannot begin with this character without quotes',
    'put the text in quotes',
  ],
  [
    misplaced('.*:\\s.*:'),
    syntax,
    'a second ": " in one line',
    'put a text that holds ": " in quotes, or begin a new line',
  ],
  [
    misplaced('.*:'),
    syntax,
    'this line continues the text above it, so it cannot be a key',
    'indent it like the keys beside it, and write ": " after the key above',
  ],
  [
    misplaced('.*\\S\\s+-'),
    syntax,
    'a list cannot begin on the line of its key',
    'begin it on the next line, or write it in brackets: [a, b]',
  ],
  [
    misplaced('.*\\S\\s*\\S'),
    syntax,
    'this follows a value that has ended already',
    'put the whole text in quotes, or begin a new line',
  ],
  [
    /^deficient indentation\n\s*[\]}]$/,
    syntax,
    'this bracket is not indented deeper than the key whose value it closes',
    'indent it deeper than the key',
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
    'a text that begins with "!" is a YAML tag, and a spec has none',
    'remove the tag, or put the text in quotes',
  ],
  [
    /^[^\n]*\balias node\b/,
    'yaml-alias',
    'a text that begins with "*" is a YAML alias, and a spec has none',
    'put the text in quotes: "*.example.com"',
  ],
  [
    /^[^\n]*\banchor\b/,
    'yaml-anchor',
    'a text that begins with "&" is a YAML anchor, and a spec has none',
    'remove the anchor, or put the text in quotes',
  ],
  [
    /^[^\n]*directive/,
    'yaml-directive',
    'a line that begins with "%" is a YAML directive, and a spec has none',
    'remove the line, or put the text in quotes',
  ],
  [/but found ','\n/, syntax, 'there is nothing before this comma', 'remove the comma'],
  [
    /^expected ':'|implicit key\n/,
    syntax,
    'a key without a colon',
    'write ": " after the key, or indent a text that continues the line above deeper',
  ],
  [/^a whitespace character/, syntax, 'a space is missing after the colon', 'write ": "'],
  [
    /^bad indentation/,
    syntax,
    'this is not indented like what it stands beside',
    'indent the keys of one map alike, and the items of one list',
  ],
  [/^tab characters/, 'tab-character', 'a tab is used to indent', 'indent with spaces'],
  [
    /^unknown escape|hexadecimal character\n/,
    syntax,
    'a backslash in double quotes begins an escape, and this is none',
    'write two backslashes, or use single quotes',
  ],
  [
    /^end of the stream/,
    syntax,
    'this belongs to nothing before it',
    'indent it like the keys beside it, and write ": " after a key',
  ],
  [
    /^a line break is expected|of a block scalar|identifier\n/,
    syntax,
    'a "|" or ">" begins a text on the following lines, and this does not follow it',
    'write the text on the next line, indented, or put it in quotes',
  ],
];

function translate(reason: string, upTo: string): Refusal {
  const found = sentences.find(([pattern]) => pattern.test(`${reason}\n${upTo}`));
  if (found === undefined) return unknownReason(reason);
  const [, rule, message, help] = found;
  return { rule, message, help };
}

const longestLine = 500;

/** The line up to a character, with it; of a long line only the end. */
function lineUpTo(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(Math.max(start, offset - longestLine), offset + 1);
}

function unknownReason(reason: string): Refusal {
  return {
    rule: syntax,
    message: `this is not YAML: ${reason}`,
    help: 'see the lines above it too',
  };
}
