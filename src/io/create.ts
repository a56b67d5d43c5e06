import { linkSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { isRunning, startOf } from './process.ts';
import { syncFolder, writeNew } from './stage.ts';

/**
 * Makes a file with this text, whole or not at all; false when anything is at the path already, even a link to
 * nowhere. A second name for a file that is complete is the one way to do that: a rename would overwrite.
 */
export function createFile(path: string, text: string): boolean {
  const folder = dirname(path);
  const aside = join(folder, `${prefixOf(path)}${process.pid}-${startOf(process.pid) ?? ''}`);
  writeNew(aside, Buffer.from(text));
  try {
    const made = link(aside, path);
    if (made) syncFolder(folder);
    return made;
  } finally {
    removeAside(aside);
  }
}

/** Removes what killed runs left that were making this file, complete or not; what cannot be listed is let be. */
export function mendFile(path: string): void {
  const folder = dirname(path);
  const prefix = prefixOf(path);
  for (const name of namesIn(folder)) {
    const [, process, start] = /^([0-9]+)-([0-9]*)$/.exec(name.slice(prefix.length)) ?? [];
    if (!name.startsWith(prefix) || process === undefined || start === undefined) continue;
    if (!isRunning(Number(process), start)) removeAside(join(folder, name));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** What the name of a file that is being made begins with; the process that makes it follows. */
function prefixOf(path: string): string {
  return `.${basename(path)}.portolan-`;
}

function removeAside(path: string): void {
  attempt('remove', path, () => {
    try {
      unlinkSync(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  });
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
