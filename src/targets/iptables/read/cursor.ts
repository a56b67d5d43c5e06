import { lineText, mismatch } from '../../kit/reading/not-canonical.ts';
import type { NotCanonical } from '../../target.ts';

/** Thrown inside the reader where a file is not what the tool writes; `read` turns it into its result. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
  readonly where: NotCanonical;

  constructor(where: NotCanonical) {
    super(where.message);
    this.where = where;
  }
}

/** Reads a file line by line and refuses the first line that is not as expected. */
export class Cursor {
  readonly file: string;
  readonly #lines: readonly string[];
  #next = 0;

  /** Refuses a text with anything but printable ASCII and line feeds, or without a final line feed. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = text.split('\n');
    const odd = this.#lines.findIndex((line) => /[^\x20-\x7e]/.test(line));
    if (odd >= 0) this.refuseAt(odd + 1, 'holds a character that is not printable ASCII');
    if (this.#lines.at(-1) !== '') this.refuseAt(this.#lines.length, 'ends without a line feed');
  }

  /** The number of the line that was taken last. */
  get line(): number {
    return this.#next;
  }

  /** Takes one line that must be this text. */
  expect(text: string): void {
    if (this.#peek() !== text) this.#refuseNext(lineText(text));
    this.#next += 1;
  }

  /** Takes one line that must match, and gives its groups. */
  match(pattern: RegExp, what: string): readonly (string | undefined)[] {
    const groups = this.optional(pattern);
    return groups ?? this.#refuseNext(what);
  }

  /** Takes one line if it is this text, and says whether it was. */
  take(text: string): boolean {
    const isThere = this.#peek() === text;
    if (isThere) this.#next += 1;
    return isThere;
  }

  /** Takes one line if it matches. */
  optional(pattern: RegExp): readonly (string | undefined)[] | undefined {
    const groups = pattern.exec(this.#peek() ?? '');
    if (groups === null) return undefined;
    this.#next += 1;
    return groups.slice(1);
  }

  /** Takes lines as long as they match. */
  while<Value>(pattern: RegExp, take: (groups: readonly (string | undefined)[]) => Value): Value[] {
    const values: Value[] = [];
    for (
      let groups = this.optional(pattern);
      groups !== undefined;
      groups = this.optional(pattern)
    ) {
      values.push(take(groups));
    }
    return values;
  }

  /** The file must end here; `more` is what else could stand here. */
  end(more = ''): void {
    if (this.#peek() !== undefined) this.#refuseNext(`${more}the end of the file`);
  }

  /** Refuses the line that was taken last. */
  refuse(message: string): never {
    return this.refuseAt(this.#next, message);
  }

  refuseAt(line: number, message: string): never {
    throw new Mismatch({ file: this.file, line, message: `the line ${message}` });
  }

  /** Refuses the next line, which is not the expected one. */
  #refuseNext(expected: string): never {
    const message = mismatch(expected, this.#peek());
    throw new Mismatch({ file: this.file, line: this.#next + 1, message });
  }

  #peek(): string | undefined {
    return this.#next < this.#lines.length - 1 ? this.#lines[this.#next] : undefined;
  }
}
