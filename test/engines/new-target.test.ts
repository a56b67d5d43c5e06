import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { targetsIn } from '../../scripts/target-list.ts';
import { readFiles } from '../support/folder.ts';
import { filesNamed } from '../support/new-target.ts';
import { root } from '../support/schema.ts';

// The tests of the example run in its own directory. This suite makes a target of it in a copy of the project, without
// an edit by hand. Portolan and its review then support that target like every other.
const home = mkdtempSync(join(tmpdir(), 'portolan-new-target-'));
const name = 'ledger';
const made = ['.git', '.stryker-tmp', 'compiled', 'coverage', 'dist', 'node_modules'];

type Answer = { readonly status: number | null; readonly said: string };

/** Runs one of the project's programs in the copy, for five minutes at most. */
function node(...words: readonly string[]): Answer {
  // Jest within Jest must not act as its worker. TEST_GEAR=unit runs a part of each property, which is enough.
  const env = { ...process.env, JEST_WORKER_ID: undefined, UPDATE_GOLDEN: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: home,
    encoding: 'utf8',
    env: { ...env, TEST_GEAR: 'unit' },
    timeout: 300_000,
  });
  return { status, said: stdout + stderr };
}

const newTarget = (...words: readonly string[]) =>
  node('--import', 'tsx', 'scripts/new-target.ts', ...words);

/** The files of the copy that are new or differ from the project, without those that every build makes; sorted. */
function changedFiles(): string[] {
  const before = sourcesOf(root);
  const changed = [...sourcesOf(home)].filter(([path, text]) => before.get(path) !== text);
  return changed.map(([path]) => path).sort();
}

function sourcesOf(project: string): ReadonlyMap<string, string> {
  const folders = readdirSync(project, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !made.includes(entry.name),
  );
  const files = folders.flatMap((folder) =>
    Object.entries(readFiles(join(project, folder.name))).map(
      ([path, text]) => [`${folder.name}/${path}`, text] as const,
    ),
  );
  return new Map(files.filter(([path]) => !path.includes('/compiled/')));
}

describe('npm run new-target', () => {
  let first: Answer = { status: null, said: '' };
  let changed: readonly string[] = [];

  beforeAll(() => {
    cpSync(root, home, {
      recursive: true,
      filter: (path) => !made.includes(basename(path)) || join(root, basename(path)) !== path,
    });
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
    first = newTarget(name);
    changed = changedFiles();
  }, 180_000);

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('prints the files that it wrote, and the document to read next', () => {
    expect(first.status === 0 ? '' : first.said).toBe('');
    const paths = first.said.split('\n').filter((line) => line.includes(`/${name}/`));
    expect(paths).toEqual(changed.filter((path) => paths.includes(path)));
    expect(first.said).toContain('src/targets/list.ts\n\nNext, read docs/new-target.md.');
  });

  test('writes exactly the files that docs/new-target.md lists', () => {
    const named = ['contains', 'gets from the new target'].flatMap((title) =>
      filesNamed(title, name),
    );
    const nameOf = (path: string) => named.find((each) => isBelow(path, each)) ?? path;
    expect([...new Set(changed.map(nameOf))].sort()).toEqual(named.sort());
  });

  test('adds the target to the list, the schema and the documents', () => {
    const textOf = (path: string) => readFileSync(join(home, path), 'utf8');
    expect(targetsIn(textOf('src/targets/list.ts'))).toContain(name);
    expect(textOf('schema/spec.schema.json')).toContain(`${name}Options`);
    expect(textOf('docs/targets.md')).toContain(`### Known deviations of ${name}`);
  });

  test('writes files that compile', () => {
    expect(node('node_modules/typescript/bin/tsc').said).toBe('');
  }, 180_000);

  test('writes golden files that generate reproduces and verify accepts', () => {
    expect(node('--import', 'tsx', 'scripts/build.ts').status).toBe(0);
    const story = join('test/golden', name, 'spec.yaml');
    const run = (verb: string) => node('dist/cli.js', verb, story, '--out', 'of-its-own');
    const answers = ['generate', 'check', 'verify'].map(run);
    expect(answers.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(answers[2]?.said).toMatch(
      new RegExp(`${name} +[0-9]+ checked, [0-9]+ known deviations? +passed`),
    );
    const written = readFiles(join(home, 'of-its-own'));
    expect(written[`branch/${name}/list.txt`]).toContain('allow www.example.com tcp/80,tcp/443\n');
    expect(written).toEqual(readFiles(join(home, 'test/golden', name, 'expected')));
  }, 180_000);

  test('writes a target that passes the suites of all targets', () => {
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const suites = [
      `test/targets/(${name}/read|names)`,
      'test/review/verify/(options|properties)',
      'test/language/schema',
      'test/house/templates',
    ];
    // From the suites of all targets, only the tests of this target.
    const asked = ['--testNamePattern', `${name}|the reader`];
    const jest = 'node_modules/jest/bin/jest.js';
    const { status, said } = node(...flags, jest, '--runInBand', ...asked, ...suites);
    expect(status === 0 ? '' : said).toBe('');
    expect(said).toContain(`PASS unit test/targets/${name}/read.test.ts`);
    expect(said).toContain('PASS unit test/review/verify/properties.test.ts');
  }, 300_000);

  test.each<[string, string[], string]>([
    ['the name of an existing target', ['pac'], 'src/targets/pac already exists'],
    ['the same name a second time', [name], `src/targets/${name} already exists`],
    ['the name of the example', ['plainlist'], 'the name "plainlist" is reserved'],
    ['a path', ['../pac'], 'invalid name "../pac"'],
    ['no name', [], 'pass one name, for example: npm run new-target -- ledger'],
    ['two names', ['one', 'two'], 'pass one name, for example: npm run new-target -- ledger'],
  ])('rejects %s', (_what, words, message) => {
    const { status, said } = newTarget(...words);
    expect([status, said]).toEqual([2, expect.stringContaining(`new-target: ${message}`)]);
  });
});

function isBelow(path: string, named: string): boolean {
  return path === named || (named.endsWith('/') && path.startsWith(named));
}
