import { withoutQuery, withoutSecrets } from '../documents/kit/secrets.ts';
import { placeholderIn } from '../net/placeholder.ts';

const separator = /[\s,;|"'`]/;
const between = /[\s,;|"'`]+/;

/** No text of a spec that names a destination is longer. */
const longestToken = 2048;

/**
 * The whole tokens of printed words: what stands between blanks, commas and quotes, also without the brackets around it
 * without the backslashes of Markdown, and without the query of a URL. A part of a name is never one.
 */
export function tokensOf(words: string): ReadonlySet<string> {
  const tokens = new Set<string>();
  const plainWords = withoutSecrets(words.replaceAll(/<br ?\/?>/gi, ' '));
  for (const piece of [...plainWords.split(between), ...spacedPlaceholders(plainWords)]) {
    if (piece === '' || piece.length > longestToken) continue;
    for (const text of [piece, ...piece.split('](')]) {
      const plain = text.replaceAll(/\\(?=[.*_<>[\]-])/g, '');
      tokens.add(text).add(plain).add(withoutBrackets(plain)).add(withoutQuery(plain));
    }
  }
  return tokens;
}

/** A text without brackets around it, and without the full stop of a sentence. */
function withoutBrackets(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && '<({['.includes(text.charAt(start))) start += 1;
  while (end > start && '>)}].:'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const spaced = /<[a-z]+(?: [a-z]+){1,5}>|\[[a-z]+(?: [a-z]+){1,5}\]|\{[a-z]+(?: [a-z]+){1,5}\}/gi;

/** Tokens with a placeholder of several words in them: `<directory id>.example.com`. */
function spacedPlaceholders(words: string): string[] {
  return [...words.matchAll(spaced)].map(({ 0: found, index }) => {
    let start = index;
    while (start > 0 && !separator.test(words.charAt(start - 1)) && index - start < longestToken)
      start -= 1;
    const rest = words.slice(index + found.length, index + longestToken);
    const end = rest.search(separator);
    return words.slice(start, index + found.length) + (end < 0 ? rest : rest.slice(0, end));
  });
}

/** A text with all its placeholders as one sign: `<tenant>.example.com` and `${name}.example.com` are equal then. */
export function withoutPlaceholders(text: string): string {
  let plain = text;
  for (let found = placeholderIn(plain); found !== undefined; found = placeholderIn(plain))
    plain = plain.replace(found, '\0');
  return plain;
}
