import { linkSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { isRunning, startOf } from './process.ts';
import { syncFolder, writeNew } from './stage.ts';

/**
 * Creates a file with this text, completely or not at all. Returns false when the path exists, even as a dangling link.
 * It writes a temporary file and links it to the path, because a rename would overwrite an existing file.
 */
export function createFile(path: string, text: string): boolean {
  const folder = dirname(path);
  const aside = temporaryPath(path);
  writeNew(aside, Buffer.from(text));
  try {
    const made = link(aside, path);
    if (made) syncFolder(folder);
    return made;
  } finally {
    removeAside(aside);
  }
}

/** The path of this process's temporary file for a file. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `${prefixOf(path)}${process.pid}-${startOf(process.pid) ?? ''}`);
}

/** Removes temporary files of killed runs that were writing this file. Skips a directory that cannot be listed. */
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

/** The beginning of the name of a temporary file; the process that writes it follows. */
function prefixOf(path: string): string {
  return `.${basename(path)}.portolan-`;
}

/** Removes a temporary file, if it exists. */
export function removeAside(path: string): void {
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
