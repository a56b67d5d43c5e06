import type { PlacedFix } from '../../problem.ts';
import { skipGap } from './next-token.ts';
import { openAt } from './open.ts';
import { lineAt, lineSpan, placeAt, type SourceText } from './source.ts';

/** A key and an unquoted value on one line, without a comment. */
const keyAndText = /^( *(?:- +)*)([A-Za-z]+: +)([^\s"'[\]{}&*!|>#,?][^\r\n]*?) *$/;
/** Longer than the limit of any text that is written on one line. */
const longestLine = 2000;

/** The fix that puts the value of the line at an offset in quotes; undefined if the line has another form. */
export function quotesOnLine(source: SourceText, offset: number): PlacedFix | undefined {
  const { start, end } = lineSpan(source, lineAt(source, offset));
  if (end - start > longestLine) return undefined;
  const line = source.text.slice(start, end);
  const [, indent = '', key = '', text = ''] = keyAndText.exec(line) ?? [];
  if (text === '' || / #/.test(text) || continues(source, end, indent.length)) return undefined;
  const from = start + indent.length + key.length;
  if (openAt(source.text, from).open.length > 0) return undefined;
  return { from: text, to: [text], style: 'quotes', at: placeAt(source, from, from + text.length) };
}

/** Whether the text of a key at this column continues on the line after an offset. */
function continues({ text }: SourceText, offset: number, column: number): boolean {
  const next = skipGap(text, offset);
  return next < text.length && next - (text.lastIndexOf('\n', next) + 1) > column;
}

/** A value in quotes. Single quotes need no escapes, except for themselves. */
export function inQuotes(value: string): string {
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}
