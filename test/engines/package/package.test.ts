import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../../support/rendered.ts';

const home = mkdtempSync(join(tmpdir(), 'portolan-package-'));
const project = join(home, 'project');

/** Runs a program in the user's project, with a cache of its own and without a network. */
function run(program: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...process.env,
      npm_config_cache: join(home, 'cache'),
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
    },
  });
  return { status, stdout, stderr };
}

/** The file names of a directory, and of those in it, as paths; sorted. */
function namesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
}

describe('the package, installed into an empty directory', () => {
  const installed = join(project, 'node_modules/portolan');

  beforeAll(() => {
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
    // The tests have built the bundle already.
    const pack = run('npm', 'pack', root, '--ignore-scripts', '--pack-destination', home);
    expect(pack.status).toBe(0);
    const tarball = join(home, pack.stdout.trim().split('\n').at(-1) ?? '');
    expect(run('npm', 'install', tarball)).toMatchObject({ status: 0 });
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('installs nothing else', () => {
    const others = readdirSync(join(project, 'node_modules')).filter(
      (name) => !name.startsWith('.'),
    );
    expect(others).toEqual(['portolan']);
  });

  test('contains the bundle, the schemas and the licenses, and no sources', () => {
    const top = readdirSync(installed).sort();
    expect(top).toEqual([
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'dist',
      'package.json',
      'sbom.cdx.json',
      'schema',
    ]);
    expect(namesIn(installed).filter((name) => name.endsWith('.ts'))).toEqual([]);
  });

  test('runs by npx: starts a spec, generates its files, checks and verifies them', () => {
    expect(run('npx', 'portolan', 'init')).toMatchObject({ status: 0 });
    expect(run('npx', 'portolan', 'generate')).toMatchObject({ status: 0 });
    expect(namesIn(join(project, 'generated/head-office'))).toContain('manifest.json');
    expect(run('npx', 'portolan', 'check')).toMatchObject({ status: 0 });
    expect(run('npx', 'portolan', 'verify')).toMatchObject({ status: 0 });
    expect(run('npx', 'portolan', 'lint')).toMatchObject({ status: 0 });
  });

  test('lists in the bill of materials the packages of the notices', () => {
    const bill = JSON.parse(readFileSync(join(installed, 'sbom.cdx.json'), 'utf8'));
    const notices = readFileSync(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const components: { name: string; version?: string }[] = bill.components;
    const listed = components.map(({ name, version }) => [name, version].filter(Boolean).join(' '));
    const titles = [...notices.matchAll(/^-{80}\n(.+) \(.+\)\n-{80}$/gm)].map(([, title]) => title);
    expect(titles).toEqual(listed);
    expect(listed).toContain('Public Suffix List');
    expect(listed.length).toBeGreaterThan(15);
  });
});
