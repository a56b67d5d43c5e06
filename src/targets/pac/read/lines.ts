import { lineText, mismatch } from '../../kit/reading/not-canonical.ts';

/** What the text is not; carries the line, counted from 1. It never leaves the reader. */
export class Deviation extends Error {
  override readonly name = 'Deviation';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** The lines of a file, taken one after the other. */
export class Lines {
  readonly #lines: readonly string[];
  #taken = 0;

  /** Throws a Deviation unless the text is printable ASCII in whole lines. */
  constructor(text: string) {
    this.#lines = text.split('\n').slice(0, -1);
    const odd = this.#lines.findIndex((line) => /[^\x20-\x7e]/.test(line));
    if (odd >= 0) throw new Deviation(odd + 1, 'the line holds more than printable ASCII');
    if (!text.endsWith('\n'))
      throw new Deviation(this.#lines.length + 1, 'the file does not end in a line feed');
  }

  /** The number of the line that was taken last. */
  get number(): number {
    return this.#taken;
  }

  /** The next line, which stays. */
  peek(): string | undefined {
    return this.#lines[this.#taken];
  }

  /** Takes one line that matches, and gives what the first group of the expression holds. */
  take(shape: RegExp, what: string): string {
    const line = this.#lines[this.#taken];
    this.#taken += 1;
    const match = line === undefined ? null : shape.exec(line);
    if (match === null) throw new Deviation(this.#taken, mismatch(what, line));
    return match[1] ?? '';
  }

  /** Takes lines that stand exactly so. */
  takeExactly(...wanted: readonly string[]): void {
    for (const line of wanted) {
      const is = this.#lines[this.#taken];
      this.#taken += 1;
      if (is !== line) throw new Deviation(this.#taken, mismatch(lineText(line), is));
    }
  }

  /** Takes all that is left. */
  takeRest(): string {
    const rest = this.#lines.slice(this.#taken).join('\n');
    this.#taken = this.#lines.length;
    return rest;
  }
}
