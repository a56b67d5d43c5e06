import { visible } from '../../../characters.ts';
import type { OutputPlace } from '../../target.ts';

/** Thrown inside a reader where a file is not what the tool writes; `readFiles` makes a failure of it. */
export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError';
  readonly at: OutputPlace;

  constructor(at: OutputPlace, message: string) {
    super(message);
    this.at = at;
  }
}

/** Refuses a line: throws a NotCanonicalError. */
export function refuseAt(at: OutputPlace, message: string): never {
  throw new NotCanonicalError(at, message);
}

/** What every reader says of a thing that is not the one that must stand there. */
export function expected(what: string, found: string): string {
  return `expected ${what}, found ${found}`;
}

const longestFound = 160;

/** A line inside a message: quoted, cut when it is long; undefined is the end of the file. */
export function lineText(line: string | undefined): string {
  if (line === undefined) return 'the end of the file';
  if (line === '') return 'an empty line';
  const start = line.slice(0, longestFound);
  return visible(JSON.stringify(start.length < line.length ? `${start}...` : start));
}
