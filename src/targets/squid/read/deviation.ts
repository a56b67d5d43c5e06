/** What the text is not; carries the line, counted from 1. It never leaves the reader. */
export class Deviation extends Error {
  override readonly name = 'Deviation';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
