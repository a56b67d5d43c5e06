import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { isMissing, isSystemError } from './fault.ts';

/** The result of one run of git. */
export type GitRun = {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
};

/**
 * Trusted: the environment and the settings of the user, who can start any program without Portolan, and objects by
 * their hashes. Not trusted: everything that a pull request or a push can bring, and the settings of the repository. So
 * objects are never replaced, and no program is started that a setting names. Reading raw objects uses no filters,
 * textconv, hooks or pagers. These options turn the rest off.
 */
const firmly = [
  '--no-replace-objects',
  '--literal-pathspecs',
  '--no-pager',
  '-c',
  'core.fsmonitor=',
];

/**
 * Changes of the environment. GIT_DIR and GIT_OBJECT_DIRECTORY of a hook stay: Git finds the objects of a push with
 * them.
 */
const environment = {
  // Grafts give commits other parents, so HEAD^1 would be another commit. This path has no grafts, and causes no
  // warning.
  GIT_GRAFT_FILE: `${devNull}/none`,
  GIT_REPLACE_REF_BASE: undefined,
  GIT_GLOB_PATHSPECS: undefined,
  GIT_NOGLOB_PATHSPECS: undefined,
  GIT_ICASE_PATHSPECS: undefined,
  // A partial clone would fetch missing objects, with a program and from an address that its settings name.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  // This module parses Git's error messages.
  LC_ALL: 'C',
  LANGUAGE: undefined,
};

const mostBytes = 1024 * 1024 * 1024;

/** Runs git in a directory. Throws a UserError when git cannot be run. */
export function git(folder: string, words: readonly string[], input = ''): GitRun {
  const run = spawnSync('git', [...firmly, '-C', folder, ...words], {
    input,
    maxBuffer: mostBytes,
    env: { ...process.env, ...environment },
  });
  if (run.error === undefined) return run;
  if (isMissing(run.error))
    throw new UserError('git is not installed', 'compare two files: portolan diff OLD NEW');
  if (isSystemError(run.error))
    throw new UserError(
      `cannot run git: ${run.error.code}`,
      'compare two files: portolan diff OLD NEW',
    );
  throw run.error;
}

/** The output of git; throws a UserError with Git's message when git fails. */
export function must(folder: string, words: readonly string[], input = ''): Buffer {
  const run = git(folder, words, input);
  if (run.status === 0) return run.stdout;
  throw gitError(`git ${words[0]} failed`, run);
}

/** The most lines of Git's output that an error shows. */
export const mostLines = 8;
const longestLine = 500;

/** The error for a failed run: the first line of Git's output is the message, and the next lines are the help. */
export function gitError(what: string, { stderr }: Pick<GitRun, 'stderr'>): UserError {
  const [first = 'no error message', ...more] = linesOf(stderr);
  const command = more.find((line) => line.startsWith('git config --global --add safe.directory'));
  const advice = command ?? more.slice(0, mostLines).join(' / ');
  return new UserError(`${what}: ${first}`, isPartial(stderr) ? fetchAll : advice);
}

const fetchAll = 'fetch the missing objects of this partial clone: git fetch --refetch --no-filter';

function isPartial(stderr: Buffer): boolean {
  return /promisor remote|lazy fetching disabled/.test(stderr.toString('utf8'));
}

/** Git's error output by lines, safe to print and limited in length. */
export function linesOf(stderr: Buffer): string[] {
  const lines = stderr.toString('utf8', 0, 64 * 1024).split('\n');
  const said = lines.map((line) => visible(line.trim()).slice(0, longestLine));
  return said.filter((line) => line !== '');
}
