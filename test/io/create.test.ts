import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createFile } from '../../src/io/create.ts';
import { inFolder } from '../support/folder.ts';

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

  test('fails with one line where it cannot write', () =>
    inFolder((folder) => {
      const path = join(folder, 'no such folder/spec.yaml');
      expect(() => createFile(path, '')).toThrow(/^cannot write .*: it does not exist \(ENOENT\)$/);
    }));
});
