import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { bundle, portolan, unset } from '../../support/cli.ts';
import { demoSpec } from '../../support/demo.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';

const listed = demoSpec().replace('- { host: "www.example.com"', '- { list: "lists/hosts.txt"');
const files = { 'spec.yaml': listed, 'lists/hosts.txt': 'www.example.com\n' };
const valid = (endpoints: string) => `spec.yaml is valid: 1 group, ${endpoints}, 1 site\n`;
const one = valid('1 endpoint');
const two = valid('2 endpoints');

/** The tool, while it watches. Its output is read up to the next wait, so no test depends on the speed of the machine. */
class Watching {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  #text = '';
  #more: () => void = () => undefined;
  readonly #ended: Promise<unknown[]>;

  constructor(folder: string, words: readonly string[]) {
    this.#process = spawn(process.execPath, [bundle, ...words], {
      cwd: folder,
      env: { ...process.env, ...unset },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#process, 'close');
    // Before the limit of a test, which would leave the process behind. Only a failure takes so long.
    const limit = setTimeout(() => this.#process.kill('SIGKILL'), 100_000);
    this.#process.on('close', () => clearTimeout(limit));
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text;
        this.#more();
      });
  }

  /** What was printed since the last call, once it says that it watches, and contains this. */
  async waits(wanted: string): Promise<string> {
    while (!(this.#text.includes(wanted) && /^watching \d+ files?$/m.test(this.#text)))
      await this.#next(wanted);
    const text = this.#text;
    this.#text = '';
    return text;
  }

  async #next(wanted: string): Promise<void> {
    const more = new Promise<void>((resolve) => {
      this.#more = resolve;
    });
    const ended = this.#ended.then(([code]) => {
      throw new Error(`ended with ${code} before ${JSON.stringify(wanted)}: ${this.#text}`);
    });
    await Promise.race([more, ended]);
  }

  /** Sends a signal, and returns the exit code; null if the signal killed the process. */
  async end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' = 'SIGINT'): Promise<unknown> {
    this.#process.kill(signal);
    const [code] = await this.#ended;
    return code;
  }
}

/** Runs a function with the tool that watches a directory. It never outlives the test. */
function watching(
  words: readonly string[],
  work: (watch: Watching, folder: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    writeFiles(folder, files);
    const watch = new Watching(folder, words);
    try {
      await work(watch, folder);
    } finally {
      await watch.end('SIGKILL');
    }
  });
}

describe('validate --watch', () => {
  test('runs again after each change of a file that the spec reads, and ends with exit code 0', () =>
    watching(['validate', '--watch'], async (watch, folder) => {
      const list = join(folder, 'lists/hosts.txt');
      expect(await watch.waits(one)).toContain('watching 2 files\n');
      writeFileSync(list, 'www.example.com\napi.example.com\n');
      const changed = '\nchanged: lists/hosts.txt\n';
      expect(await watch.waits(two)).toContain(changed);

      writeFileSync(list, 'WWW EXAMPLE\n');
      expect(await watch.waits('lists/hosts.txt:1:1 error')).toContain(changed);

      writeFileSync(join(folder, 'lists/new'), 'www.example.com\n');
      renameSync(join(folder, 'lists/new'), list);
      expect(await watch.waits(one)).toContain(changed);
      expect(await watch.end()).toBe(0);
    }));

  test('watches the files that the last run read, also when one is missing', () =>
    watching(['validate', '--watch'], async (watch, folder) => {
      await watch.waits(one);
      writeFileSync(join(folder, 'spec.yaml'), listed.replace('lists/hosts', 'more/lists/other'));
      await watch.waits('file not found: "more/lists/other.txt"');
      mkdirSync(join(folder, 'more/lists'), { recursive: true });
      writeFileSync(join(folder, 'more/lists/other.txt'), 'a.example.com\nb.example.com\n');
      await watch.waits(two);
      renameSync(join(folder, 'more'), join(folder, 'gone'));
      await watch.waits('file not found: "more/lists/other.txt"');
      renameSync(join(folder, 'gone'), join(folder, 'more'));
      await watch.waits(two);
      rmSync(join(folder, 'spec.yaml'));
      await watch.waits('file not found: "spec.yaml"');
      writeFileSync(join(folder, 'spec.yaml'), demoSpec());
      await watch.waits(one);
      expect(await watch.end('SIGTERM')).toBe(0);
    }));

  test('watches the files that links point to, and several specs', () =>
    inFolder(async (folder) => {
      writeFiles(folder, { ...files, 'real/list.txt': 'www.example.com\n', 'a.yaml': demoSpec() });
      rmSync(join(folder, 'lists/hosts.txt'));
      symlinkSync('../real/list.txt', join(folder, 'lists/hosts.txt'));
      const watch = new Watching(folder, ['validate', 'a.yaml', 'spec.yaml', '--watch']);
      try {
        expect(await watch.waits(one)).toContain('==> spec.yaml <==\n');
        writeFileSync(join(folder, 'real/list.txt'), 'a.example.com\nb.example.com\n');
        expect(await watch.waits(two)).toContain('\nchanged: lists/hosts.txt\n');
        expect(await watch.end()).toBe(0);
      } finally {
        await watch.end('SIGKILL');
      }
    }));
});

test('generate --watch writes after a change, and nothing while the spec is invalid', () =>
  watching(['generate', '--watch'], async (watch, folder) => {
    const manifest = () => readFileSync(join(folder, 'generated/branch/manifest.json'), 'utf8');
    await watch.waits('generated/branch');
    const first = manifest();
    writeFileSync(join(folder, 'spec.yaml'), 'version: 2\n');
    await watch.waits('spec.yaml:1:10 error');
    expect(manifest()).toBe(first);
    writeFileSync(join(folder, 'spec.yaml'), listed.replace('tcp/443', 'tcp/8443'));
    await watch.waits('generated/branch');
    expect(manifest()).not.toBe(first);
    expect(await watch.end()).toBe(0);
  }));

describe('--watch', () => {
  test.each([
    ['validate -', '--watch cannot watch standard input'],
    ['generate - --stdout', '--watch cannot watch standard input'],
    ['generate --stdout', '--watch and --stdout cannot be used together'],
    ['generate --dry-run', '--watch and --dry-run cannot be used together'],
    ['validate --fix', '--watch and --fix cannot be used together'],
    ['validate --format json', '--watch reports as text, not as json'],
    ['validate missing.yaml', 'file not found: "missing.yaml"'],
    ['generate --site nowhere', 'unknown site "nowhere"'],
  ])('%s is refused', (words, message) => {
    inFolder((folder) => {
      writeFiles(folder, files);
      const { code, stdout, stderr } = portolan(folder, [...words.split(' '), '--watch']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`portolan: ${message}`);
    });
  });
});
