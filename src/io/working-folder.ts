import { type Stats, statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { isMissing } from './fault.ts';

/** Throws a UserError when the current directory has been deleted: no path can be resolved there. */
export function requireWorkingFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UserError(
      'the current directory no longer exists',
      'change to another directory with cd',
    );
  }
}

/** Node replaces bytes that are not UTF-8 by this character. */
const lost = '\ufffd';

/**
 * Throws a UserError when the name of the current directory, or a word of the command line, is not UTF-8. Node replaces
 * such bytes, so the path would name another file or directory, to read and to write.
 */
export function requireUtf8Names(words: readonly string[]): void {
  requireUtf8Directory();
  const word = words.find((each) => each.includes(lost));
  if (word === undefined) return;
  throw new UserError(
    `${JSON.stringify(word)} is not UTF-8, or contains U+FFFD; nothing was written`,
    'rename the file or directory to a UTF-8 name',
  );
}

function requireUtf8Directory(): void {
  const directory = process.cwd();
  if (!directory.includes(lost) || isSame(statAt(directory), statAt('.'))) return;
  throw new UserError(
    `the name of the current directory is not UTF-8: ${directory}; nothing was written`,
    'rename the directory, or change to another one',
  );
}

function statAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function isSame(a: Stats | undefined, b: Stats | undefined): boolean {
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
}
