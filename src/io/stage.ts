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
import { type Named, pathOf } from './path.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/** Writes a whole set into a new folder of an open one, and waits until the disk holds it. Tells which folder it is. */
export function stage(out: Held, name: string, set: FileSet): Identity {
  for (const path of set.keys()) requireSound(path);
  return writeFolder(out, name, set);
}

function requireSound(path: string): void {
  const parts = path.split('/');
  const sound = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!sound) throw new Error(`a set holds the path "${path}"`);
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

/** Waits until the disk holds a folder's names, where the file system can do that for a folder; follows a link to it. */
export function syncFolder(path: string): void {
  attempt('write', path, () => {
    const folder = openSync(path, O_RDONLY);
    withFile(folder, () => sync(folder));
  });
}

/** The same for a folder that is held open. */
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

/** Writes a file that must not exist yet, executable when it is a script, and waits until the disk holds it. */
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
