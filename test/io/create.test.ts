import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createFile, mendFile } from '../../src/io/create.ts';
import { inFolder, readFiles } from '../support/folder.ts';
import { buildWorker, runWorker } from '../support/worker.ts';

describe('createFile', () => {
  test('writes a complete file, and leaves no other', () =>
    inFolder((folder) => {
      expect(createFile(join(folder, 'spec.yaml'), 'version: 1\n')).toBe(true);
      expect(readdirSync(folder)).toEqual(['spec.yaml']);
      expect(readFileSync(join(folder, 'spec.yaml'), 'utf8')).toBe('version: 1\n');
    }));

  test.each<[string, (path: string) => void]>([
    ['a file', (path) => writeFileSync(path, 'mine')],
    ['a directory', (path) => mkdirSync(path)],
    ['a link to nowhere', (path) => symlinkSync('nowhere', path)],
  ])('keeps an existing %s, even one that appeared a moment ago', (_what, make) =>
    inFolder((folder) => {
      make(join(folder, 'spec.yaml'));
      expect(createFile(join(folder, 'spec.yaml'), 'version: 1\n')).toBe(false);
      expect(readdirSync(folder)).toEqual(['spec.yaml']);
    }),
  );

  test('leaves a complete file or none when killed at any call, and the next run removes the rest', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const path = join(folder, 'made/spec.yaml');
      let call = 0;
      for (let alive = false; !alive; ) {
        call += 1;
        rmSync(dirname(path), { recursive: true, force: true });
        mkdirSync(dirname(path));
        alive = runWorker(worker, ['kill-making', path, String(call)]).signal !== 'SIGKILL';
        mendFile(path);
        expect([[], ['spec.yaml']]).toContainEqual(readdirSync(dirname(path)));
        createFile(path, 'whole');
        expect(readFiles(dirname(path))).toEqual({ 'spec.yaml': 'whole' });
      }
      expect(call).toBeGreaterThan(6);
    }));

  test('keeps the temporary file of another run, and files with a similar name', () =>
    inFolder((folder) => {
      const names = [
        `.spec.yaml.portolan-${process.pid}-`,
        '.spec.yaml.portolan-x',
        '.spec.yaml.swp',
      ];
      for (const name of names) writeFileSync(join(folder, name), '');
      mendFile(join(folder, 'spec.yaml'));
      expect(readdirSync(folder).sort()).toEqual([...names].sort());
    }));

  test('fails with one line when it cannot write', () =>
    inFolder((folder) => {
      const path = join(folder, 'no such folder/spec.yaml');
      expect(() => createFile(path, '')).toThrow(/^cannot write .*: it does not exist \(ENOENT\)$/);
    }));
});
