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
import { isMissing, isSystemError, reasonOf } from './fault.ts';
import { type Followed, followLinks, isBelow, type Seen } from './links.ts';

/** What reading a file gave; `reason` completes the sentence "it cannot be read: ...". */
export type ReadOutcome =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly limit: number };

/** The most bytes of one file that are read, unless the user says otherwise. */
export const defaultLimit = 16 * 1024 * 1024;

const { O_NONBLOCK, O_RDONLY } = constants;

/**
 * Reads a file that the user names, and the files below its folder, by their path from there. A link may lead to
 * another file inside; one that leads out is unreadable, unless it is the root, which the user named on purpose.
 */
export function readerFor(root: string, limit: number): (path: string) => ReadOutcome {
  const folder = dirname(root);
  return (path) =>
    outcomeOf(() => {
      if (path === basename(root)) return readFile(root, limit);
      const real = realpathSync.native(folder);
      if (real.includes(lost)) return unreadable('a name in its path is not UTF-8');
      const top = parse(real).root;
      const parts = real.slice(top.length).split(sep);
      const inside = parts.filter((part) => part !== '');
      const found = followLinks(inside, path, (each) => seenAt(join(top, ...each)));
      return readWhere(found, inside, 'the folder', (each) => readFile(join(top, ...each), limit));
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

/** Stands for bytes that are not UTF-8 in every text that the system hands over: a path made of them is another one. */
const lost = '\ufffd';

/** Windows writes a link's target with backslashes, and a letter before an absolute one. */
function withSlashes(target: string): string {
  if (sep === '/') return target;
  return isAbsolute(target) ? `/${target}` : target.replaceAll(sep, '/');
}

/** Reads where a path leads, if that is below the parts of a folder, which a refusal calls `limits`. */
export function readWhere(
  found: Followed,
  inside: readonly string[],
  limits: string,
  read: (parts: readonly string[]) => ReadOutcome,
): ReadOutcome {
  if (found.kind === 'missing') return { kind: 'missing' };
  if (found.kind === 'unnamed') return unreadable('a name in its path is not UTF-8');
  if (found.kind === 'loop') return unreadable('its links lead in a circle, or are too many');
  if (found.kind === 'found' && isBelow(inside, found.parts)) return read(found.parts);
  if (found.kind === 'absolute')
    return unreadable(`it is an absolute link, which leads out of ${limits} in any other checkout`);
  return unreadable(`it is a link that leads out of ${limits}`);
}

function readFile(path: string, limit: number): ReadOutcome {
  return outcomeOf(() => {
    // Without O_NONBLOCK a named pipe would keep the tool waiting for a writer.
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
  if (found.isDirectory()) return unreadable('it is a folder');
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
