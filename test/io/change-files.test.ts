import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  changeFiles,
  type FileChange,
  mendFiles,
  requireMended,
} from '../../src/io/change-files.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { buildWorker, runWorker } from '../support/worker.ts';

const former = { 'spec.yaml': 'old', 'lists/gone.txt': 'old', 'lists/other.txt': 'old' };
const latter = {
  'spec.yaml': 'new',
  'lists/other.txt': 'old',
  'vendor/x.yaml': 'new',
  'vendor/x/list.txt': 'new',
};

function changesOf(
  changes: Readonly<Record<string, readonly [string | undefined, string | undefined]>>,
) {
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));
  return new Map(
    Object.entries(changes).map(([path, [before, after]]): [string, FileChange] => [
      path,
      { before: bytes(before), after: bytes(after) },
    ]),
  );
}

const all = changesOf({
  'vendor/x/list.txt': [undefined, 'new'],
  'vendor/x.yaml': [undefined, 'new'],
  'spec.yaml': ['old', 'new'],
  'lists/gone.txt': ['old', undefined],
});

describe('changeFiles', () => {
  test('creates, replaces and removes, and leaves nothing else', () =>
    inFolder((top) => {
      writeFiles(top, former);
      changeFiles(top, all);
      expect(readFiles(top)).toEqual(latter);
      expect(readdirSync(top).sort()).toEqual(['lists', 'spec.yaml', 'vendor']);
    }));

  test('makes its directory, and removes one that becomes empty', () =>
    inFolder((folder) => {
      const top = join(folder, 'a/b');
      changeFiles(top, changesOf({ 'x/list.txt': [undefined, 'new'] }));
      expect(readFiles(top)).toEqual({ 'x/list.txt': 'new' });
      changeFiles(top, changesOf({ 'x/list.txt': ['new', undefined] }));
      expect(readdirSync(top)).toEqual([]);
    }));

  test('follows a link to the directory itself', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'real/spec.yaml': 'old' });
      symlinkSync('real', join(folder, 'link'));
      mendFiles(join(folder, 'link'));
      changeFiles(join(folder, 'link'), changesOf({ 'spec.yaml': ['old', 'new'] }));
      expect(readFiles(join(folder, 'real'))).toEqual({ 'spec.yaml': 'new' });
    }));

  test('keeps the mode of a file', () =>
    inFolder((top) => {
      writeFileSync(join(top, 'spec.yaml'), 'old', { mode: 0o640 });
      changeFiles(top, changesOf({ 'spec.yaml': ['old', 'new'] }));
      expect(statSync(join(top, 'spec.yaml')).mode & 0o777).toBe(0o640);
    }));

  test.each<[string, (top: string) => void]>([
    ['a file that changed', (top) => writeFileSync(join(top, 'spec.yaml'), 'other')],
    ['a file that is gone', (top) => rmSync(join(top, 'lists/gone.txt'))],
    ['a file that appeared', (top) => writeFiles(top, { 'vendor/x.yaml': 'mine' })],
    ['a link in place of a directory', (top) => symlinkSync('lists', join(top, 'vendor'))],
    ['a link in place of a new file', (top) => writeLink(top)],
    ['a file in place of a directory', (top) => writeFileSync(join(top, 'vendor'), '')],
    [
      'a file that cannot be written',
      (top) => {
        rmSync(join(top, 'spec.yaml'));
        writeFileSync(join(top, 'spec.yaml'), 'old', { mode: 0o444 });
      },
    ],
  ])('writes nothing with %s', (_what, make) =>
    inFolder((top) => {
      writeFiles(top, former);
      make(top);
      const before = namesIn(top);
      expect(() => changeFiles(top, all)).toThrow(/nothing was written$/);
      expect(namesIn(top)).toEqual(before);
    }),
  );

  test('is completed or undone when killed at any call', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const top = join(folder, 'top');
      const seen = new Set<string>();
      let call = 0;
      for (let alive = false; !alive; ) {
        call += 1;
        rmSync(top, { recursive: true, force: true });
        writeFiles(top, former);
        alive = runWorker(worker, ['kill-changing', top, String(call)]).signal !== 'SIGKILL';
        const isLeft = readdirSync(top).some((name) => name.startsWith('.'));
        const check = () => requireMended(top);
        if (isLeft) expect(check).toThrow(/was interrupted or is running$/);
        else check();
        mendFiles(top);
        const found = JSON.stringify(readFiles(top));
        seen.add(found);
        expect([JSON.stringify(former), JSON.stringify(latter)].map(sorted)).toContainEqual(
          sorted(found),
        );
        expect(readdirSync(top).filter((name) => name.startsWith('.'))).toEqual([]);
      }
      expect(call).toBeGreaterThan(30);
      expect(seen.size).toBe(2);
    }));

  test('changes all files or none on a disk that fails at any call', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const out = join(folder, 'disk');
      const { stdout } = runWorker(worker, ['change-on-bad-disks', out]);
      const outcomes: string[] = JSON.parse(stdout);
      expect(outcomes.length).toBeGreaterThan(30);
      for (const index of outcomes.keys()) {
        const top = `${out}-${index + 1}`;
        mendFiles(top);
        expect([sorted(JSON.stringify(former)), sorted(JSON.stringify(latter))]).toContainEqual(
          sorted(JSON.stringify(readFiles(top))),
        );
      }
    }));

  test('rejects a journal that it did not write', () =>
    inFolder((top) => {
      const path = join(top, '.portolan-import-journal');
      for (const text of ['', '{}', '{"ready":true,"files":["../x"],"removed":[],"folders":[]}']) {
        writeFileSync(path, text);
        expect(() => mendFiles(top)).toThrow(/is not a journal of Portolan$/);
      }
    }));
});

function writeLink(top: string): void {
  mkdirSync(join(top, 'vendor'));
  symlinkSync('nowhere', join(top, 'vendor/x.yaml'));
}

function namesIn(top: string): string[] {
  return readdirSync(top, { recursive: true, encoding: 'utf8' }).sort();
}

function sorted(text: string): unknown {
  return Object.entries(JSON.parse(text)).sort();
}
