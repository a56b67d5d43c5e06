import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isMissing, isSystemError, reasonOf } from './fault.ts';

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
      const real = realpathSync.native(join(folder, path));
      if (real.includes('\ufffd')) return unreadable('a name in its path is not UTF-8');
      const outside = relative(realpathSync.native(folder), real).split(sep)[0] === '..';
      if (outside) return unreadable('it is a link that leads out of the folder');
      return readFile(real, limit);
    });
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
