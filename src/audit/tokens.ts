import { placeholderIn } from '../net/placeholder.ts';

const between = /[\s,;|"'`]+/;
const around = /^[<({[]+|[>)}\].:]+$/g;

/** No text of a spec that names a destination is longer. */
const longestToken = 2048;

/**
 * The whole tokens of printed words: what stands between blanks, commas and quotes, also without the brackets around it
 * and without the backslashes of Markdown. A part of a name is never one.
 */
export function tokensOf(words: string): ReadonlySet<string> {
  const tokens = new Set<string>();
  for (const piece of words.replaceAll(/<br\s*\/?>/gi, ' ').split(between)) {
    if (piece === '' || piece.length > longestToken) continue;
    for (const text of [piece, ...piece.split('](')]) {
      const plain = text.replaceAll(/\\(?=[.*_<>[\]-])/g, '');
      tokens.add(text).add(plain).add(plain.replaceAll(around, ''));
    }
  }
  return tokens;
}

/** A text with all its placeholders as one sign: `<tenant>.example.com` and `${name}.example.com` are equal then. */
export function withoutPlaceholders(text: string): string {
  let plain = text;
  for (let found = placeholderIn(plain); found !== undefined; found = placeholderIn(plain))
    plain = plain.replace(found, '\0');
  return plain;
}
