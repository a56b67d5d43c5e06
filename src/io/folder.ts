import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { resolve, sep } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { StoredSet } from '../file-set.ts';
import { attempt, isMissing, isSystemError } from './fault.ts';
import { holding } from './held.ts';
import { type Named, type Path, pathOf } from './path.ts';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** The kind of entry at the path itself: a symbolic link is `other`, and is not followed. */
export function kindAt(path: Named): 'missing' | 'folder' | 'file' | 'other' {
  const { at, shown } = pathOf(path);
  try {
    // With a slash after a link, the system would follow the link.
    const found = lstatSync(at.length > 1 && at.endsWith(sep) ? resolve(at) : at);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    return attempt('read', shown, () => {
      throw error;
    });
  }
}

/** The contents of a directory, as read up to now. */
type Contents = {
  readonly files: Map<string, Uint8Array>;
  readonly notRegular: string[];
  readonly notExecutable: string[];
};

/**
 * Reads all files below a directory through its open descriptor, so that a directory swapped in meanwhile is not read.
 */
function readBelow(folder: Named, prefix: string, contents: Contents): void {
  holding(folder, 'read', (held) => {
    const { at, shown } = held.folder();
    const entries = attempt('read', shown, () => readdirSync(at, { withFileTypes: true }));
    for (const entry of entries) {
      const path = `${prefix}${entry.name}`;
      const own = held.entry(entry.name);
      // Node replaces the bytes of a name that is not UTF-8, so the entry exists but cannot be opened by that name.
      const isNamed = !entry.name.includes('\ufffd');
      if (entry.isDirectory() && isNamed) readBelow(own, `${path}/`, contents);
      else if (!entry.isFile() || !readRegular(own, path, contents)) contents.notRegular.push(path);
    }
  });
}

/** Reads a file. Returns false when it no longer exists or is not a regular file. */
function readRegular(file: Path, path: string, { files, notExecutable }: Contents): boolean {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  const descriptor = openRegular(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor === undefined) return false;
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) return false;
    const content = attempt('read', file.shown, () => readFileSync(descriptor));
    files.set(path, content);
    if (isScript(content) && !isExecutable(found.mode)) notExecutable.push(path);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

function openRegular({ at, shown }: Path, flags: number): number | undefined {
  try {
    return openSync(at, flags);
  } catch (error) {
    if (isMissing(error) || (isSystemError(error) && error.code === 'ELOOP')) return undefined;
    return attempt('read', shown, () => {
      throw error;
    });
  }
}

/** May the owner execute the file? Returns true on file systems without an execute bit. */
function isExecutable(mode: number): boolean {
  return process.platform === 'win32' || (mode & constants.S_IXUSR) !== 0;
}

/** A script begins with its interpreter; other files are not executed. */
export function isScript(content: Uint8Array): boolean {
  return content[0] === 0x23 && content[1] === 0x21;
}

/** All files of a directory; none when it does not exist. Throws a UserError when the path is a link or a file. */
export function readSet(folder: Named): StoredSet {
  requireFolder(folder);
  const contents: Contents = { files: new Map(), notRegular: [], notExecutable: [] };
  if (kindAt(folder) === 'folder') readBelow(folder, '', contents);
  const { files, notRegular, notExecutable } = contents;
  return {
    files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
    notRegular: notRegular.sort(),
    notExecutable: notExecutable.sort(),
  };
}

/** The entries of a directory, sorted by name; none when the path is not a directory. A link is not a directory. */
export function entriesIn(folder: Named): { readonly name: string; readonly isFolder: boolean }[] {
  if (kindAt(folder) !== 'folder') return [];
  const { at, shown } = pathOf(folder);
  const entries = attempt('read', shown, () => readdirSync(at, { withFileTypes: true }));
  return entries
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The names of the directories in a directory, sorted; without hidden ones. */
export function foldersIn(folder: Named): string[] {
  const folders = entriesIn(folder).filter(({ isFolder }) => isFolder);
  return folders.map(({ name }) => name).filter((name) => !name.startsWith('.'));
}

/** Throws a UserError when a directory to write to is a symbolic link or a file: files would be written elsewhere. */
export function requireFolder(path: Named): void {
  const kind = kindAt(path);
  if (kind === 'missing' || kind === 'folder') return;
  throw new UserError(
    `${visible(pathOf(path).shown)} is ${kind === 'file' ? 'a file' : 'a symbolic link'}, expected a directory`,
    'move it away, or use another directory with --out',
  );
}
