import { visible } from '../../../characters.ts';
import type { OutputPlace } from '../../reading.ts';

/** A reader's complaint: every one says what was expected and what was found, or what was not expected. */
export type Mismatch = `expected ${string}, found ${string}` | `unexpected ${string}`;

/** Thrown inside a reader where a file is not what the tool writes; `readFiles` turns it into a failure. */
export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError';
  readonly at: OutputPlace;

  constructor(at: OutputPlace, message: Mismatch) {
    super(message);
    this.at = at;
  }
}

/** Refuses a line: throws a NotCanonicalError. */
export function refuseAt(at: OutputPlace, message: Mismatch): never {
  throw new NotCanonicalError(at, message);
}

/** The complaint where one thing must be in a file and another is. */
export function expected(what: string, found: string): Mismatch {
  return `expected ${what}, found ${found}`;
}

/** The complaint where a thing must not be in a file. */
export function unexpected(what: string): Mismatch {
  return `unexpected ${what}`;
}

const longestFound = 160;

/** A line inside a message: quoted, cut when it is long; undefined is the end of the file. */
export function lineText(line: string | undefined): string {
  if (line === undefined) return 'the end of the file';
  if (line === '') return 'an empty line';
  const start = line.slice(0, longestFound);
  return visible(JSON.stringify(start.length < line.length ? `${start}...` : start));
}
