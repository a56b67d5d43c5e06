import { spawnSync } from 'node:child_process';

// Ignores the developer's git settings and the clock.
const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

/** Makes a directory a git repository. */
export function initRepository(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
}

/** Commits everything in the directory. */
export function commitAll(folder: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=state');
}

/** Runs git in a directory and returns its output without the final line feed. */
export function git(folder: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...words], {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  return stdout.trimEnd();
}
