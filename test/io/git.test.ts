import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRevision } from '../../src/io/git.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { commitAll, initRepository } from '../support/git.ts';

const limit = 1000;

/** Opens the first commit of a repository that holds these files, after the work tree has changed. */
function inRepository<Value>(work: (folder: string) => Value): Value {
  return inFolder((folder) => {
    initRepository(folder);
    writeFiles(folder, {
      'a/spec.yaml': 'one\n',
      'a/lists/x.txt': 'x\n',
      'b/other.txt': 'other\n',
    });
    symlinkSync('spec.yaml', join(folder, 'a/link.yaml'));
    commitAll(folder);
    writeFiles(folder, { 'a/spec.yaml': 'two\n' });
    return work(folder);
  });
}

describe('a commit', () => {
  test('gives a file as it was, by its path from a folder', () =>
    inRepository((folder) => {
      const { read, commit } = openRevision(join(folder, 'a'), 'HEAD');
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(read('spec.yaml', limit)).toEqual({ kind: 'bytes', bytes: Buffer.from('one\n') });
      expect(read('lists/x.txt', limit)).toMatchObject({ kind: 'bytes' });
    }));

  test.each([
    ['no file', 'none.yaml', { kind: 'missing' }],
    ['a folder', 'lists', { kind: 'missing' }],
    ['a file outside of the folder', '../b/other.txt', { kind: 'missing' }],
    ['a link', 'link.yaml', { kind: 'unreadable', reason: 'it is not a regular file' }],
  ])('%s', (_name, path, outcome) =>
    inRepository((folder) => {
      expect(openRevision(join(folder, 'a'), 'HEAD').read(path, limit)).toEqual(outcome);
    }),
  );

  test('gives nothing of a file over the limit', () =>
    inRepository((folder) => {
      expect(openRevision(join(folder, 'a'), 'HEAD').read('spec.yaml', 3)).toEqual({
        kind: 'too-large',
        limit: 3,
      });
    }));

  test('gives every regular file below a folder, whatever bytes it holds', () =>
    inFolder((folder) => {
      initRepository(folder);
      const odd = Buffer.from([0, 10, 10, 255, 10]);
      mkdirSync(join(folder, 'out/site'), { recursive: true });
      writeFileSync(join(folder, 'out/site/odd name\n.bin'), odd);
      writeFileSync(join(folder, 'out/site/empty'), '');
      commitAll(folder);
      expect([...openRevision(folder, 'HEAD').below('out')]).toEqual([
        ['site/empty', Buffer.from('')],
        ['site/odd name\n.bin', odd],
      ]);
      expect([...openRevision(join(folder, 'out'), 'HEAD').below('.')]).toHaveLength(2);
      expect([...openRevision(folder, 'HEAD').below('ou')]).toEqual([]);
    }));

  test.each(['nothing', '--help', 'HEAD:a', '', 'HEAD -- x'])('no commit is named %j', (name) =>
    inRepository((folder) => {
      expect(() => openRevision(folder, name)).toThrow(`git knows no commit "${name}"`);
    }),
  );

  test('there is no repository', () =>
    inFolder((folder) => {
      const ceiling = spawnSync('git', ['-C', folder, 'rev-parse', '--git-dir']).status;
      expect(ceiling).not.toBe(0);
      expect(() => openRevision(folder, 'HEAD')).toThrow('is in no git repository');
    }));
});
