import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { isMissing, isSystemError } from './fault.ts';

/** What one run of git gave. */
export type GitRun = {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
};

/**
 * What is trusted: the environment and the settings of the user, who can start any program without us, and objects by
 * their hashes. What is not: whatever a pull request or a push can bring, and the settings of the repository. So objects
 * are never replaced, and no program is started that a setting names. Reading raw objects needs none: filters, textconv,
 * hooks and pagers belong to other commands. The rest is shut off here.
 */
const firmly = [
  '--no-replace-objects',
  '--literal-pathspecs',
  '--no-pager',
  '-c',
  'core.fsmonitor=',
];

/** Of the environment: a hook's GIT_DIR and GIT_OBJECT_DIRECTORY stay, since objects of a push are found by them. */
const environment = {
  // Grafts give commits other parents, so that HEAD^1 would be another commit. This path holds none, without a warning.
  GIT_GRAFT_FILE: `${devNull}/none`,
  GIT_REPLACE_REF_BASE: undefined,
  GIT_GLOB_PATHSPECS: undefined,
  GIT_NOGLOB_PATHSPECS: undefined,
  GIT_ICASE_PATHSPECS: undefined,
  // A partial clone would fetch what it lacks, by a program and from a place that its settings name.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  // Its errors are read here.
  LC_ALL: 'C',
  LANGUAGE: undefined,
};

const mostBytes = 1024 * 1024 * 1024;

/** Runs git in a folder. Throws a UserError where it cannot be run. */
export function git(folder: string, words: readonly string[], input = ''): GitRun {
  const run = spawnSync('git', [...firmly, '-C', folder, ...words], {
    input,
    maxBuffer: mostBytes,
    env: { ...process.env, ...environment },
  });
  if (run.error === undefined) return run;
  if (isMissing(run.error))
    throw new UserError('git is not installed', 'compare two files: portolan diff OLD NEW');
  if (isSystemError(run.error)) throw new UserError(`git cannot be run: ${run.error.code}`);
  throw run.error;
}

/** What git prints; a UserError with its words where it fails. */
export function must(folder: string, words: readonly string[], input = ''): Buffer {
  const run = git(folder, words, input);
  if (run.status === 0) return run.stdout;
  throw gitError(`git ${words[0]} failed`, run);
}

/** Of what git says, as much as a reader of an error needs. */
export const mostLines = 8;
const longestLine = 500;

/** A failed run in git's own words: its first line is the message, and what it advises in further lines is the help. */
export function gitError(what: string, { stderr }: Pick<GitRun, 'stderr'>): UserError {
  const [first = 'it says nothing', ...more] = linesOf(stderr);
  const command = more.find((line) => line.startsWith('git config --global --add safe.directory'));
  const advice = command ?? more.slice(0, mostLines).join(' / ');
  return new UserError(`${what}: ${first}`, isPartial(stderr) ? fetchAll : advice);
}

const fetchAll = 'this is a partial clone, and nothing is fetched: git fetch --refetch --no-filter';

function isPartial(stderr: Buffer): boolean {
  return /promisor remote|lazy fetching disabled/.test(stderr.toString('utf8'));
}

/** What git says, line by line, safe to print and not without end. */
export function linesOf(stderr: Buffer): string[] {
  const lines = stderr.toString('utf8', 0, 64 * 1024).split('\n');
  const said = lines.map((line) => visible(line.trim()).slice(0, longestLine));
  return said.filter((line) => line !== '');
}
