import { spawnSync } from 'node:child_process';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { isMissing, isSystemError } from './fault.ts';
import type { ReadOutcome } from './read.ts';

/** A commit, as far as it lies in one folder of the work tree. */
export type Revision = {
  /** The whole hash. */
  readonly commit: string;
  /** Reads a file by its path from the folder, with `/` between its parts. */
  read(path: string, limit: number): ReadOutcome;
  /** All regular files below a folder, by their paths from it; `.` is the folder itself. */
  below(folder: string): FileSet;
};

type Entry = { readonly mode: string; readonly object: string; readonly size: number };

/**
 * Opens a commit for the files of a folder. Throws a UserError where there is no git, no repository or no such commit.
 * Nothing is checked out, and no file of the work tree is read.
 */
export function openRevision(folder: string, name: string): Revision {
  const commit = commitOf(folder, name);
  const entries = listTree(folder, commit);
  return {
    commit,
    read: (path, limit) => readEntry(folder, entries.get(path), limit),
    below: (wanted) => readBelow(folder, entries, wanted),
  };
}

function commitOf(folder: string, name: string): string {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { status, stdout } = git(folder, words);
  if (status === 0) return stdout.toString('utf8').trim();
  refuseNoRepository(folder);
  throw new UserError(
    `git knows no commit "${visible(name)}"`,
    'name a commit, a branch or a tag that "git log" shows; a shallow clone has few of them',
  );
}

function refuseNoRepository(folder: string): void {
  const { status, stderr } = git(folder, ['rev-parse', '--git-dir']);
  if (status === 0) return;
  const said = visible(stderr.toString('utf8').trim().split('\n')[0] ?? '');
  if (!said.includes('not a git repository')) throw new UserError(`git cannot be asked: ${said}`);
  throw new UserError(
    `${visible(folder)} is in no git repository`,
    'compare two files instead: portolan diff OLD NEW',
  );
}

/** Every entry of the folder at the commit, by its path from there. */
function listTree(folder: string, commit: string): ReadonlyMap<string, Entry> {
  const listed = must(folder, ['ls-tree', '-r', '-z', '--long', commit]).toString('utf8');
  return new Map(
    listed
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const tab = line.indexOf('\t');
        const [mode = '', , object = '', size = ''] = line.slice(0, tab).split(/ +/);
        return [line.slice(tab + 1), { mode, object, size: Number(size) }];
      }),
  );
}

function readEntry(folder: string, entry: Entry | undefined, limit: number): ReadOutcome {
  if (entry === undefined) return { kind: 'missing' };
  if (!isRegular(entry)) return { kind: 'unreadable', reason: 'it is not a regular file' };
  if (entry.size > limit) return { kind: 'too-large', limit };
  return { kind: 'bytes', bytes: must(folder, ['cat-file', 'blob', entry.object]) };
}

function isRegular({ mode }: Entry): boolean {
  return mode === '100644' || mode === '100755';
}

function readBelow(folder: string, entries: ReadonlyMap<string, Entry>, wanted: string): FileSet {
  const start = wanted === '.' ? '' : `${wanted}/`;
  const found = [...entries].filter(([path, entry]) => path.startsWith(start) && isRegular(entry));
  const blobs = readBlobs(
    folder,
    found.map(([, { object }]) => object),
  );
  return new Map(
    found.map(([path], index) => [path.slice(start.length), blobs[index] ?? new Uint8Array()]),
  );
}

/** The contents of objects, all by one run of git. */
function readBlobs(folder: string, objects: readonly string[]): Uint8Array[] {
  if (objects.length === 0) return [];
  const answer = must(folder, ['cat-file', '--batch'], objects.map((each) => `${each}\n`).join(''));
  let at = 0;
  return objects.map(() => {
    // `OBJECT blob SIZE`, a line feed, the content, a line feed.
    const end = answer.indexOf('\n', at);
    const size = Number(answer.toString('utf8', at, end).split(' ')[2]);
    at = end + 1 + size + 1;
    return answer.subarray(end + 1, end + 1 + size);
  });
}

function must(folder: string, words: readonly string[], input = ''): Buffer {
  const { status, stdout, stderr } = git(folder, words, input);
  if (status === 0) return stdout;
  throw new UserError(`git ${words[0]} failed: ${visible(stderr.toString('utf8').trim())}`);
}

const mostBytes = 1024 * 1024 * 1024;

function git(folder: string, words: readonly string[], input = '') {
  const run = spawnSync('git', ['-C', folder, ...words], { input, maxBuffer: mostBytes });
  if (run.error === undefined) return run;
  if (isMissing(run.error))
    throw new UserError('git is not installed', 'compare two files: portolan diff OLD NEW');
  if (isSystemError(run.error)) throw new UserError(`git cannot be run: ${run.error.code}`);
  throw run.error;
}
