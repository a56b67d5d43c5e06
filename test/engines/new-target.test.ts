import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { targetsIn } from '../../scripts/target-list.ts';
import { readFiles } from '../support/folder.ts';
import { root } from '../support/schema.ts';

// A copy of the project, since the script adds to it.
const home = mkdtempSync(join(tmpdir(), 'portolan-new-target-'));
const name = 'plainlist';
const leftOut = ['.git', '.stryker-tmp', 'compiled', 'coverage', 'dist', 'node_modules'];

type Answer = { readonly status: number | null; readonly said: string };

// The suites of the review take minutes on a busy machine.
const timeout = 600_000;

/** Runs one of the project's programs in the copy. */
function node(...words: readonly string[]): Answer {
  // A jest that runs in a jest must not take itself for a worker of it.
  const env = { ...process.env, JEST_WORKER_ID: undefined, UPDATE_GOLDEN: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: home,
    encoding: 'utf8',
    env,
    timeout,
  });
  return { status, said: stdout + stderr };
}

const newTarget = (...words: readonly string[]) =>
  node('--import', 'tsx', 'scripts/new-target.ts', ...words);

function jest(...words: readonly string[]): Answer {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return node(...flags, 'node_modules/jest/bin/jest.js', '--runInBand', ...words);
}

describe('npm run new-target', () => {
  let made = { status: null as number | null, said: '' };

  beforeAll(() => {
    cpSync(root, home, {
      recursive: true,
      filter: (path) => !leftOut.includes(basename(path)) || join(root, basename(path)) !== path,
    });
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
    made = newTarget(name);
  }, 180_000);

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('names what it made, and what to read next', () => {
    expect(made.status).toBe(0);
    const paths = made.said.split('\n').filter((line) => line.includes('/'));
    expect(paths).toContain('src/targets/list.ts');
    expect(paths).toContain(`src/targets/${name}/view.ts`);
    expect(made.said).toContain('Now read docs/new-target.md.');
  });

  test('puts the target on the list, into the schema and into the documents', () => {
    const list = readFileSync(join(home, 'src/targets/list.ts'), 'utf8');
    expect(targetsIn(list)).toContain(name);
    expect(readFileSync(join(home, 'schema/spec.schema.json'), 'utf8')).toContain(`${name}Options`);
    expect(readFileSync(join(home, 'docs/targets.md'), 'utf8')).toContain(
      `### What ${name} does otherwise`,
    );
  });

  test('gives a golden story, rendered', () => {
    const story = readFiles(join(home, 'test/golden', name));
    expect(Object.keys(story).sort()).toEqual(
      [
        ...['branch', 'guests'].flatMap((site) => [
          `expected/${site}/coverage.md`,
          `expected/${site}/manifest.json`,
          `expected/${site}/${name}/list.txt`,
        ]),
        'spec.yaml',
      ].sort(),
    );
    expect(story[`expected/branch/${name}/list.txt`]).toContain(
      'allow www.example.com tcp/80,tcp/443\n',
    );
  });

  test('what it made passes its own tests, and those of the house', () => {
    const { status, said } = jest(
      `test/targets/${name}`,
      'test/house/architecture',
      'test/language/document',
    );
    expect(status === 0 ? '' : said).toBe('');
    for (const suite of ['read', 'properties'])
      expect(said).toContain(`PASS unit test/targets/${name}/${suite}.test.ts`);
  }, 180_000);

  test(
    'its own story is generated, is as it was written, and verifies: every endpoint, in every family',
    () => {
      expect(node('--import', 'tsx', 'scripts/build.ts').status).toBe(0);
      const story = join('test/golden', name, 'spec.yaml');
      const run = (verb: string) => node('dist/cli.js', verb, story, '--out', 'of-its-own');
      expect(['generate', 'check', 'verify'].map((verb) => [verb, run(verb).status])).toEqual([
        ['generate', 0],
        ['check', 0],
        ['verify', 0],
      ]);
      expect(run('verify').said).toMatch(
        new RegExp(`${name} +[0-9]+ checked, [0-9]+ by coverage +passed`),
      );
    },
    timeout,
  );

  test(
    'the review and verify take it as they take every target',
    () => {
      const { status, said } = jest(
        'test/review/(diff|explain|findings|lint|verify)',
        'test/commands/verify',
      );
      expect(status === 0 ? '' : said).toBe('');
    },
    timeout,
  );

  test('the story gives the same files again', () => {
    const { status, said } = jest(
      'test/stories/golden.test.ts',
      '--testNamePattern',
      `the story ${name} `,
    );
    expect([status, said]).toEqual([0, expect.stringMatching(/Tests: .* 3 passed/)]);
  }, 180_000);

  test('and the compiler, the linter and knip have nothing against it', () => {
    expect(node('node_modules/typescript/bin/tsc').said).toBe('');
    const sources = ['src/targets/list.ts', `src/targets/${name}`, `test/targets/${name}`];
    const lint = node('node_modules/@biomejs/biome/bin/biome', 'check', ...sources);
    expect(lint.status === 0 ? '' : lint.said).toBe('');
    const knip = node('node_modules/knip/bin/knip.js', '--no-progress').said.split('\n');
    expect(knip.filter((line) => line.includes(name))).toEqual([]);
  }, 180_000);

  test.each<[string, string[], string]>([
    ['a name that is taken', ['pac'], 'src/targets/pac is there already'],
    ['its own, a second time', [name], `src/targets/${name} is there already`],
    ['a path', ['../pac'], '"../pac" is no name'],
    ['no name', [], 'give the one name of the new target'],
    ['two names', ['one', 'two'], 'give the one name of the new target'],
  ])('refuses %s', (_what, words, message) => {
    const { status, said } = newTarget(...words);
    expect([status, said]).toEqual([2, expect.stringContaining(`new-target: ${message}`)]);
  });
});
