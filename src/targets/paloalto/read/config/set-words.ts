/** The words of a set command. A list in brackets is its last part: `from [ trust dmz ]`. */
export type Command = {
  readonly words: readonly string[];
  /** The members of a list in brackets; undefined without brackets. */
  readonly list: readonly string[] | undefined;
  /** The line on which the command begins, from 1. */
  readonly line: number;
};

/** What a line makes of a command: it is complete, its quoted text goes on in the next line, or it is not one. */
export type LineState = Command | 'open' | 'malformed';

// The first character decides: a quote inside of a bare word is a character like others.
const quoted = /"((?:[^"\\]|\\(?:.|$))*)("?)/y;
const bare = /[^ \t"][^ \t]*/y;
const blanks = /[ \t]*/y;
const textEnd = /((?:[^"\\]|\\(?:.|$))*)("?)/y;

/** A command while its lines are read. A quoted text may contain line ends. */
export class CommandDraft {
  readonly #line: number;
  readonly #words: (string | Bracket)[] = [];
  /** The lines of a quoted text that is not closed yet. */
  #open: string[] | undefined;

  constructor(line: number) {
    this.#line = line;
  }

  /** Reads the next line of the command. */
  read(text: string): LineState {
    let at = this.#open === undefined ? 0 : this.#close(text);
    while (at !== undefined && at < text.length) {
      at = after(blanks, text, at);
      if (at < text.length) at = this.#word(text, at);
    }
    if (at === undefined) return 'malformed';
    return this.#open === undefined ? this.#command() : 'open';
  }

  /** Ends the quoted text of an earlier line; undefined if another character follows it. */
  #close(text: string): number | undefined {
    textEnd.lastIndex = 0;
    const [all = '', content = '', end] = textEnd.exec(text) ?? [];
    this.#open?.push(content);
    if (end === '') return text.length;
    this.#words.push(plain((this.#open ?? []).join('\n')));
    this.#open = undefined;
    return isEnd(text, all.length) ? all.length : undefined;
  }

  /** Takes one word; undefined if it is malformed. */
  #word(text: string, at: number): number | undefined {
    quoted.lastIndex = at;
    const [all, content = '', end] = quoted.exec(text) ?? [];
    if (all === undefined) {
      const next = after(bare, text, at);
      const word = text.slice(at, next);
      this.#words.push(word === '[' || word === ']' ? brackets[word] : word);
      return next;
    }
    if (end === '') this.#open = [content];
    else this.#words.push(plain(content));
    return isEnd(text, at + all.length) ? at + all.length : undefined;
  }

  #command(): Command | 'malformed' {
    const first = this.#words.indexOf(brackets['[']);
    const head = first < 0 ? this.#words : this.#words.slice(0, first);
    const inner = first < 0 ? [] : this.#words.slice(first + 1, -1);
    const isClosed = first < 0 || this.#words.at(-1) === brackets[']'];
    const [words, list] = [head.filter(isText), inner.filter(isText)];
    if (!isClosed || words.length < head.length || list.length < inner.length) return 'malformed';
    return { words, list: first < 0 ? undefined : list, line: this.#line };
  }
}

type Bracket = { readonly bracket: string };

const brackets = { '[': { bracket: '[' }, ']': { bracket: ']' } } as const;

function isText(word: string | Bracket): word is string {
  return typeof word === 'string';
}

function after(shape: RegExp, text: string, at: number): number {
  shape.lastIndex = at;
  return at + (shape.exec(text)?.[0].length ?? 0);
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || /[ \t]/.test(text.charAt(at));
}

/** The text without the backslashes before quotes. */
function plain(text: string): string {
  return text.replaceAll('\\"', '"');
}
