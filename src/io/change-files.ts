import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
} from 'node:fs';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { sameBytes } from '../file-set.ts';
import { removeAside } from './create.ts';
import { attempt } from './fault.ts';
import { kindAt, requireFolder } from './folder.ts';
import { type Held, holding } from './held.ts';
import { type Journal, journalOf, mendJournal, writeJournal } from './journal.ts';
import { withLock } from './lock.ts';
import { isBelow, type Path } from './path.ts';
import { hasChanged, requireWritable, withoutEffect, writeAside } from './rewrite.ts';
import { syncHeld, writeNew } from './stage.ts';
import { stagedPath, throughFolders } from './staged.ts';
import { quietly } from './swap.ts';
import { makeFolder } from './write.ts';

/** The content that a file had when the change was made, and its new one. Undefined means that there is no file. */
export type FileChange = {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
};

/** The changes of files by their paths below a directory, in the order in which they are made. */
export type FileChanges = ReadonlyMap<string, FileChange>;

const lockName = '.portolan-import-lock';

/**
 * Creates, replaces and removes files below a directory: all of them, or none. New content is written to temporary files
 * first, with a journal of what is to be done. If the process is killed before all of that is on the disk, `mendFiles`
 * undoes it; after that, it completes the changes. No link is followed below the directory.
 * Throws a UserError for a link, a file that cannot be written, and one that is not as it was when it was read.
 */
export function changeFiles(top: string, changes: FileChanges): void {
  const made = makeFolder(top);
  try {
    holding(realPath(top), 'write', (held) => {
      withLock(held.entry(lockName), () => {
        mendJournal(held);
        changeAll(held, changes);
      });
    });
  } catch (error) {
    for (const path of made.reverse())
      quietly(() => attempt('remove', path, () => rmdirSync(path)));
    throw error;
  }
}

/** The directory itself may be a link, which the user named on purpose. */
function realPath(top: string): Path {
  return { at: attempt('write', top, () => realpathSync.native(top)), shown: top };
}

/** Repairs what a killed run left below a directory. Without such a run, it writes nothing. */
export function mendFiles(top: string): void {
  if (!existsSync(top)) return;
  holding(realPath(top), 'write', (held) => {
    if (isLeft(held)) withLock(held.entry(lockName), () => mendJournal(held));
  });
}

/** Throws a UserError where `mendFiles` would repair something: the files of the killed run are not complete. */
export function requireMended(top: string): void {
  if (!existsSync(top)) return;
  holding(realPath(top), 'read', (held) => {
    if (!isLeft(held)) return;
    throw new UserError(
      `an import into ${visible(top)} was interrupted or is running`,
      'run the same command without --check: it completes or undoes the other one',
    );
  });
}

function isLeft(held: Held): boolean {
  const names = [lockName, journalOf(held).name];
  return names.some((name) => kindAt(held.entry(name)) !== 'missing');
}

function changeAll(held: Held, changes: FileChanges): void {
  for (const path of changes.keys())
    if (!isBelow(path)) throw new Error(`invalid path "${path}" in a set of changes`);
  const files = [...changes].filter(([, { after }]) => after !== undefined).map(([path]) => path);
  const removed = [...changes].filter(([, { after }]) => after === undefined).map(([path]) => path);
  let journal: Journal = { ready: false, files, removed, folders: [] };
  try {
    journal = { ...journal, folders: missingFolders(held, files) };
    writeJournal(held, journal);
    for (const folder of journal.folders) makeInside(held, folder);
    for (const [path, change] of changes)
      throughFolders(held, path, (inner, name) => prepare(inner, name, change));
    writeJournal(held, { ...journal, ready: true });
  } catch (error) {
    // What cannot be removed now is removed by the next run.
    quietly(() => mendJournal(held));
    throw withoutEffect(error);
  }
  try {
    mendJournal(held);
  } catch (error) {
    throw undone(held, changes, journal, error);
  }
}

/** Checks that a file is as it was, and writes its new content beside it. */
function prepare(held: Held, name: string, { before, after }: FileChange): void {
  const file = held.entry(name);
  const aside = stagedPath(held, name);
  removeAside(aside.at);
  if (kindAt(file) === 'missing') {
    if (before !== undefined) throw hasChanged(file);
    if (after !== undefined) writeNew(aside, after);
    return;
  }
  const old = requireWritable(file);
  const now = attempt('read', file.shown, () => readFileSync(file.at));
  if (!sameBytes(now, before)) throw hasChanged(file);
  if (after !== undefined) writeAside(aside, after, old);
  else attempt('remove', file.shown, () => accessSync(held.folder().at, constants.W_OK));
}

/** The directories that the files need and that do not exist, each after its parent. */
function missingFolders(held: Held, files: readonly string[]): string[] {
  const missing = new Set<string>();
  for (const file of files) {
    const parts = file.split('/').slice(0, -1);
    for (let count = 1; count <= parts.length; count += 1) {
      const folder = parts.slice(0, count).join('/');
      if (!missing.has(folder) && !exists(held, folder, missing)) missing.add(folder);
    }
  }
  return [...missing];
}

/** Throws a UserError for a link or a file in the place of the directory. */
function exists(held: Held, folder: string, missing: ReadonlySet<string>): boolean {
  if (missing.has(folder.slice(0, folder.lastIndexOf('/')))) return false;
  return throughFolders(held, folder, (inner, name): boolean => {
    const path: Path = inner.entry(name);
    requireFolder(path);
    return kindAt(path) === 'folder';
  });
}

function makeInside(held: Held, folder: string): void {
  throughFolders(held, folder, (inner, name) => {
    const { at, shown } = inner.entry(name);
    attempt('write', shown, () => mkdirSync(at));
    syncHeld(inner);
  });
}

/** Restores the files after a step that failed, and returns the error to throw. The journal completes what cannot be. */
function undone(held: Held, changes: FileChanges, journal: Journal, error: unknown): unknown {
  try {
    for (const [path, { before }] of [...changes].reverse())
      throughFolders(held, path, (inner, name) => restore(inner, name, before));
    writeJournal(held, { ...journal, ready: false });
    mendJournal(held);
    return withoutEffect(error);
  } catch (failed) {
    if (failed instanceof UserError) return error;
    throw failed;
  }
}

function restore(held: Held, name: string, before: Uint8Array | undefined): void {
  const [file, aside] = [held.entry(name), stagedPath(held, name)];
  removeAside(aside.at);
  if (before === undefined) removeAside(file.at);
  else {
    writeNew(aside, before);
    attempt('write', file.shown, () => renameSync(aside.at, file.at));
  }
}
