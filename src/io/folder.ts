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

/** What is at the path itself: a symbolic link is `other`, whatever it leads to. */
export function kindAt(path: Named): 'missing' | 'folder' | 'file' | 'other' {
  const { at, shown } = pathOf(path);
  try {
    // A slash behind a link would have the system follow it.
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

/** What a folder holds, as far as it is read. */
type Contents = {
  readonly files: Map<string, Uint8Array>;
  readonly notRegular: string[];
  readonly notExecutable: string[];
};

/** Reads everything below a folder through the open folder: nothing that is put in its place meanwhile is read. */
function readBelow(folder: Named, prefix: string, contents: Contents): void {
  holding(folder, 'read', (held) => {
    const { at, shown } = held.folder();
    const entries = attempt('read', shown, () => readdirSync(at, { withFileTypes: true }));
    for (const entry of entries) {
      const path = `${prefix}${entry.name}`;
      const own = held.entry(entry.name);
      // Node hands over a name that is not UTF-8 as another one. What it names is there all the same.
      const isNamed = !entry.name.includes('\ufffd');
      if (entry.isDirectory() && isNamed) readBelow(own, `${path}/`, contents);
      else if (!entry.isFile() || !readRegular(own, path, contents)) contents.notRegular.push(path);
    }
  });
}

/** Reads a file; false for what has gone, or is no regular file any more. */
function readRegular(file: Path, path: string, { files, notExecutable }: Contents): boolean {
  // Without O_NONBLOCK a named pipe would keep the tool waiting for a writer.
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

/** May the owner execute the file? True where the file system has no such bits. */
function isExecutable(mode: number): boolean {
  return process.platform === 'win32' || (mode & constants.S_IXUSR) !== 0;
}

/** A script names its interpreter; nothing else is executed. */
export function isScript(content: Uint8Array): boolean {
  return content[0] === 0x23 && content[1] === 0x21;
}

/** Everything that a folder holds; nothing when there is none. Fails when a link or a file stands in its place. */
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

/** What stands in a folder itself, sorted by name; nothing when there is no folder. A link is no folder. */
export function entriesIn(folder: Named): { readonly name: string; readonly isFolder: boolean }[] {
  if (kindAt(folder) !== 'folder') return [];
  const { at, shown } = pathOf(folder);
  const entries = attempt('read', shown, () => readdirSync(at, { withFileTypes: true }));
  return entries
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The names of the folders in a folder, sorted; those that begin with a dot are left out. */
export function foldersIn(folder: Named): string[] {
  const folders = entriesIn(folder).filter(({ isFolder }) => isFolder);
  return folders.map(({ name }) => name).filter((name) => !name.startsWith('.'));
}

/** Fails when a folder to write to is a symbolic link or a file: what is written would land elsewhere. */
export function requireFolder(path: Named): void {
  const kind = kindAt(path);
  if (kind === 'missing' || kind === 'folder') return;
  throw new UserError(
    `${visible(pathOf(path).shown)} is ${kind === 'file' ? 'a file' : 'a symbolic link'}, not a folder to write to`,
    'move it away, or write elsewhere with --out',
  );
}
