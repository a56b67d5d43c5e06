import { lineText, mismatch } from './not-canonical.ts';

/** What a file is not; carries the file and the line, counted from 1. It never leaves the reader. */
export class Deviation extends Error {
  override readonly name = 'Deviation';
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, message: string) {
    super(message);
    this.file = file;
    this.line = line;
  }
}

/** The lines of a file, taken one after the other. */
export class Lines {
  readonly file: string;
  readonly #lines: readonly string[];
  #taken = 0;

  /** Refuses anything but printable ASCII in whole lines; tabs only where lines are indented with them. */
  constructor(file: string, text: string, indent: 'spaces' | 'tabs') {
    this.file = file;
    this.#lines = text.split('\n').slice(0, -1);
    const shape = indent === 'tabs' ? /^\t*[\x20-\x7e]*$/ : /^[\x20-\x7e]*$/;
    const odd = this.#lines.findIndex((line) => !shape.test(line));
    if (odd >= 0) this.refuse('the line holds more than printable ASCII', odd + 1);
    if (!text.endsWith('\n'))
      this.refuse('the file does not end in a line feed', this.#lines.length + 1);
  }

  /** The number of the line that was taken last. */
  get number(): number {
    return this.#taken;
  }

  /** The next line, which stays; undefined at the end. */
  peek(): string | undefined {
    return this.#lines[this.#taken];
  }

  /** Takes one line that matches, and gives what the first group of the expression holds. */
  take(shape: RegExp, what: string): string {
    return this.takeGroups(shape, what)[0] ?? '';
  }

  /** Takes one line that matches, and gives what all groups of the expression hold. */
  takeGroups(shape: RegExp, what: string): string[] {
    const line = this.peek();
    this.#taken += 1;
    const match = shape.exec(line ?? '\n');
    return match === null ? this.refuse(mismatch(what, line)) : match.slice(1);
  }

  /** Is the next line one that matches? */
  sees(shape: RegExp): boolean {
    return shape.test(this.peek() ?? '\n');
  }

  /** Does the next line begin so, and go on with what matches? */
  seesAfter(start: string, shape: RegExp): boolean {
    const line = this.peek();
    return line?.startsWith(start) === true && shape.test(line.slice(start.length));
  }

  /** Takes one line that begins so and goes on with what matches; gives what the groups hold. */
  takeAfter(start: string, shape: RegExp, what: string): string[] {
    const line = this.peek();
    this.#taken += 1;
    const match = line?.startsWith(start) === true ? shape.exec(line.slice(start.length)) : null;
    return match === null ? this.refuse(mismatch(what, line)) : match.slice(1);
  }

  /** Takes lines that stand exactly so. */
  takeExactly(...wanted: readonly string[]): void {
    for (const line of wanted) {
      const is = this.peek();
      this.#taken += 1;
      if (is !== line) this.refuse(mismatch(lineText(line), is));
    }
  }

  /** Takes the next line if it stands exactly so. */
  takeIf(line: string): boolean {
    if (this.peek() !== line) return false;
    this.#taken += 1;
    return true;
  }

  /** The file ends here. */
  end(): void {
    const line = this.peek();
    if (line !== undefined) this.refuse(mismatch('the end of the file', line), this.#taken + 1);
  }

  refuse(message: string, line: number = this.#taken): never {
    throw new Deviation(this.file, line, message);
  }
}

/** Throws unless each item comes after the one before it. */
export function assertAscending<Item>(
  lines: Lines,
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): void {
  const wrong = items.some((item, index) => {
    const before = items[index - 1];
    return index > 0 && before !== undefined && compare(before, item) >= 0;
  });
  if (wrong) lines.refuse('the order is not ascending, or something stands twice');
}
