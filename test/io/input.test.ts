import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { reasonOf } from '../../src/io/fault.ts';
import { foldersIn } from '../../src/io/folder.ts';
import { readInput } from '../../src/io/input.ts';
import { inFolder } from '../support/folder.ts';

describe('readInput', () => {
  test('reads a file up to the limit', () =>
    inFolder((folder) => {
      const path = join(folder, 'list.txt');
      const text = 'a'.repeat(200_000);
      writeFileSync(path, text);
      const read = readInput(path, 200_000);
      expect(read.kind === 'bytes' && Buffer.from(read.bytes).toString()).toBe(text);
      expect(readInput(path, 199_999)).toEqual({ kind: 'too-large', limit: 199_999 });
    }));

  test('reads an empty file', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'empty'), '');
      expect(readInput(join(folder, 'empty'), 1)).toMatchObject({ kind: 'bytes' });
    }));

  test('says what cannot be read', () =>
    inFolder((folder) => {
      mkdirSync(join(folder, 'inside'));
      expect(readInput(join(folder, 'inside'), 1)).toEqual({
        kind: 'unreadable',
        reason: 'it is a directory',
      });
      expect(readInput(join(folder, 'nothing'), 1)).toEqual({ kind: 'missing' });
    }));

  test('says that links are a loop', () =>
    inFolder((folder) => {
      symlinkSync('two', join(folder, 'one'));
      symlinkSync('one', join(folder, 'two'));
      const reason = 'it has a loop of symbolic links, or too many of them (ELOOP)';
      for (const path of ['one', 'one/list.txt'])
        expect(readInput(join(folder, path), 1)).toEqual({ kind: 'unreadable', reason });
      expect(() => foldersIn(join(folder, 'one/sites'))).toThrow(reason);
    }));

  test('says that a link is not followed', () =>
    inFolder((folder) => {
      mkdirSync(join(folder, 'real'));
      symlinkSync('real', join(folder, 'link'));
      const error = { code: 'ELOOP', path: join(folder, 'link') };
      expect(reasonOf(error)).toBe('it is a symbolic link (ELOOP)');
    }));
});
