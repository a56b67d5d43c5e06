/** A piece of text that users read, and where it is. */
export type Text = { readonly file: string; readonly line: number; readonly text: string };

/** A banned phrase, and how to find it. */
export type Phrase = { readonly phrase: string; readonly pattern: RegExp };

/** The phrases that the page bans: the first column of its table between the markers. */
export function bannedPhrases(page: string): Phrase[] {
  const [, table = ''] = /<!-- phrases -->\n([\s\S]*?)<!-- \/phrases -->/.exec(page) ?? [];
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  return rows
    .slice(2)
    .flatMap((row) => (row.split('|')[1] ?? '').split(','))
    .map((phrase) => ({ phrase: phrase.trim(), pattern: patternOf(phrase.trim()) }));
}

/** Finds a phrase and its inflections, also where a line wraps in it; not as a part of an id or of a path. */
function patternOf(phrase: string): RegExp {
  const words = phrase.split(' ').join(String.raw`\s+(?:(?:#|\/\/|\*|>)\s+)?`);
  return new RegExp(String.raw`(?<![\w/.$-])${words}(?:e?s|e?d|ing)?(?![\w/-])`, 'gi');
}

/** Each use of a banned phrase, as `file:line: "phrase"`. */
export function usesOf(phrases: readonly Phrase[], texts: readonly Text[]): string[] {
  return texts.flatMap(({ file, line, text }) =>
    phrases.flatMap(({ phrase, pattern }) =>
      [...text.matchAll(pattern)].map(
        ({ index }) => `${file}:${line + linesBefore(text, index)}: "${phrase}"`,
      ),
    ),
  );
}

function linesBefore(text: string, index: number): number {
  return text.slice(0, index).split('\n').length - 1;
}

/** A page without its code spans, link targets and comments; its lines stay. */
export function prose(file: string, page: string): Text {
  const hidden = /`[^`\n]+`|\]\([^)\n]*\)|<!--[\s\S]*?-->/g;
  const fences = /^```[\s\S]*?^```/gm;
  const blank = (part: string) => part.replaceAll(/[^\n]/g, '_');
  // A fence holds what the tool prints, where a backquote begins no code span.
  const kept = page.split(fences);
  const fenced = page.match(fences) ?? [];
  const text = kept.map((part, index) => part.replaceAll(hidden, blank) + (fenced[index] ?? ''));
  return { file, line: 1, text: text.join('') };
}

/** The descriptions and titles of a JSON Schema that is formatted with one key a line. */
export function descriptionsOf(file: string, schema: string): Text[] {
  return schema.split('\n').flatMap((line, index) => {
    const [, text] = /^\s*"(?:description|title|\$comment)": (".*"),?$/.exec(line) ?? [];
    return text === undefined ? [] : [{ file, line: index + 1, text: String(JSON.parse(text)) }];
  });
}

/** A walk through a module, character by character. */
type Walk = {
  readonly source: string;
  at: number;
  /** The last token that is not a space or a comment: it tells a regular expression from a division. */
  last: string;
  /** For each `${` that is open, how many braces are open inside of it. */
  readonly braces: number[];
  readonly found: [start: number, end: number][];
};

/** The string literals of a module that contain a space: no comments, regular expressions or code. */
export function literalsOf(file: string, source: string): Text[] {
  const walk: Walk = { source, at: 0, last: '', braces: [], found: [] };
  while (walk.at < source.length) step(walk);
  return walk.found
    .map(([start, end]) => ({
      file,
      line: linesBefore(source, start) + 1,
      text: source.slice(start, end).replaceAll('\\n', '  '),
    }))
    .filter(({ text }) => /\S\s+\S/.test(text));
}

const skipped = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const literal = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const chunk = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
const regular = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const word = /[\w$]+|[\s\S]/y;

function step(walk: Walk): void {
  const text = taken(walk, skipped) ?? '';
  if (text !== '' || walk.at >= walk.source.length) return;
  const character = walk.source[walk.at] ?? '';
  if (character === '`' || (character === '}' && walk.braces.at(-1) === 0)) readChunk(walk);
  else if (character === '/' && /^$|[(,=:[!&|?{};]|^(?:return|case)$/.test(walk.last))
    walk.last = taken(walk, regular) ?? taken(walk, word) ?? '';
  else readToken(walk);
}

function readToken(walk: Walk): void {
  const start = walk.at;
  const text = taken(walk, literal);
  if (text !== undefined) walk.found.push([start + 1, walk.at - 1]);
  walk.last = text ?? taken(walk, word) ?? '';
  const open = walk.braces.length - 1;
  if (open < 0) return;
  const change = Number(walk.last === '{') - Number(walk.last === '}');
  walk.braces[open] = (walk.braces[open] ?? 0) + change;
}

/** Reads a template from a backquote, or from the end of a `${}`, to the next of either. */
function readChunk(walk: Walk): void {
  if (walk.source[walk.at] === '}') walk.braces.pop();
  walk.at += 1;
  const start = walk.at;
  const text = taken(walk, chunk) ?? '';
  const end = text.endsWith('`') ? 1 : 2;
  walk.found.push([start, walk.at - end]);
  if (end === 2) walk.braces.push(0);
  walk.last = end === 2 ? '{' : text;
}

/** What the pattern matches at the walk's position, which moves behind it. */
function taken(walk: Walk, pattern: RegExp): string | undefined {
  pattern.lastIndex = walk.at;
  const [text] = pattern.exec(walk.source) ?? [];
  walk.at += text?.length ?? 0;
  return text;
}
