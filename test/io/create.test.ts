import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createFile, mendFile } from '../../src/io/create.ts';
import { inFolder, readFiles } from '../support/folder.ts';
import { buildWorker, runWorker } from '../support/worker.ts';

describe('making one file', () => {
  test('gives a whole file, and nothing beside it', () =>
    inFolder((folder) => {
      expect(createFile(join(folder, 'spec.yaml'), 'version: 1\n')).toBe(true);
      expect(readdirSync(folder)).toEqual(['spec.yaml']);
      expect(readFileSync(join(folder, 'spec.yaml'), 'utf8')).toBe('version: 1\n');
    }));

  test.each<[string, (path: string) => void]>([
    ['a file', (path) => writeFileSync(path, 'mine')],
    ['a folder', (path) => mkdirSync(path)],
    ['a link to nowhere', (path) => symlinkSync('nowhere', path)],
  ])('leaves %s alone that is there already, even one that came a moment ago', (_what, make) =>
    inFolder((folder) => {
      make(join(folder, 'spec.yaml'));
      expect(createFile(join(folder, 'spec.yaml'), 'version: 1\n')).toBe(false);
      expect(readdirSync(folder)).toEqual(['spec.yaml']);
    }),
  );

  test('that is killed at any call leaves a whole file or none, and the next run removes the rest', () =>
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

  test('leaves alone what another run is making, and what looks like it', () =>
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

  test('fails with one line where it cannot write', () =>
    inFolder((folder) => {
      const path = join(folder, 'no such folder/spec.yaml');
      expect(() => createFile(path, '')).toThrow(/^cannot write .*: it does not exist \(ENOENT\)$/);
    }));
});
