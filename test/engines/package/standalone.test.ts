import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../../support/rendered.ts';

const home = mkdtempSync(join(tmpdir(), 'portolan-standalone-'));
const work = join(home, 'work');

const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');

function run(program: string, words: readonly string[], cwd: string = work) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** What the tool answers when Node runs its bundle. */
function bundled(words: readonly string[]) {
  return run(process.execPath, [join(root, 'dist/cli.js'), ...words]);
}

const lines = [
  ['--version'],
  ['--help'],
  ['validate'],
  ['validate', 'missing.yaml'],
  ['check', '--format', 'json'],
  ['lint', '--format', 'markdown'],
  ['explain', 'tcp://192.0.2.1:443'],
  ['schema', 'spec'],
  ['generate', '--stdout'],
  ['unknown'],
];

beforeAll(() => {
  mkdirSync(work);
  for (const file of ['spec.yaml', 'exceptions.yaml'])
    copyFileSync(join(root, file), join(work, file));
  const made = run(process.execPath, [
    tsx,
    join(root, 'scripts/package.ts'),
    join(home, 'package'),
  ]);
  expect(made).toMatchObject({ status: 0 });
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the single executable', () => {
  test.each(lines.map((words) => [words.join(' '), words] as const))('answers "%s"', (_, words) => {
    expect(run(join(home, 'package/portolan'), words)).toEqual(bundled(words));
  });
});

describe('the container image', () => {
  const storage = ['--storage-driver', 'vfs', '--root', join(home, 'images')];
  const buildah = (...words: string[]) =>
    run('buildah', [...storage, '--runroot', join(home, 'run'), ...words]);
  let container = '';

  beforeAll(() => {
    const context = join(home, 'package/container');
    expect(buildah('build', '--isolation', 'chroot', '--tag', 'portolan', context)).toMatchObject({
      status: 0,
    });
    container = buildah('from', 'portolan').stdout.trim();
  });

  afterAll(() => {
    buildah('rm', container);
  });

  test('starts the tool as a user without rights', () => {
    const { config } = JSON.parse(buildah('inspect', '--type', 'image', 'portolan').stdout).OCIv1;
    expect(config).toMatchObject({
      User: '65534:65534',
      Entrypoint: ['/usr/bin/node', '/opt/package/dist/cli.js'],
      WorkingDir: '/work',
    });
  });

  test('validates a spec that is mounted, from nothing but its own files', () => {
    const inside = ['/usr/bin/node', '/opt/package/dist/cli.js', 'validate'];
    const words = ['--isolation', 'chroot', '--volume', `${work}:/work:ro`, container, '--'];
    expect(buildah('run', ...words, ...inside)).toEqual(bundled(['validate']));
  });
});
