import { visible } from './characters.ts';

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A backslash would not keep a page from reading these as a person, an issue or a formula.
  '@': '&#64;',
  '#': '&#35;',
  $: '&#36;',
};

/** Free text for one line of Markdown: printable ASCII, and no character of it is a mark. */
export function plainText(text: string): string {
  return text.replaceAll(encoded, encodeCharacter);
}

/** The characters that are not written as they are. */
const encoded = /[&<>@#$\\`*_[\]|~]|[^ -~]/gu;

/** A word of the spec's as code, or as plain text when it holds what code cannot. */
export function code(text: string): string {
  return /^[!-_a-{}~]+( [!-_a-{}~]+)*$/.test(text) ? `\`${text}\`` : plainText(text);
}

/** One row of a table; the cells are Markdown already. */
export function row(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
}

/** The heading of a table: one row of names, and the line below it. */
export function tableHead(names: readonly string[]): string[] {
  return [row(names), row(names.map(() => '---'))];
}

function encodeCharacter(character: string): string {
  const mark = marks[character];
  if (mark !== undefined) return mark;
  if (character >= ' ' && character <= '~') return `\\${character}`;
  const codePoint = character.codePointAt(0) ?? 0;
  // A control character has no place in a line, and no entity.
  return codePoint < 0xa0 ? ' ' : `&#x${codePoint.toString(16).toUpperCase()};`;
}

/**
 * Free text for a comment on GitHub, where an escape does not keep a word from becoming a person, an issue, a link, a
 * picture or a formula (github/cmark-gfm#181): each word that could is code.
 */
export function prose(text: string): string {
  return visible(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word, index) => {
      if (word === '&') return '&amp;';
      if (index === 0) return segments(word, isHarmlessFirst);
      if (isHarmless(word)) return segments(word, isHarmless);
      // A comma, a stop or a closing bracket after a word is not a part of its code.
      const [, inner = word, after = ''] = /^([^(]*[^(),.])(\)?[,.]?)$/.exec(word) ?? [];
      return `${segments(inner, isHarmless)}${after}`;
    })
    .join(' ');
}

/** A value as code, whatever it holds. */
export function literal(text: string): string {
  return segments(visible(text), () => false);
}

/** A table parts its cells before it sees code: a pipe stands between pieces of code, escaped. */
function segments(text: string, isPlain: (segment: string) => boolean): string {
  return text
    .split('|')
    .map((segment) => (segment === '' || isPlain(segment) ? segment : codeSpan(segment)))
    .join('\\|');
}

function isHarmless(word: string): boolean {
  if (word === '->') return true;
  if (!/^[\p{L}\p{M}\p{N}(),.;!?'"%+=/-]*:?$/u.test(word)) return false;
  // What GitHub links without a mark: a site, an issue, a commit.
  return !/www\.|\bgh-\d|\b[0-9a-f]{7,40}\b/i.test(word);
}

/** At the start of a line some words are a list, a heading or a rule. */
function isHarmlessFirst(word: string): boolean {
  return isHarmless(word) && !/^(?:[-+=]+|\d+[.)])$/.test(word);
}

/** Code between more backticks than it holds in a row; a space parts them from one at its ends. */
function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
