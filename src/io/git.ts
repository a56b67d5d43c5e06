import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { git, linesOf, mostLines, must } from './git-run.ts';
import { followLinks, type Seen } from './links.ts';
import { type ReadOutcome, readWhere } from './read.ts';
import { locate } from './repository.ts';

/** A commit, as it is seen from one folder of its tree. */
export type Revision = {
  /** The whole hash. */
  readonly commit: string;
  /**
   * Reads a file by its path from the folder, with `/` between its parts. Links lead to what the commit has there: to
   * other files of the folder, or of the whole tree for a file that the user named.
   */
  read(path: string, limit: number, isNamed?: boolean): ReadOutcome;
  /** All regular files below a folder, by their paths from it; `.` is the folder itself. */
  below(folder: string): FileSet;
};

type Entry = { readonly mode: string; readonly object: string; readonly size: number };

/** The tree of a commit; paths begin at its root. */
type Tree = {
  readonly at: string;
  entryAt(path: string): Entry | undefined;
  /** What is below a folder, folders too. */
  entriesBelow(path: string): readonly (readonly [path: string, entry: Entry])[];
};

/**
 * Opens a commit for the files of a folder. Throws a UserError where there is no git, no repository or no such commit.
 * Nothing is checked out, and no file of the work tree is read.
 */
export function openRevision(folder: string, name: string): Revision {
  const { at, parts } = locate(folder);
  const commit = commitOf(at, name);
  const tree = openTree(at, commit);
  const home = homeOf(tree, parts);
  return {
    commit,
    read: (path, limit, isNamed = false) =>
      home === undefined ? { kind: 'missing' } : readFrom(tree, home, path, { limit, isNamed }),
    below: (wanted) => (home === undefined ? new Map() : readBelow(tree, home, wanted)),
  };
}

/** The folder's own parts once links on the way to it are followed; undefined where the commit has no such folder. */
function homeOf(tree: Tree, parts: readonly string[]): readonly string[] | undefined {
  const path = parts.join('/');
  // Most often there is no link, and one listing tells both that and what is in the folder.
  if (tree.entriesBelow(path).length > 0) return parts;
  const followed = followLinks([], path, (each) => seenIn(tree, each));
  return followed.kind === 'found' ? followed.parts : undefined;
}

function commitOf(at: string, name: string): string {
  // What follows `:/` is searched for in messages, so that nothing may be put behind it; it finds commits alone.
  const wanted = name.startsWith(':/') ? name : `${name}^{commit}`;
  const words = ['rev-parse', '--verify', '--end-of-options', wanted];
  // Older versions of git take such a name for an option of theirs all the same.
  const { status, stdout, stderr } = name.startsWith('-') ? noCommit : git(at, words);
  const hash = stdout.toString('utf8').trim();
  // A range such as a..b is answered with two hashes, and ^a with one behind a mark.
  if (status === 0 && /^[0-9a-f]{40,64}$/.test(hash)) return hash;
  // Of a short hash with several meanings git tells which there are.
  const said = linesOf(stderr).filter((line) => !line.includes('Needed a single revision'));
  throw new UserError(
    `git knows no commit "${visible(name)}"`,
    said.length > 0
      ? said.slice(0, mostLines).join(' / ')
      : 'name a commit, a branch or a tag that "git log" shows; a shallow clone has few of them',
  );
}

const noCommit = { status: 1, stdout: Buffer.from(''), stderr: Buffer.from('') };

/** Lists a folder with all that is below it when its content is asked for, and else what is at one path alone. */
function openTree(at: string, commit: string): Tree {
  const whole = new Map<string, ReadonlyMap<string, Entry>>();
  const single = new Map<string, Entry | undefined>();
  return {
    at,
    entryAt: (path) => {
      for (const [folder, entries] of whole) if (isIn(folder, path)) return entries.get(path);
      if (!single.has(path)) single.set(path, listTree(at, commit, path).get(path));
      return single.get(path);
    },
    entriesBelow: (path) => {
      const listed = whole.get(path) ?? listTree(at, commit, path, '-r');
      whole.set(path, listed);
      return [...listed].filter(([each]) => each !== path);
    },
  };
}

function isIn(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Entries by their paths from the root: what is at the path itself, and with `-r` all below it. */
function listTree(
  at: string,
  commit: string,
  path: string,
  ...words: readonly '-r'[]
): ReadonlyMap<string, Entry> {
  const limits = path === '' ? [] : ['--', path];
  const asked = ['ls-tree', '--full-tree', '-t', '-z', '--long', ...words, commit, ...limits];
  const lines = must(at, asked).toString('utf8').split('\0');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const tab = line.indexOf('\t');
        const [mode = '', , object = '', size = ''] = line.slice(0, tab).split(/ +/);
        return [line.slice(tab + 1), { mode, object, size: Number(size) }];
      }),
  );
}

/** No file system holds a longer target. */
const longestTarget = 4095;

function seenIn(tree: Tree, parts: readonly string[]): Seen {
  const entry = tree.entryAt(parts.join('/'));
  if (entry === undefined) return 'missing';
  if (entry.mode === '040000') return 'folder';
  if (entry.mode !== '120000' || entry.size > longestTarget) return 'other';
  return { link: readBlob(tree, entry).toString('utf8') };
}

function readBlob({ at }: Tree, { object }: Entry): Buffer {
  return must(at, ['cat-file', 'blob', object]);
}

type Reading = { readonly limit: number; readonly isNamed: boolean };

function readFrom(
  tree: Tree,
  home: readonly string[],
  path: string,
  { limit, isNamed }: Reading,
): ReadOutcome {
  if (path.split('/').includes('..')) return { kind: 'missing' };
  const found = followLinks(home, path, (parts) => seenIn(tree, parts));
  const [inside, limits] = isNamed ? [[], 'the repository'] : [home, 'the folder'];
  return readWhere(found, inside, limits, (parts) => readEntry(tree, parts, limit));
}

function readEntry(tree: Tree, parts: readonly string[], limit: number): ReadOutcome {
  const entry = tree.entryAt(parts.join('/'));
  if (entry === undefined || entry.mode === '040000') return { kind: 'missing' };
  if (!isRegular(entry)) return { kind: 'unreadable', reason: 'it is not a regular file' };
  if (entry.size > limit) return { kind: 'too-large', limit };
  return { kind: 'bytes', bytes: readBlob(tree, entry) };
}

function isRegular({ mode }: Entry): boolean {
  return mode === '100644' || mode === '100755';
}

/** As on the disk: links on the way to the folder are followed, the folder itself and what is in it may be none. */
function readBelow(tree: Tree, home: readonly string[], wanted: string): FileSet {
  const steps = wanted.split('/').filter((step) => step !== '.');
  const last = steps.pop();
  const above = followLinks(home, steps.join('/'), (parts) => seenIn(tree, parts));
  if (above.kind !== 'found') return new Map();
  const path = [...above.parts, ...(last === undefined ? [] : [last])].join('/');
  const files = tree.entriesBelow(path).filter(([, entry]) => isRegular(entry));
  const blobs = readBlobs(
    tree.at,
    files.map(([, { object }]) => object),
  );
  const start = path === '' ? 0 : path.length + 1;
  return new Map(
    files.map(([each], index) => [each.slice(start), blobs[index] ?? new Uint8Array()]),
  );
}

/** The contents of objects, all by one run of git. */
function readBlobs(at: string, objects: readonly string[]): Uint8Array[] {
  if (objects.length === 0) return [];
  const answer = must(at, ['cat-file', '--batch'], objects.map((each) => `${each}\n`).join(''));
  let next = 0;
  return objects.map((object) => {
    // `OBJECT blob SIZE`, a line feed, the content, a line feed.
    const end = answer.indexOf('\n', next);
    const [, type, size] = answer.toString('utf8', next, end).split(' ');
    if (type !== 'blob') throw lacksObject(object);
    next = end + 1 + Number(size) + 1;
    return answer.subarray(end + 1, next - 1);
  });
}

function lacksObject(object: string): UserError {
  return new UserError(
    `git lacks the content of object ${object}, which the commit names`,
    'fetch it, as a partial clone does with: git fetch --refetch --no-filter',
  );
}
