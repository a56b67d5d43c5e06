import { randomBytes } from 'node:crypto';
import { linkSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attempt, isSystemError } from './fault.ts';
import { syncFolder, writeNew } from './stage.ts';

/**
 * Makes a file with this text, whole or not at all; false when anything is at the path already, even a link to
 * nowhere. A second name for a file that is complete is the one way to do that: a rename would overwrite.
 */
export function createFile(path: string, text: string): boolean {
  const folder = dirname(path);
  const aside = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  writeNew(aside, Buffer.from(text));
  try {
    const made = link(aside, path);
    if (made) syncFolder(folder);
    return made;
  } finally {
    attempt('remove', aside, () => unlinkSync(aside));
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return false;
    return attempt('write', to, () => {
      throw error;
    });
  }
}
