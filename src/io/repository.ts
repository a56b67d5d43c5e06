import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt, isSystemError } from './fault.ts';
import { type GitRun, git, gitError, linesOf, must } from './git-run.ts';

/** A directory of a repository, which need not exist on the disk. */
export type Location = {
  /** The directory in which git runs. */
  readonly at: string;
  /** The path of the directory in the tree of a commit, by parts. */
  readonly parts: readonly string[];
};

/** Finds the repository of a directory. Throws a UserError where there is none, or Git does not trust it. */
export function locate(folder: string): Location {
  // Git resolves a relative GIT_DIR from the directory in which it runs, and uses that as the top of the working tree.
  const isNamed = process.env['GIT_DIR'] !== undefined;
  const at = isNamed ? '.' : nearestFolder(folder);
  const top = topOf(at, isNamed);
  const parts = partsBelow(top, folder);
  if (parts !== undefined) return { at, parts };
  throw new UserError(`${visible(folder)} is not in the repository ${visible(top)}`, compareFiles);
}

/** The help of errors about a directory without a repository. */
const compareFiles = 'compare two files instead: portolan diff OLD NEW';

/**
 * The nearest existing directory. A link below the current directory is not followed: it may point into any repository.
 */
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

/** The directory on the disk that corresponds to the root of a commit's tree. */
function topOf(at: string, isNamed: boolean): string {
  const asked = git(at, ['rev-parse', '--is-inside-work-tree']);
  if (asked.status !== 0) throw noRepository(at, asked);
  const isInside = asked.stdout.toString('utf8').trim() === 'true';
  const folder = pathFrom(at, ['rev-parse', '--absolute-git-dir']);
  if (!isNamed) refuseEmbedded(at, folder);
  if (isInside) return pathFrom(at, ['rev-parse', '--show-toplevel']);
  // A bare repository, or a hook: its directory is used as the working tree.
  return isNamed ? resolve(process.env['GIT_WORK_TREE'] ?? '.') : folder;
}

/** A path that git prints, without the line feed after it. */
function pathFrom(at: string, words: readonly string[]): string {
  return must(at, words)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

function noRepository(at: string, run: GitRun): UserError {
  const [first = ''] = linesOf(run.stderr);
  if (!first.includes('not a git repository')) return gitError('git failed', run);
  return new UserError(`not a Git repository: ${visible(at)}`, compareFiles);
}

/**
 * Throws a UserError where Git reads files of a working tree as a bare repository. A pull request can bring such a
 * directory, with commits and settings of its own, and the review would compare with those.
 */
function refuseEmbedded(at: string, found: string): void {
  if (partsBelow(real(found), real(at)) === undefined) return;
  const above = git(dirname(found), ['rev-parse', '--absolute-git-dir']);
  if (above.status !== 0 || above.stdout.toString('utf8').trim() === found) return;
  throw new UserError(
    `${visible(found)} is a bare repository inside another one, which a commit may have brought`,
    'choose the repository: GIT_DIR=DIR portolan diff',
  );
}

/** The path of a directory from the top, with links followed where needed; undefined for a directory elsewhere. */
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
