import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, sep } from 'node:path';
import { isMissing, isSystemError, linkLoop, reasonOf } from './fault.ts';
import { type Followed, followLinks, isBelow, type Seen } from './links.ts';

/** The result of reading a file; `reason` completes the sentence "cannot read FILE: ...". */
export type ReadOutcome =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly limit: number };

/** The default size limit of an input file, in bytes. */
export const defaultLimit = 16 * 1024 * 1024;

const { O_NONBLOCK, O_RDONLY } = constants;

/** Hears of a file before it is read: its path, and the directory that the user named with the root. */
export type ReadListener = (path: string, top: string) => void;

let listener: ReadListener | undefined;

/** Calls this listener before each file that a reader of `readerFor` reads; undefined ends that. */
export function hearReads(next: ReadListener | undefined): void {
  listener = next;
}

/**
 * Reads a file that the user names, and the files below its directory, by their paths from there. A link to another
 * file inside is followed. A link to a file outside is unreadable, unless it is the root, which the user named on
 * purpose.
 */
export function readerFor(root: string, limit: number): (path: string) => ReadOutcome {
  const folder = dirname(root);
  return (path) =>
    outcomeOf(() => {
      listener?.(path === basename(root) ? root : join(folder, path), folder);
      if (path === basename(root)) return readFile(root, limit);
      const real = realpathSync.native(folder);
      if (real.includes(lost)) return unreadable('a name in its path is not UTF-8');
      const top = parse(real).root;
      const parts = real.slice(top.length).split(sep);
      const inside = parts.filter((part) => part !== '');
      const found = followLinks(inside, path, (each) => seenAt(join(top, ...each)));
      return readWhere(found, inside, 'the directory of the spec', (each) =>
        readFile(join(top, ...each), limit),
      );
    });
}

function seenAt(path: string): Seen {
  try {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return { link: withSlashes(readlinkSync(path)) };
    return found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

/** Node replaces bytes that are not UTF-8 by this character, so a path with it names another file. */
const lost = '\ufffd';

/** Windows writes link targets with backslashes, and absolute ones with a drive letter. */
function withSlashes(target: string): string {
  if (sep === '/') return target;
  return isAbsolute(target) ? `/${target}` : target.replaceAll(sep, '/');
}

/** Reads the file that a path ends at, if it is below the directory `inside`, which an error calls `limits`. */
export function readWhere(
  found: Followed,
  inside: readonly string[],
  limits: string,
  read: (parts: readonly string[]) => ReadOutcome,
): ReadOutcome {
  if (found.kind === 'missing') return { kind: 'missing' };
  if (found.kind === 'unnamed') return unreadable('a name in its path is not UTF-8');
  if (found.kind === 'loop') return unreadable(linkLoop);
  if (found.kind === 'found' && isBelow(inside, found.parts)) return read(found.parts);
  if (found.kind === 'absolute')
    return unreadable(
      `it is an absolute link, which points outside of ${limits} in any other checkout`,
    );
  return unreadable(`it is a link that points outside of ${limits}`);
}

function readFile(path: string, limit: number): ReadOutcome {
  return outcomeOf(() => {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    const file = openSync(path, O_RDONLY | O_NONBLOCK);
    try {
      return readOpen(file, limit);
    } finally {
      closeSync(file);
    }
  });
}

function readOpen(file: number, limit: number): ReadOutcome {
  const found = fstatSync(file);
  if (found.isDirectory()) return unreadable('it is a directory');
  if (!found.isFile()) return unreadable('it is not a regular file');
  if (found.size > limit) return { kind: 'too-large', limit };
  return { kind: 'bytes', bytes: readFileSync(file) };
}

function outcomeOf(work: () => ReadOutcome): ReadOutcome {
  try {
    return work();
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    if (isSystemError(error)) return unreadable(reasonOf(error));
    throw error;
  }
}

function unreadable(reason: string): ReadOutcome {
  return { kind: 'unreadable', reason };
}
