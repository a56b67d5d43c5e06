import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesFor } from './example-files.ts';
import { listModule, refuseName, targetsIn } from './target-list.ts';

const root = join(import.meta.dirname, '..');
const list = 'src/targets/list.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [name = ''] = positionals;
const refusal =
  positionals.length === 1
    ? refuse(name)
    : 'pass one name, for example: npm run new-target -- ledger';
if (refusal === undefined) make(name);
else {
  console.error(`new-target: ${refusal}`);
  process.exitCode = 2;
}

function refuse(target: string): string | undefined {
  const homes = ['src/targets', 'templates', 'test/targets', 'test/golden'];
  const taken = homes
    .map((home) => join(home, target))
    .find((path) => existsSync(join(root, path)));
  return refuseName(target) ?? (taken === undefined ? undefined : `${taken} already exists`);
}

/** Writes the directories of a small working target, adds it to the list, and generates the code from them. */
function make(target: string): void {
  const files = filesFor(root, target);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: 'wx' });
  }
  const known = targetsIn(readFileSync(join(root, list), 'utf8'));
  writeFileSync(join(root, list), listModule([...known, target]));
  // The length of the name decides where lines break.
  const sources = [...files.keys()].filter((path) => /\.(ts|json)$/.test(path));
  node(['node_modules/@biomejs/biome/bin/biome', 'check', '--write', list, ...sources]);
  node([...process.execArgv, 'scripts/generate.ts']);
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const story = ['test/stories/golden.test.ts', '--testNamePattern', `the story ${target} `];
  node([...jest, 'node_modules/jest/bin/jest.js', ...story], { UPDATE_GOLDEN: '1' });
  console.log(`${[...files.keys(), list].join('\n')}\n\nNow read docs/new-target.md.`);
}

function node(words: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${words.join(' ')} failed\n${stdout}${stderr}`);
}
