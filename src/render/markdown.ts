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
  return Array.from(text, encodeCharacter).join('');
}

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
  if (/[\\`*_[\]|~]/.test(character)) return `\\${character}`;
  if (character >= ' ' && character <= '~') return character;
  const codePoint = character.codePointAt(0) ?? 0;
  // A control character has no place in a line, and no entity.
  return codePoint < 0xa0 ? ' ' : `&#x${codePoint.toString(16).toUpperCase()};`;
}
