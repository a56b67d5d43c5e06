import { type Stats, statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { isMissing } from './fault.ts';

/** Fails when the folder that the process works in has been removed: no path can be told from there. */
export function requireWorkingFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UserError('the current folder does not exist any more', 'go to another one with cd');
  }
}

/** Stands for bytes that are not UTF-8 in every text that the system hands over. */
const lost = '\ufffd';

/**
 * Fails when the name of the current directory, or a word of the command line, is not UTF-8. Node replaces such bytes,
 * so a path made of them names another place: files would be read from there, and written to it.
 */
export function requireUtf8Names(words: readonly string[]): void {
  requireUtf8Directory();
  const word = words.find((each) => each.includes(lost));
  if (word === undefined) return;
  throw new UserError(
    `${JSON.stringify(word)} is not UTF-8, or has U+FFFD in it; nothing was written`,
    'rename the file or directory, so that its name is plain UTF-8',
  );
}

function requireUtf8Directory(): void {
  const directory = process.cwd();
  if (!directory.includes(lost) || isSame(statAt(directory), statAt('.'))) return;
  throw new UserError(
    `the name of the current directory is not UTF-8, and nothing was written: ${directory}`,
    'rename the directory, or work in another one',
  );
}

function statAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function isSame(a: Stats | undefined, b: Stats | undefined): boolean {
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
}
