import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt, isSystemError } from './fault.ts';
import { type GitRun, git, gitError, linesOf, must } from './git-run.ts';

/** A folder of a repository, which need not be on the disk. */
export type Location = {
  /** Where git is run. */
  readonly at: string;
  /** The folder's path in the tree of a commit, part by part. */
  readonly parts: readonly string[];
};

/** Finds the repository of a folder. Throws a UserError where there is none, or git refuses to use it. */
export function locate(folder: string): Location {
  // Git takes a relative GIT_DIR from where it runs, and that folder for the work tree's top.
  const isNamed = process.env['GIT_DIR'] !== undefined;
  const at = isNamed ? '.' : nearestFolder(folder);
  const top = topOf(at, isNamed);
  const parts = partsBelow(top, folder);
  if (parts !== undefined) return { at, parts };
  throw new UserError(`${visible(folder)} is not in the repository ${visible(top)}`, compareFiles);
}

const compareFiles = 'compare two files instead: portolan diff OLD NEW';

/** The nearest folder that is there. A link below the current folder is not followed: it may lead to any repository. */
function nearestFolder(folder: string): string {
  const steps = normalize(folder).split(sep);
  if (isAbsolute(folder) || steps.includes('..')) return nearestAbove(folder);
  let nearest = '.';
  for (const step of steps) {
    if (!isFolder(join(nearest, step), lstatSync)) break;
    nearest = join(nearest, step);
  }
  return nearest;
}

function nearestAbove(folder: string): string {
  let nearest = folder;
  while (!isFolder(nearest, statSync) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  return nearest;
}

function isFolder(path: string, stat: typeof statSync | typeof lstatSync): boolean {
  try {
    return stat(path).isDirectory();
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** The folder on the disk that the root of a commit's tree belongs to. */
function topOf(at: string, isNamed: boolean): string {
  const asked = git(at, ['rev-parse', '--is-inside-work-tree']);
  if (asked.status !== 0) throw noRepository(at, asked);
  const isInside = asked.stdout.toString('utf8').trim() === 'true';
  const folder = pathFrom(at, ['rev-parse', '--absolute-git-dir']);
  if (!isNamed) refuseEmbedded(at, folder);
  if (isInside) return pathFrom(at, ['rev-parse', '--show-toplevel']);
  // A bare repository, or a hook: paths are named as if its folder were the work tree.
  return isNamed ? resolve(process.env['GIT_WORK_TREE'] ?? '.') : folder;
}

/** A path that git prints with one line feed behind it. */
function pathFrom(at: string, words: readonly string[]): string {
  return must(at, words)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

function noRepository(at: string, run: GitRun): UserError {
  const [first = ''] = linesOf(run.stderr);
  if (!first.includes('not a git repository')) return gitError('git cannot be asked', run);
  return new UserError(`${visible(at)} is in no git repository`, compareFiles);
}

/**
 * Fails where git takes files of a work tree for a bare repository: a pull request can bring such a folder, with commits
 * and settings of its own, and the review would compare with those.
 */
function refuseEmbedded(at: string, found: string): void {
  if (partsBelow(real(found), real(at)) === undefined) return;
  const above = git(dirname(found), ['rev-parse', '--absolute-git-dir']);
  if (above.status !== 0 || above.stdout.toString('utf8').trim() === found) return;
  throw new UserError(
    `${visible(found)} is a bare repository inside another one, which a commit may have brought`,
    'name the repository that is meant: GIT_DIR=... portolan diff',
  );
}

/** A folder by its path from the top, as it is named or, where links lead there, as it is; undefined for one elsewhere. */
function partsBelow(top: string, folder: string): readonly string[] | undefined {
  const inside = relative(top, resolve(folder));
  const steps = isElsewhere(inside) ? relative(real(top), realOf(folder)) : inside;
  return isElsewhere(steps) ? undefined : steps.split(sep).filter((step) => step !== '');
}

function real(path: string): string {
  return attempt('read', path, () => realpathSync(path));
}

function isElsewhere(path: string): boolean {
  return isAbsolute(path) || path.split(sep)[0] === '..';
}

function realOf(folder: string): string {
  const nearest = nearestAbove(resolve(folder));
  return join(real(nearest), relative(nearest, resolve(folder)));
}
