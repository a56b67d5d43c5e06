/** What a file is not; carries its place. It never leaves the reader. */
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

  /** Throws a Deviation unless the text is printable ASCII in whole lines. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = text.split('\n').slice(0, -1);
    const odd = this.#lines.findIndex((line) => /[^\x20-\x7e]/.test(line));
    if (odd >= 0) throw new Deviation(file, odd + 1, 'the line holds more than printable ASCII');
    if (!text.endsWith('\n'))
      throw new Deviation(file, this.#lines.length + 1, 'the file does not end in a line feed');
  }

  /** The number of the line that was taken last. */
  get number(): number {
    return this.#taken;
  }

  /** Is the next line one that matches? */
  sees(shape: RegExp): boolean {
    const line = this.#lines[this.#taken];
    return line !== undefined && shape.test(line);
  }

  /** Takes one line that matches, and gives what the groups of the expression hold. */
  take(shape: RegExp, what: string): string[] {
    const line = this.#lines[this.#taken];
    this.#taken += 1;
    const match = line === undefined ? null : shape.exec(line);
    if (match === null) this.refuse(`here stands ${what}`);
    return match.slice(1);
  }

  /** Does the next line begin so, and go on with what matches? */
  seesAfter(start: string, shape: RegExp): boolean {
    const line = this.#lines[this.#taken];
    return line?.startsWith(start) === true && shape.test(line.slice(start.length));
  }

  /** Takes one line that begins so and goes on with what matches; gives what the groups hold. */
  takeAfter(start: string, shape: RegExp, what: string): string[] {
    const line = this.#lines[this.#taken];
    this.#taken += 1;
    const match = line?.startsWith(start) === true ? shape.exec(line.slice(start.length)) : null;
    if (match === null) this.refuse(`here stands ${what}`);
    return match.slice(1);
  }

  /** Takes lines that stand exactly so. */
  takeExactly(...wanted: readonly string[]): void {
    for (const line of wanted) {
      const is = this.#lines[this.#taken];
      this.#taken += 1;
      if (is !== line) this.refuse(`here stands ${JSON.stringify(line)}`);
    }
  }

  /** Throws unless every line was taken. */
  end(): void {
    if (this.#taken === this.#lines.length) return;
    this.#taken += 1;
    this.refuse('the file ends before this line');
  }

  /** Throws at the line that was taken last. */
  refuse(message: string): never {
    throw new Deviation(this.file, this.#taken, message);
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
