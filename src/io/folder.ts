import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { StoredSet } from '../file-set.ts';
import { attempt, isMissing, isSystemError } from './fault.ts';

/** What stands at a path below a folder: a regular file, or anything that is neither file nor folder. */
type Entry = { readonly path: string; readonly kind: 'file' | 'other' };

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** What is at the path itself: a symbolic link is `other`, whatever it leads to. */
export function kindAt(path: string): 'missing' | 'folder' | 'file' | 'other' {
  try {
    // A slash behind a link would have the system follow it.
    const found = lstatSync(resolve(path));
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    return attempt('read', path, () => {
      throw error;
    });
  }
}

/**
 * Everything below a folder, sorted, without its folders; nothing when there is no folder.
 * Symbolic links are listed, never followed.
 */
function listFolder(folder: string): Entry[] {
  if (kindAt(folder) !== 'folder') return [];
  return listBelow(folder, '').sort((a, b) => (a.path < b.path ? -1 : 1));
}

function listBelow(folder: string, prefix: string): Entry[] {
  const entries = attempt('read', folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries.flatMap((entry): Entry[] => {
    const path = `${prefix}${entry.name}`;
    const isNamed = !entry.name.includes('\ufffd');
    if (entry.isDirectory() && isNamed) return listBelow(join(folder, entry.name), `${path}/`);
    return [{ path, kind: entry.isFile() ? 'file' : 'other' }];
  });
}

/** A regular file's bytes, or undefined where there is none. */
function readRegular(path: string): Uint8Array | undefined {
  // Without O_NONBLOCK a named pipe would keep the tool waiting for a writer.
  const file = openRegular(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (file === undefined) return undefined;
  try {
    if (!fstatSync(file).isFile()) return undefined;
    return attempt('read', path, () => readFileSync(file));
  } finally {
    closeSync(file);
  }
}

function openRegular(path: string, flags: number): number | undefined {
  try {
    return openSync(path, flags);
  } catch (error) {
    if (isMissing(error) || (isSystemError(error) && error.code === 'ELOOP')) return undefined;
    return attempt('read', path, () => {
      throw error;
    });
  }
}

/** May the owner execute the file? True where the file system has no such bits. */
function isExecutable(path: string): boolean {
  if (process.platform === 'win32') return true;
  return (lstatSync(path).mode & constants.S_IXUSR) !== 0;
}

/** A script names its interpreter; nothing else is executed. */
export function isScript(content: Uint8Array): boolean {
  return content[0] === 0x23 && content[1] === 0x21;
}

/** Everything that a folder holds; nothing when there is none. Fails when a link or a file stands in its place. */
export function readSet(folder: string): StoredSet {
  refuseOddFolder(folder);
  const entries = listFolder(folder);
  const files = new Map<string, Uint8Array>();
  for (const { path, kind } of entries) {
    const content = kind === 'file' ? readRegular(join(folder, path)) : undefined;
    if (content !== undefined) files.set(path, content);
  }
  const scripts = [...files].filter(([, content]) => isScript(content)).map(([path]) => path);
  return {
    files,
    // A file that cannot be read by its name, which may not be UTF-8, is there all the same.
    odd: entries.map(({ path }) => path).filter((path) => !files.has(path)),
    notExecutable: scripts.filter((path) => !isExecutable(join(folder, path))),
  };
}

/** The names of the folders in a folder, sorted; those that begin with a dot are left out. */
export function foldersIn(folder: string): string[] {
  if (kindAt(folder) !== 'folder') return [];
  const entries = attempt('read', folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** Fails when a folder to write to is a symbolic link or a file: what is written would land elsewhere. */
export function refuseOddFolder(path: string): void {
  const kind = kindAt(path);
  if (kind === 'missing' || kind === 'folder') return;
  throw new UserError(
    `${visible(path)} is ${kind === 'file' ? 'a file' : 'a symbolic link'}, not a folder to write to`,
    'move it away, or write elsewhere with --out',
  );
}
