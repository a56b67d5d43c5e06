import type { OutputPlace } from '../../reading.ts';
import { expected, lineText, type Mismatch, refuseAt } from './not-canonical.ts';

/** The values of an expression's groups; a group that did not take part is undefined. */
type Groups = readonly (string | undefined)[];

/** The lines of a file, taken one after the other. It refuses a line that its caller does not expect. */
export class Cursor {
  readonly file: string;
  readonly #lines: readonly string[];
  #taken = 0;
  /** The last match, since most lines are looked at and then taken. */
  #last:
    | {
        readonly line: number;
        readonly start: string;
        readonly shape: RegExp;
        readonly groups: Groups | undefined;
      }
    | undefined;

  /** Refuses anything but printable ASCII in whole lines; tabs only where lines are indented with them. */
  constructor(file: string, text: string, indent: 'spaces' | 'tabs' = 'spaces') {
    this.file = file;
    this.#lines = text.split('\n').slice(0, -1);
    const shape = indent === 'tabs' ? /^\t*[\x20-\x7e]*$/ : /^[\x20-\x7e]*$/;
    const unprintable = /[^\n\x20-\x7e]/.test(text)
      ? this.#lines.findIndex((line) => !shape.test(line))
      : -1;
    if (unprintable >= 0)
      this.refuse(expected('printable ASCII', lineText(this.#lines[unprintable])), unprintable + 1);
    if (text !== '' && !text.endsWith('\n'))
      this.refuse(expected('a line feed at the end of the file', 'none'), this.#lines.length + 1);
  }

  /** The number, from 1, of the line that was taken last; 0 before the first. */
  get line(): number {
    return this.#taken;
  }

  /** The location of the line that was taken last. */
  get at(): OutputPlace {
    return { file: this.file, line: this.#taken };
  }

  /** The lines that are not taken yet. Does not take them. */
  get left(): readonly string[] {
    return this.#lines.slice(this.#taken);
  }

  /** The next line, undefined at the end. Does not take it. */
  peek(): string | undefined {
    return this.#lines[this.#taken];
  }

  /** Does the next line match? */
  sees(shape: RegExp): boolean {
    return this.seesAfter('', shape);
  }

  /** Does the next line begin with `start`, and the rest match? */
  seesAfter(start: string, shape: RegExp): boolean {
    return this.#match(start, shape) !== undefined;
  }

  /** Takes one line that matches; returns the value of the expression's first group. */
  take(shape: RegExp, what: string): string {
    return this.takeGroups(shape, what)[0] ?? '';
  }

  /** Takes one line that matches; returns the values of all groups of the expression. */
  takeGroups(shape: RegExp, what: string): Groups {
    return this.takeAfter('', shape, what);
  }

  /** Takes one line that begins with `start` and whose rest matches; returns the values of the groups. */
  takeAfter(start: string, shape: RegExp, what: string): Groups {
    const groups = this.#match(start, shape) ?? this.#refuseNext(what);
    this.#taken += 1;
    return groups;
  }

  /** Takes lines as long as they match; returns what `value` makes of the groups of each. */
  takeWhile<Value>(shape: RegExp, value: (groups: Groups) => Value): Value[] {
    return this.takeWhileAfter('', shape, value);
  }

  /** Takes lines as long as they begin with `start` and the rest matches; returns what `value` makes of the groups. */
  takeWhileAfter<Value>(start: string, shape: RegExp, value: (groups: Groups) => Value): Value[] {
    const values: Value[] = [];
    let groups = this.#match(start, shape);
    while (groups !== undefined) {
      this.#taken += 1;
      values.push(value(groups));
      groups = this.#match(start, shape);
    }
    return values;
  }

  /** Takes lines as long as they are `start` and one word after it; returns what `value` makes of each word. */
  takeWordsAfter<Value>(start: string, value: (word: string) => Value): Value[] {
    const values: Value[] = [];
    for (let line = this.peek(); line?.startsWith(start); line = this.peek()) {
      const word = line.slice(start.length);
      if (word === '' || word.includes(' ')) break;
      this.#taken += 1;
      values.push(value(word));
    }
    return values;
  }

  /** Takes exactly these lines. */
  takeExactly(...wanted: readonly string[]): void {
    for (const line of wanted) if (!this.takeIf(line)) this.#refuseNext(lineText(line));
  }

  /** Takes the next line if it is exactly this one; returns whether it was. */
  takeIf(line: string): boolean {
    const isThere = this.peek() === line;
    if (isThere) this.#taken += 1;
    return isThere;
  }

  /** The file must end here; `instead` names what the file could also have here. */
  end(instead?: string): void {
    const end = lineText(undefined);
    if (this.peek() !== undefined)
      this.#refuseNext(instead === undefined ? end : `${instead}, or ${end}`);
  }

  /** Refuses a line by its number, from 1; without one, the line that was taken last. */
  refuse(message: Mismatch, line: number = this.#taken): never {
    return refuseAt({ file: this.file, line }, message);
  }

  #refuseNext(what: string): never {
    return this.refuse(expected(what, lineText(this.peek())), this.#taken + 1);
  }

  #match(start: string, shape: RegExp): Groups | undefined {
    const line = this.#taken;
    if (this.#last?.line !== line || this.#last.start !== start || this.#last.shape !== shape)
      this.#last = { line, start, shape, groups: matchAfter(this.peek(), start, shape) };
    return this.#last.groups;
  }
}

function matchAfter(line: string | undefined, start: string, shape: RegExp): Groups | undefined {
  if (line?.startsWith(start) !== true) return undefined;
  return shape.exec(line.slice(start.length))?.slice(1);
}
