import { readFileSync, renameSync, rmdirSync } from 'node:fs';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { removeAside } from './create.ts';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { kindAt } from './folder.ts';
import type { Held } from './held.ts';
import { inside, isBelow, type Path } from './path.ts';
import { syncHeld, writeNew } from './stage.ts';
import { stagedPath, throughFolders } from './staged.ts';

/** What a run is doing to files below a directory; all paths are from there. */
export type Journal = {
  /** Whether all new content is on the disk: then the changes are completed, and before that they are undone. */
  readonly ready: boolean;
  /** Files whose new content is beside them. */
  readonly files: readonly string[];
  readonly removed: readonly string[];
  /** Directories that the run makes, each after its parent. */
  readonly folders: readonly string[];
};

const name = '.portolan-import-journal';

/** The path of the journal in an open directory. */
export function journalOf(held: Held): Path & { readonly name: string } {
  return { ...held.entry(name), name };
}

/** Writes the journal, whole or not at all. */
export function writeJournal(held: Held, journal: Journal): void {
  const { at, shown } = journalOf(held);
  const aside = { at: `${at}-new`, shown };
  removeAside(aside.at);
  writeNew(aside, Buffer.from(`${JSON.stringify(journal, null, 2)}\n`));
  attempt('write', shown, () => renameSync(aside.at, at));
  syncHeld(held);
}

/** Completes or undoes the changes of a journal, and removes it. Does nothing without one. */
export function mendJournal(held: Held): void {
  removeAside(`${journalOf(held).at}-new`);
  const journal = readJournal(held);
  if (journal === undefined) return;
  if (journal.ready) complete(held, journal);
  else undo(held, journal);
  removeAside(journalOf(held).at);
  syncHeld(held);
}

function complete(held: Held, { files, removed }: Journal): void {
  for (const path of files) {
    throughFolders(held, path, (inner, name) => {
      const [aside, file] = [stagedPath(inner, name), inner.entry(name)];
      // A run that was killed may have moved it already.
      if (kindAt(aside) !== 'file') return;
      attempt('write', file.shown, () => renameSync(aside.at, file.at));
      syncHeld(inner);
    });
  }
  for (const path of removed) {
    throughFolders(held, path, (inner, name) => {
      removeAside(inner.entry(name).at);
      syncHeld(inner);
    });
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder !== '') removeEmpty(held, folder);
  }
}

function undo(held: Held, { files, folders }: Journal): void {
  const missing = (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`) && !isFolder(held, folder));
  for (const path of files)
    if (!missing(path))
      throughFolders(held, path, (inner, name) => removeAside(stagedPath(inner, name).at));
  for (const folder of [...folders].reverse()) removeEmpty(held, folder);
}

function isFolder(held: Held, path: string): boolean {
  const [first = '', ...rest] = path.split('/');
  const own = held.entry(first);
  const at = rest.length === 0 ? own : inside(own, rest.join('/'));
  return kindAt(at) === 'folder';
}

/** Removes a directory, unless something is in it. */
function removeEmpty(held: Held, folder: string): void {
  if (!isFolder(held, folder)) return;
  throughFolders(held, folder, (inner, name) => {
    const { at, shown } = inner.entry(name);
    try {
      rmdirSync(at);
    } catch (error) {
      if (isMissing(error) || (isSystemError(error) && notEmpty.includes(error.code))) return;
      attempt('remove', shown, () => {
        throw error;
      });
    }
  });
}

const notEmpty = ['ENOTEMPTY', 'EEXIST', 'EBUSY'];

function readJournal(held: Held): Journal | undefined {
  const path = journalOf(held);
  const kind = kindAt(path);
  if (kind === 'missing') return undefined;
  const text =
    kind === 'file' ? attempt('read', path.shown, () => readFileSync(path.at, 'utf8')) : '';
  const journal = parse(text);
  if (journal === undefined)
    throw new UserError(
      `${visible(path.shown)} is not a journal of Portolan`,
      'move this file away, and compare the imported files with version control',
    );
  return journal;
}

function parse(text: string): Journal | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isJournal(value) ? value : undefined;
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null) return false;
  const { ready, files, removed, folders } = value as Partial<Record<keyof Journal, unknown>>;
  return typeof ready === 'boolean' && [files, removed, folders].every(arePaths);
}

/** Whether a value is a list of paths that stay below the directory. */
function arePaths(value: unknown): boolean {
  return Array.isArray(value) && value.every((path) => typeof path === 'string' && isBelow(path));
}
