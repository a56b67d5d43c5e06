import { visible } from '../../characters.ts';

/** The columns of a line: 80 in files and pipes. */
export let columns = 80;

/** Uses the width of a terminal, from 60 to 120 columns: long lines are hard to read. */
export function fitTerminal(width: number): void {
  columns = Math.min(120, Math.max(60, width));
}

/** The column of texts after their labels. */
export const indent = 13;

/**
 * A label followed by a text, in lines that fit unless a word is longer. Hidden characters are escaped. The lines after
 * the first are indented like the text.
 */
export function labelled(label: string, text: string): string[] {
  const lines = linesOf(text, columns - indent);
  const pad = ' '.repeat(indent);
  return lines.map((line, index) => `${index === 0 ? label.padEnd(indent) : pad}${line}`);
}

/** The same without a label, indented by `by` spaces; a word that is longer than a line gets its own line. */
export function wrap(text: string, by: number): string[] {
  return linesOf(text, columns - by).map((line) => ' '.repeat(by) + line);
}

/** Does the text fit in a line? */
export function fits(text: string): boolean {
  return widthOf(text) <= columns;
}

/** The words of a text in lines of this width; a word that is longer gets its own line. */
export function linesOf(text: string, width: number): string[] {
  const shown = visible(text);
  if (widthOf(shown) <= width) return [shown];
  const lines: string[] = [];
  for (const word of shown.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const wide =
  /^[\p{Emoji_Presentation}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]$/u;
const combining = /^\p{M}$/u;
const plain = /^[ -~]*$/;

/** The columns of a text on a terminal, with hidden characters escaped. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
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
