import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { mendFile, removeAside, temporaryPath } from './create.ts';
import { attempt, isSystemError } from './fault.ts';
import { type Held, holding } from './held.ts';
import type { Path } from './path.ts';
import { syncHeld } from './stage.ts';
import { isLink, throughFolders } from './staged.ts';

/** The new content of a file, and the content that it was made from. */
export type Rewrite = { readonly before: Uint8Array; readonly after: Uint8Array };

/**
 * Replaces the contents of the file `root` and of files below its directory, by their paths from there: all of them, or
 * none. Each is written to a temporary file first, with the mode of the old one. No link is followed, since a rename
 * would replace it.
 * Throws a UserError for a link, a file that cannot be written, and one that changed since it was read.
 */
export function rewriteFiles(root: string, files: ReadonlyMap<string, Rewrite>): void {
  const at = attempt('write', root, () => realpathSync.native(dirname(root)));
  holding({ at, shown: dirname(root) }, 'write', (top) => {
    try {
      stageAll(top, files);
      renameAll(top, files);
    } catch (error) {
      for (const path of files.keys()) succeeds(() => throughFolders(top, path, removeStaged));
      throw error;
    }
  });
}

function stageAll(top: Held, files: ReadonlyMap<string, Rewrite>): void {
  try {
    for (const [path, { before, after }] of files) {
      throughFolders(top, path, (held, name) => stage(held, name, before, after));
    }
  } catch (error) {
    throw withoutEffect(error);
  }
}

/** The error of a run that has changed no file. */
export function withoutEffect(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError(`${error.message}; nothing was written`, error.help);
}

/** Writes the new content of a file to a temporary one beside it. */
function stage(held: Held, name: string, before: Uint8Array, after: Uint8Array): void {
  const file = held.entry(name);
  const aside = asideOf(held, name);
  mendFile(file.at);
  const found = requireWritable(file);
  const now = attempt('read', file.shown, () => readFileSync(file.at));
  if (!now.equals(before)) throw hasChanged(file);
  writeAside(aside, after, found);
}

/** Throws a UserError for a link, and for a file that cannot be written. */
export function requireWritable(file: Path): Stats {
  const found = attempt('write', file.shown, () => lstatSync(file.at));
  if (!found.isFile()) throw isLink(file);
  // The system lets an administrator write such a file, and a rename does not ask.
  if ((found.mode & anyWrite) === 0) throw isReadOnly(file);
  attempt('write', file.shown, () => accessSync(file.at, constants.W_OK));
  return found;
}

const anyWrite = 0o222;
const allModes = 0o7777;

function isReadOnly({ shown }: Path): UserError {
  return new UserError(
    `cannot write ${visible(shown)}: it is read-only`,
    'make it writable with chmod u+w',
  );
}

/** The error for a file whose content is not the one that Portolan read. */
export function hasChanged({ shown }: Path): UserError {
  return new UserError(`${visible(shown)} changed while Portolan read it`, 'run the command again');
}

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/** Writes a temporary file with the owner and the mode of the one that it will replace. */
export function writeAside({ at, shown }: Path, content: Uint8Array, old: Stats): void {
  attempt('write', shown, () => {
    const file = openSync(at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      writeFileSync(file, content);
      keepOwner(file, old);
      fchmodSync(file, old.mode & allModes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

/** Gives a file to the owner of the old one. Only an administrator may do that. */
function keepOwner(file: number, { uid, gid }: Stats): void {
  const own = fstatSync(file);
  if (own.uid === uid && own.gid === gid) return;
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EPERM') throw error;
  }
}

/** The path of the temporary file, for messages the one of the file itself. */
function asideOf(held: Held, name: string): Path {
  const { at, shown } = held.entry(name);
  return { at: temporaryPath(at), shown };
}

function removeStaged(held: Held, name: string): void {
  removeAside(asideOf(held, name).at);
}

/** Moves the new files to their places. When one cannot be moved, restores those before it. */
function renameAll(top: Held, files: ReadonlyMap<string, Rewrite>): void {
  const moved = new Map<string, Rewrite>();
  try {
    for (const [path, content] of files) {
      throughFolders(top, path, (held, name) => {
        moveIn(held, name);
        moved.set(path, content);
        syncHeld(held);
      });
    }
  } catch (error) {
    throw restoreAll(top, moved, error);
  }
}

function moveIn(held: Held, name: string): void {
  const [aside, file] = [asideOf(held, name), held.entry(name)];
  attempt('write', file.shown, () => renameSync(aside.at, file.at));
}

/** Restores the moved files, and returns the error to throw. It names those that could not be restored. */
function restoreAll(top: Held, moved: ReadonlyMap<string, Rewrite>, error: unknown): unknown {
  const failed: string[] = [];
  for (const [path, { before, after }] of moved) {
    const isRestored = succeeds(() => {
      throughFolders(top, path, (held, name) => {
        stage(held, name, after, before);
        moveIn(held, name);
      });
    });
    if (!isRestored) failed.push(visible(path));
  }
  if (failed.length === 0 || !(error instanceof UserError)) return withoutEffect(error);
  return new UserError(`${error.message}; only these files were written: ${failed.join(', ')}`);
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
