import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FileSet } from '../file-set.ts';
import { attempt, isSystemError } from './fault.ts';
import { isScript } from './folder.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/** Writes a whole set into a folder that must not exist yet, and waits until the disk holds it. */
export function stage(folder: string, set: FileSet): void {
  for (const path of foldersOf(set)) makeFolder(join(folder, path));
  for (const [path, content] of set) writeNew(join(folder, path), content);
  for (const path of foldersOf(set).reverse()) syncFolder(join(folder, path));
}

/** Waits until the disk holds a folder's names, where the file system can do that for a folder; follows a link to it. */
export function syncFolder(path: string): void {
  attempt('write', path, () => {
    const folder = openSync(path, O_RDONLY);
    try {
      fsyncSync(folder);
    } catch (error) {
      if (!cannotSyncFolders(error)) throw error;
    } finally {
      closeSync(folder);
    }
  });
}

function cannotSyncFolders(error: unknown): boolean {
  return isSystemError(error) && ['EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'].includes(error.code);
}

/** The folders that a set needs, each after the one that holds it; the first is the set's own. */
function foldersOf(set: FileSet): string[] {
  const folders = new Set(['.']);
  for (const path of set.keys()) addFolders(folders, path);
  return [...folders].sort((a, b) => a.length - b.length);
}

function addFolders(folders: Set<string>, path: string): void {
  const parts = path.split('/').slice(0, -1);
  const sound = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!sound || path.startsWith('/')) throw new Error(`a set holds the path "${path}"`);
  for (const index of parts.keys()) folders.add(parts.slice(0, index + 1).join('/'));
}

function makeFolder(path: string): void {
  attempt('write', path, () => {
    mkdirSync(path);
    const folder = openSync(path, O_RDONLY | O_NOFOLLOW);
    // The user's umask must not decide who can read what is committed.
    withFile(folder, () => fchmodSync(folder, 0o755));
  });
}

/** Writes a file that must not exist yet, executable when it is a script, and waits until the disk holds it. */
export function writeNew(path: string, content: Uint8Array): void {
  attempt('write', path, () => {
    const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    withFile(file, () => {
      writeFileSync(file, content);
      fchmodSync(file, isScript(content) ? 0o755 : 0o644);
      fsyncSync(file);
    });
  });
}

function withFile(file: number, work: () => void): void {
  try {
    work();
  } finally {
    closeSync(file);
  }
}
