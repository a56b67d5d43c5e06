import { visible } from '../../../characters.ts';

const longestFound = 160;

/** What a reader says of a line that is not the one that must stand there; undefined at the end of the file. */
export function mismatch(expected: string, found: string | undefined): string {
  return `expected ${expected}, found ${lineText(found)}`;
}

/** A line inside a message: quoted, cut when it is long; undefined is the end of the file. */
export function lineText(line: string | undefined): string {
  if (line === undefined) return 'the end of the file';
  if (line === '') return 'an empty line';
  const start = line.slice(0, longestFound);
  return visible(JSON.stringify(start.length < line.length ? `${start}...` : start));
}
