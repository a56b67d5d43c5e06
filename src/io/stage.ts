import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import type { FileSet } from '../file-set.ts';
import { attempt, isSystemError } from './fault.ts';
import { isScript } from './folder.ts';
import { type Held, holding, type Identity } from './held.ts';
import { isBelow, type Named, pathOf } from './path.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/**
 * Writes a set into a new directory of an open one, waits until it is on the disk, and returns the identity of the new
 * one.
 */
export function stage(out: Held, name: string, set: FileSet): Identity {
  for (const path of set.keys()) requireSound(path);
  return writeFolder(out, name, set);
}

function requireSound(path: string): void {
  if (!isBelow(path)) throw new Error(`invalid path "${path}" in a set of files`);
}

function writeFolder(parent: Held, name: string, set: FileSet): Identity {
  const path = parent.entry(name);
  attempt('write', path.shown, () => mkdirSync(path.at));
  return holding(path, 'write', (held) => {
    // The user's umask must not decide who can read what is committed.
    attempt('write', path.shown, () => fchmodSync(held.descriptor, 0o755));
    writeEntries(held, set);
    syncHeld(held);
    return held.identity;
  });
}

function writeEntries(held: Held, set: FileSet): void {
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [path, content] of set) {
    const [first = '', ...rest] = path.split('/');
    const below = folders.get(first) ?? new Map();
    if (rest.length === 0) writeNew(held.entry(first), content);
    else folders.set(first, below.set(rest.join('/'), content));
  }
  for (const [name, below] of folders) writeFolder(held, name, below);
}

/**
 * Waits until the entries of a directory are on the disk, where the file system supports that; follows a link to it.
 */
export function syncFolder(path: string): void {
  attempt('write', path, () => {
    const folder = openSync(path, O_RDONLY);
    withFile(folder, () => sync(folder));
  });
}

/** The same for an open directory. */
export function syncHeld({ descriptor, folder }: Held): void {
  attempt('write', folder().shown, () => sync(descriptor));
}

function sync(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!cannotSyncFolders(error)) throw error;
  }
}

function cannotSyncFolders(error: unknown): boolean {
  return isSystemError(error) && ['EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'].includes(error.code);
}

/** Writes a new file, executable when it is a script, and waits until it is on the disk. Fails when the path exists. */
export function writeNew(path: Named, content: Uint8Array): void {
  const { at, shown } = pathOf(path);
  attempt('write', shown, () => {
    const file = openSync(at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
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
