import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { transformSync } from 'esbuild';
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
    expect(namesIn(installed).filter((name) => name.endsWith('.ts'))).toEqual(['dist/api.d.ts']);
  });

  test('runs by npx: starts a spec, generates its files, checks and verifies them', () => {
    expect(run('npx', 'portolan', 'init')).toMatchObject({ status: 0 });
    expect(run('npx', 'portolan', 'generate')).toMatchObject({ status: 0 });
    expect(namesIn(join(project, 'generated/head-office'))).toContain('manifest.json');
    expect(run('npx', 'portolan', 'check')).toMatchObject({ status: 0 });
    expect(run('npx', 'portolan', 'verify')).toMatchObject({ status: 0 });
    expect(run('npx', 'portolan', 'lint')).toMatchObject({ status: 0 });
  });

  describe('as a library', () => {
    const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
    const [, example = ''] = /<!-- example -->\n```ts\n([\s\S]*?)```\n/.exec(page) ?? [];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const library = ['--lib', 'es2023,dom', '--types', '', '--module', 'nodenext'];

    /** What the compiler says about a program that imports the package. */
    function compiled(name: string, text: string) {
      writeFileSync(join(project, name), text);
      return run(process.execPath, tsc, '--noEmit', ...strict, ...library, name);
    }

    /** Runs a module in the project, after its types are removed. */
    function ran(text: string) {
      const { code } = transformSync(text, { loader: 'ts', format: 'esm' });
      writeFileSync(join(project, 'program.mjs'), code);
      return run(process.execPath, 'program.mjs');
    }

    beforeAll(() => {
      const spec = run('npx', 'portolan', 'init', '--stdout').stdout;
      mkdirSync(join(project, 'next'));
      writeFileSync(join(project, 'spec.yaml'), spec);
      const line = /^ +- url: https:\/\/api\.example\.com\n/m;
      const added = spec.replace(line, (found) => found + found.replace('api', 'labels'));
      expect(added).not.toBe(spec);
      writeFileSync(join(project, 'next/spec.yaml'), added);
    });

    test('compiles the example of docs/api.md', () => {
      expect(compiled('example.mts', example)).toEqual({
        status: 0,
        stdout: '',
        stderr: '',
      });
    });

    test('has types that say no to a mistake', () => {
      const { status, stdout } = compiled(
        'mistake.mts',
        "import { load, render } from 'portolan';\nconst spec = load('spec.yaml');\nif (spec.ok) render(spec.value);\nspec.value;\n",
      );
      expect(status).not.toBe(0);
      expect([...stdout.matchAll(/^mistake\.mts\((\d+),/gm)].map(([, line]) => line)).toEqual([
        '3',
        '4',
      ]);
    });

    test('runs the example of docs/api.md, which writes nothing', () => {
      writeFileSync(join(project, 'program.mjs'), '');
      const before = namesIn(project);
      const { status, stdout, stderr } = ran(example);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.split('\n')).toEqual([
        "time-clock [ 'head-office' ]",
        'head-office/pac/proxy.pac true',
        'head-office true booking/https',
        "head-office gains labels.example.com [ 'tcp/443' ]",
        'needs approval: false',
        '',
      ]);
      expect(namesIn(project)).toEqual(before);
    });

    test('returns what the commands print as JSON', () => {
      expect(run('npx', 'portolan', 'generate')).toMatchObject({ status: 0 });
      const { stdout } = ran(`import { compile, diff, explain, load } from 'portolan';
const spec = load('spec.yaml').value;
const explained = explain(compile(spec).value, 'https://api.example.com/');
console.log(JSON.stringify([explained.value, diff(spec, load('next/spec.yaml').value).value]));`);
      const printed = [
        ['explain', 'https://api.example.com/'],
        // Without generated files, which the function does not compare.
        ['diff', 'spec.yaml', 'next/spec.yaml', '--out', 'none', '--no-fail'],
      ].map((words) => JSON.parse(run('npx', 'portolan', ...words, '--format', 'json').stdout));
      expect(JSON.parse(stdout)).toEqual(printed);
    });

    test('is loaded by require too', () => {
      const script = "const { load } = require('portolan'); console.log(load('none.yaml').ok)";
      expect(run(process.execPath, '-e', script)).toMatchObject({
        status: 0,
        stdout: 'false\n',
      });
    });

    test('exports the schemas and package.json, and no file of the bundle', () => {
      const resolves = (path: string) =>
        run(process.execPath, '-e', `require.resolve('portolan/${path}')`);
      expect(resolves('schema/report.schema.json')).toMatchObject({
        status: 0,
      });
      expect(resolves('package.json')).toMatchObject({ status: 0 });
      for (const path of ['dist/review.js', 'dist/api.js', 'dist/cli.js', 'schema/../dist/cli.js'])
        expect(resolves(path)).toMatchObject({ status: 1 });
      expect(resolves('dist/review.js').stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
    });

    test('loads no module that starts a program or uses a network', () => {
      const text = readFileSync(join(installed, 'dist/api.js'), 'utf8');
      const required = [...text.matchAll(/\brequire\("(?:node:)?([\w/]+)"\)/g)].map(
        ([, name]) => name,
      );
      expect(required).toContain('fs');
      expect(
        required.filter((name) =>
          /^(?:child_process|cluster|dns|https?|net|worker)/.test(name ?? ''),
        ),
      ).toEqual([]);
    });
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
