import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { git, linesOf, mostLines, must } from './git-run.ts';
import { followLinks, type Seen } from './links.ts';
import { type ReadOutcome, readWhere } from './read.ts';
import { locate } from './repository.ts';

/** A commit, seen from one directory of its tree. */
export type Revision = {
  /** The whole hash. */
  readonly commit: string;
  /**
   * Reads a file by its path from the directory, with `/` between its parts. Links are followed inside the commit: to
   * other files of the directory, or, for a file that the user named, to files of the whole tree.
   */
  read(path: string, limit: number, isNamed?: boolean): ReadOutcome;
  /** All regular files below a directory, by their paths from it; `.` is the directory itself. */
  below(folder: string): FileSet;
};

type Entry = { readonly mode: string; readonly object: string; readonly size: number };

/** The tree of a commit; paths begin at its root. */
type Tree = {
  readonly at: string;
  entryAt(path: string): Entry | undefined;
  /** All entries below a directory, including directories. */
  entriesBelow(path: string): readonly (readonly [path: string, entry: Entry])[];
};

/**
 * Opens a commit for the files of a directory. Throws a UserError without git, outside of a repository, and for an
 * unknown commit. Checks nothing out, and reads no file of the working tree.
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

/**
 * The parts of the directory's path with its links followed; undefined when the commit does not contain the directory.
 */
function homeOf(tree: Tree, parts: readonly string[]): readonly string[] | undefined {
  const path = parts.join('/');
  // Usually the path has no link. Then one listing proves that, and lists the directory.
  if (tree.entriesBelow(path).length > 0) return parts;
  const followed = followLinks([], path, (each) => seenIn(tree, each));
  return followed.kind === 'found' ? followed.parts : undefined;
}

function commitOf(at: string, name: string): string {
  // Git searches commit messages for the text after `:/`, so nothing may be added to it. It finds only commits.
  const wanted = name.startsWith(':/') ? name : `${name}^{commit}`;
  const words = ['rev-parse', '--verify', '--end-of-options', wanted];
  // Older versions of Git read such a name as an option, even after --end-of-options.
  const { status, stdout, stderr } = name.startsWith('-') ? noCommit : git(at, words);
  const hash = stdout.toString('utf8').trim();
  // For a range such as a..b Git prints two hashes, and for ^a one with a mark before it.
  if (status === 0 && /^[0-9a-f]{40,64}$/.test(hash)) return hash;
  // For an ambiguous short hash Git lists the candidates.
  const said = linesOf(stderr).filter((line) => !line.includes('Needed a single revision'));
  if (said.length > 0)
    throw new UserError(
      `cannot resolve commit "${visible(name)}": ${said.slice(0, mostLines).join(' / ')}`,
      'use a full commit hash',
    );
  throw new UserError(
    `unknown commit "${visible(name)}"`,
    name === 'HEAD'
      ? 'commit the spec first, or compare two files: portolan diff OLD NEW'
      : 'check the name with "git log"; in CI, fetch the full history (fetch-depth: 0)',
  );
}

const noCommit = { status: 1, stdout: Buffer.from(''), stderr: Buffer.from('') };

/** Lists a directory recursively when its content is needed, and otherwise only the entry at one path. */
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

/** Entries by their paths from the root: the entry at the path, and with `-r` all entries below it. */
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

/** No file system supports a longer link target. */
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
  const [inside, limits] = isNamed ? [[], 'the repository'] : [home, 'the directory of the spec'];
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

/**
 * As on the disk: links in the path above the directory are followed; the directory itself and its files may not be
 * links.
 */
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

/** The contents of objects, read with one run of git. */
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
    `object ${object} of the commit is not in this repository`,
    'fetch the missing objects: git fetch --refetch --no-filter',
  );
}
