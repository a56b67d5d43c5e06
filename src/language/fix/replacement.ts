import type { Fix } from '../../problem.ts';
import { openAt } from '../yaml/open.ts';
import { inQuotes } from '../yaml/quotes.ts';

/** The text that replaces a text at an offset; undefined where several items have no unambiguous layout. */
export function replacementOf(text: string, start: number, fix: Fix): string | undefined {
  const [only = '', ...more] = fix.to;
  if (fix.style === 'line') return more.length === 0 ? only : undefined;
  const written = fix.to.map((value) => inYaml(value, fix));
  return more.length === 0 ? written[0] : itemsText(text, start, written);
}

// YAML would read the last colon of "2001:db8::" as the end of a key.
function inYaml(value: string, { style }: Fix): string {
  return style === 'quotes' || /^[:*]|:$/.test(value) ? inQuotes(value) : value;
}

/** Several items in the layout of the item that they replace: after commas in brackets, else on lines of their own. */
function itemsText(text: string, start: number, items: readonly string[]): string | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (/^ *- +$/.test(before)) return items.join(lineEndAt(text, start) + before);
  return openAt(text, start).open.at(-1)?.character === '[' ? items.join(', ') : undefined;
}

/** The line end of the line at an offset. */
function lineEndAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return end > 0 && text.charAt(end - 1) === '\r' ? '\r\n' : '\n';
}
