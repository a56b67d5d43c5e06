import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import { portolan, type Run, unset } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';
import { needsNamespace } from '../../support/programs.ts';
import { root } from '../../support/rendered.ts';

/**
 * Replaces the download of the development dependencies, for which there is no network, by a copy. Everything else is
 * done by npm: it builds, packs and installs.
 */
const npm = `#!/bin/sh
case "$*" in *--ignore-prepublish*) cp -al "$PROJECT/node_modules" . || cp -a "$PROJECT/node_modules" . ;; esac
exec "$NPM" "$@"
`;

/** The files of the project as a commit in a repository of their own, as pre-commit clones it. */
function publish(folder: string): string {
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z');
  for (const file of files.split('\0').filter(Boolean)) {
    if (file.startsWith('test/')) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  initRepository(folder);
  commitAll(folder);
  return git(folder, 'rev-parse', 'HEAD');
}

/** Runs the hooks in a repository, without a network. */
function preCommit(folder: string): Run {
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['-n', 'pre-commit', 'run', '--all-files'],
    {
      cwd: join(folder, 'user'),
      encoding: 'utf8',
      env: {
        ...process.env,
        ...unset,
        GIT_CONFIG_GLOBAL: '/dev/null',
        NPM: spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim(),
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        PRE_COMMIT_HOME: join(folder, 'home'),
        PROJECT: root,
        npm_config_cache: join(folder, 'cache'),
        npm_config_offline: 'true',
      },
    },
  );
  return { code: status, stdout, stderr };
}

needsNamespace(
  'pre-commit',
  'git',
  'npm',
)('pre-commit installs the hooks of the project, and they find what is wrong', () =>
  inFolder((folder) => {
    const revision = publish(join(folder, 'hooks'));
    writeFiles(folder, { 'bin/npm': npm });
    chmodSync(join(folder, 'bin/npm'), 0o755);
    const user = join(folder, 'user');
    const hooks = '[{ id: portolan-validate }, { id: portolan-check }]';
    writeFiles(user, {
      'spec.yaml': demoSpec(),
      '.pre-commit-config.yaml': `repos: [{ repo: ${join(folder, 'hooks')}, rev: ${revision}, hooks: ${hooks} }]\n`,
    });
    expect(portolan(user, ['generate']).code).toBe(0);
    initRepository(user);
    commitAll(user);
    const clean = preCommit(folder);
    expect([clean.stdout.match(/Passed/g), clean.code, clean.stderr]).toEqual([
      ['Passed', 'Passed'],
      0,
      '',
    ]);
    writeFileSync(join(user, 'spec.yaml'), demoSpec({ hosts: ['api.example.com'] }));
    commitAll(user);
    const stale = preCommit(folder).stdout;
    expect(stale).toMatch(/portolan validate\.+Passed\nportolan check\.+Failed/);
    writeFileSync(join(user, 'spec.yaml'), 'version: 1\n');
    commitAll(user);
    expect(preCommit(folder).stdout).toMatch(/portolan validate\.+Failed[\s\S]+exit code: 3/);
  }),
);
