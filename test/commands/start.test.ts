import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verbs } from '../../src/commands/verbs.ts';
import { scriptNames, scriptOf } from '../../src/scripts.ts';
import { digestOf, scriptFor } from '../../src/start.ts';
import { bundle, portolan, type Run, unset } from '../support/cli.ts';
import { inFolder } from '../support/folder.ts';
import { runNode } from '../support/node.ts';
import { root } from '../support/schema.ts';

const lines = [
  ['--help'],
  ['schema', 'report'],
  ['validate', join(root, 'spec.yaml')],
  ['check', join(root, 'spec.yaml')],
  ['lint', join(root, 'spec.yaml')],
  ['generat'],
];

/** Runs command lines with a copy of the published directory that `change` has changed. */
function runChanged(change: (dist: string) => void): Run[] {
  return inFolder((folder) => {
    const dist = join(folder, 'dist');
    cpSync(dirname(bundle), dist, { recursive: true });
    change(dist);
    const env = { ...process.env, ...unset };
    return lines.map((words) => {
      const run = runNode([join(dist, 'cli.js'), ...words], { cwd: root, env });
      return { code: run.status, stdout: run.stdout, stderr: run.stderr };
    });
  });
}

function cachesIn(dist: string): string[] {
  return readdirSync(join(dist, 'cache')).map((name) => join(dist, 'cache', name));
}

const want = lines.map((words) => portolan(root, words));

test('the build makes a code cache for each script', () => {
  const { v8 } = process.versions;
  expect(cachesIn(dirname(bundle)).map((path) => path.split('/').at(-1))).toEqual(
    scriptNames.map((name) => `${name}-${v8}-${process.arch}`),
  );
});

test('the table of scripts lists every command', () => {
  const small = ['schema', 'help', 'version'];
  const inFront = verbs.map(({ name }) => name).filter((name) => scriptOf(name) === 'front');
  expect(inFront).toEqual(small);
});

test('the script of help and schemas contains neither the language nor a target', () => {
  const work = ['src/language/load.ts', 'src/targets/', 'compiled/validate', 'compiled/templates'];
  const found = scriptNames.map((name) => {
    // The build breaks long lines, also within a text.
    const text = readFileSync(join(dirname(bundle), `${name}.js`), 'utf8').replaceAll('\\\n', '');
    return work.filter((room) => text.includes(room));
  });
  expect(found).toEqual([work, [], work, work]);
});

test('a command whose script is not guessed runs all the same', () => {
  const spec = join(root, 'spec.yaml');
  const words = ['--color', 'check', spec];
  expect([scriptFor(words), scriptFor(['check', spec])]).toEqual(['front', 'render']);
  expect(portolan(root, words)).toEqual(portolan(root, ['check', '--color', spec]));
});

test('check --live is in the script of the reviewing commands, and only there', () => {
  const lines = [['--live', 'v4.txt'], ['--live=v4.txt'], ['spec.yaml', '--live', 'v4.txt'], []];
  expect(lines.map((words) => scriptFor(['check', ...words]))).toEqual([
    'review',
    'review',
    'review',
    'render',
  ]);
  const hold = scriptNames.filter((name) =>
    readFileSync(join(dirname(bundle), `${name}.js`), 'utf8').includes('src/targets/iptables/live'),
  );
  expect(hold).toEqual(['review']);
  const readme = join(root, 'README.md');
  const guessed = portolan(root, ['check', '--live', readme]);
  expect(guessed.stderr).toMatch(/is not a known dump\n {2}help: /);
  expect(portolan(root, ['--color', 'check', '--live', readme])).toEqual(guessed);
});

test('what deletes from a device is in the script of retire, and only there', () => {
  const hold = scriptNames.filter((name) =>
    readFileSync(join(dirname(bundle), `${name}.js`), 'utf8').includes(
      'src/targets/paloalto/retire',
    ),
  );
  expect(hold).toEqual([scriptOf('retire')]);
});

test('what fixes a spec is in the script of the reviewing commands, and only there', () => {
  const words = ['validate', '--fix', '--dry-run', join(root, 'spec.yaml')];
  expect(scriptFor(words)).toBe('review');
  const hold = scriptNames.filter((name) =>
    readFileSync(join(dirname(bundle), `${name}.js`), 'utf8').includes('src/language/fix/two-keys'),
  );
  expect(hold).toEqual(['review']);
  const fixed = portolan(root, words);
  expect(fixed).toMatchObject({ code: 0, stdout: '' });
  expect(portolan(root, ['--color', ...words])).toEqual(fixed);
});

test.each<[name: string, change: (path: string) => void]>([
  ['that is missing', (path) => rmSync(path)],
  ['that is empty', (path) => writeFileSync(path, '')],
  ['that is cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, 5000))],
  ['of another text', (path) => writeFileSync(path, changed(readFileSync(path), 0))],
  ['of another V8', (path) => writeFileSync(path, ofAnotherV8(path))],
  ['that is damaged', (path) => writeFileSync(path, readFileSync(path).fill(0, 9000, 90_000))],
])('without a code cache, and with one %s, every answer is the same', (_name, change) => {
  expect(runChanged((dist) => cachesIn(dist).forEach(change))).toEqual(want);
});

function changed(data: Buffer, at: number): Buffer {
  data[at] = (data[at] ?? 0) ^ 1;
  return data;
}

/** A cache with the digest of its content, in which only V8 can find the other version. */
function ofAnotherV8(path: string): Buffer {
  const code = changed(readFileSync(path).subarray(32), 4);
  const [name] = basename(path).split('-');
  const text = readFileSync(join(path, `../../${name}.js`));
  return Buffer.concat([digestOf(text, code), code]);
}

/** Finds words in a script, whose long lines the build breaks with a backslash, also inside of a word. */
function wrapped(words: string): RegExp {
  return new RegExp([...words].join(String.raw`(?:\\\n)?`), 'g');
}

test('a script of the same length never runs the code of another one', () => {
  const runs = runChanged((dist) => {
    const front = join(dist, 'front.js');
    const text = readFileSync(front, 'latin1');
    const other = text.replace(wrapped('unknown command'), (found) => found.toUpperCase());
    expect(other).not.toBe(text);
    writeFileSync(front, other);
  });
  expect(runs.at(-1)?.stderr).toMatch(/^portolan: UNKNOWN COMMAND "generat"/);
});

test('starts through a link, also if Node keeps its path', () => {
  inFolder((folder) => {
    const link = join(folder, 'portolan');
    symlinkSync(bundle, link);
    const env = { ...process.env, ...unset };
    const words = ['check', join(root, 'spec.yaml')];
    for (const flags of [[], ['--preserve-symlinks-main']]) {
      const run = runNode([...flags, link, ...words], { cwd: root, env });
      expect({ code: run.status, stdout: run.stdout, stderr: run.stderr }).toEqual(
        portolan(root, words),
      );
    }
  });
});

describe('the entry on an older Node', () => {
  /** Starts the entry with this version of Node. */
  function startedBy(version: string): Run {
    return inFolder((folder) => {
      const fake = join(folder, 'fake.cjs');
      const versions = `{ ...process.versions, node: '${version}' }`;
      writeFileSync(fake, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
      const { status, stdout, stderr } = runNode(['--require', fake, bundle, '--version']);
      return { code: status, stdout, stderr };
    });
  }

  test.each(['20.11.1', '18.19.0', '8.17.0'])('%s says so', (version) => {
    expect(startedBy(version)).toEqual({
      code: 2,
      stdout: '',
      stderr: `portolan: Node 20.12 or newer is required, found ${version}\n  help: install a newer Node, from https://nodejs.org\n`,
    });
  });

  test.each(['20.12.0', '22.1.0', '100.0.0'])('%s is new enough', (version) => {
    expect(startedBy(version)).toMatchObject({ code: 0, stdout: `${PORTOLAN_VERSION}\n` });
  });

  test('parses its text, which has no syntax that is newer than async functions', () => {
    const newer =
      /\?\?|\?\.[\w([]|\|\|=|&&=|catch \{|\{ *\.\.\.|\d_\d|\d+n\b|^ *#\w|import\(|^await /m;
    expect(readFileSync(bundle, 'utf8')).not.toMatch(newer);
  });
});
