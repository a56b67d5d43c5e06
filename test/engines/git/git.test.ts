import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRevision } from '../../../src/io/git.ts';
import { readerFor } from '../../../src/io/read.ts';
import { inFolder, writeFiles } from '../../support/folder.ts';
import { commitAll, git, initRepository } from '../../support/git.ts';

const limit = 1000;

/** Opens the first commit of a repository with these files, after a change of the working tree. */
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

describe('openRevision', () => {
  test('reads a file of a commit by its path from a directory', () =>
    inRepository((folder) => {
      const { read, commit } = openRevision(join(folder, 'a'), 'HEAD');
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(read('spec.yaml', limit)).toEqual({ kind: 'bytes', bytes: Buffer.from('one\n') });
      expect(read('lists/x.txt', limit)).toMatchObject({ kind: 'bytes' });
    }));

  test.each([
    ['no file', 'none.yaml', { kind: 'missing' }],
    ['a directory', 'lists', { kind: 'missing' }],
    ['a file outside of the directory', '../b/other.txt', { kind: 'missing' }],
  ])('%s', (_name, path, outcome) =>
    inRepository((folder) => {
      expect(openRevision(join(folder, 'a'), 'HEAD').read(path, limit)).toEqual(outcome);
    }),
  );

  test('reads nothing of a file above the size limit', () =>
    inRepository((folder) => {
      expect(openRevision(join(folder, 'a'), 'HEAD').read('spec.yaml', 3)).toEqual({
        kind: 'too-large',
        limit: 3,
      });
    }));

  test('lists all regular files below a directory, with any content', () =>
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

  test.each(['nothing', '--help', '-x', '^HEAD', 'HEAD~0..HEAD', 'HEAD:a', '', 'HEAD -- x'])(
    'no commit is named %j',
    (name) =>
      inRepository((folder) => {
        expect(() => openRevision(folder, name)).toThrow(`unknown commit "${name}"`);
      }),
  );

  test.each(['HEAD', 'main', '@{0}', 'HEAD^{/state}', ':/state', 'HEAD~0', 'refs/heads/main'])(
    'is named %j as well',
    (name) =>
      inRepository((folder) => {
        const hash = git(folder, 'rev-parse', 'HEAD');
        expect(openRevision(join(folder, 'a'), name).commit).toBe(hash);
      }),
  );

  test('throws outside of a repository', () =>
    inFolder((folder) => {
      const ceiling = spawnSync('git', ['-C', folder, 'rev-parse', '--git-dir']).status;
      expect(ceiling).not.toBe(0);
      expect(() => openRevision(folder, 'HEAD')).toThrow('not a Git repository');
    }));
});

describe('a link in a commit', () => {
  const out = 'it is a link that points outside of the directory of the spec';
  const absolute =
    'it is an absolute link, which points outside of the directory of the spec in any other checkout';
  const circle = 'it has a loop of symbolic links, or too many of them';
  const bytes = { kind: 'bytes', bytes: Buffer.from('real\n') };

  /** Each case reads `fw/asked`; its links are created first, by path and target. */
  test.each<[name: string, links: Record<string, string>, outcome: unknown]>([
    ['to a file beside it', { 'fw/asked': 'real.txt' }, bytes],
    ['through other links', { 'fw/asked': 'b', 'fw/b': './c', 'fw/c': 'real.txt' }, bytes],
    ['into a directory and back', { 'fw/asked': 'lists/../real.txt' }, bytes],
    ['out of the directory and back in', { 'fw/asked': '../fw/real.txt' }, bytes],
    ['through a linked directory', { 'fw/asked': 'more/deep.txt', 'fw/more': 'lists' }, bytes],
    ['to nothing', { 'fw/asked': 'nothing' }, { kind: 'missing' }],
    ['below a file', { 'fw/asked': 'real.txt/' }, { kind: 'missing' }],
    ['up from nothing', { 'fw/asked': 'nothing/../real.txt' }, { kind: 'missing' }],
    ['to the file of another directory', { 'fw/asked': '../other/x' }, unreadable(out)],
    ['through a link that leads out', { 'fw/asked': 'b', 'fw/b': '../other/x' }, unreadable(out)],
    ['above everything', { 'fw/asked': '../../../../../../../x' }, unreadable(out)],
    ['to an absolute path', { 'fw/asked': '/etc/hostname' }, unreadable(absolute)],
    ['to itself', { 'fw/asked': 'asked' }, unreadable(circle)],
    ['around in a circle', { 'fw/asked': 'b', 'fw/b': 'asked' }, unreadable(circle)],
  ])('%s: the same as on the disk', (_name, links, outcome) =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, {
        'fw/real.txt': 'real\n',
        'fw/lists/deep.txt': 'real\n',
        'other/x': 'other\n',
      });
      for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path));
      commitAll(folder);
      const fromCommit = openRevision(join(folder, 'fw'), 'HEAD').read('asked', limit);
      const fromDisk = readerFor(join(folder, 'fw/spec.yaml'), limit)('asked');
      expect([fromDisk, fromCommit]).toEqual([outcome, outcome]);
    }),
  );

  test('to an absolute path inside the directory is rejected on the disk and in a commit', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'real.txt': 'real\n' });
      symlinkSync(join(folder, 'real.txt'), join(folder, 'asked'));
      commitAll(folder);
      expect(openRevision(folder, 'HEAD').read('asked', limit)).toEqual(unreadable(absolute));
      expect(readerFor(join(folder, 'spec.yaml'), limit)('asked')).toEqual(unreadable(absolute));
    }));

  test('may point anywhere in the commit when the user named it', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'fw/.keep': '', 'other/spec.yaml': 'real\n' });
      symlinkSync('../other/spec.yaml', join(folder, 'fw/spec.yaml'));
      symlinkSync('/etc/hostname', join(folder, 'fw/far.yaml'));
      commitAll(folder);
      const { read } = openRevision(join(folder, 'fw'), 'HEAD');
      expect(read('spec.yaml', limit, true)).toEqual(bytes);
      expect(read('far.yaml', limit, true)).toEqual(
        unreadable(absolute.replace('directory of the spec', 'repository')),
      );
    }));

  test('above the directory is followed', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'net/fw/spec.yaml': 'real\n', 'net/fw/out/site/x': 'x' });
      symlinkSync('net/fw', join(folder, 'fw'));
      commitAll(folder);
      rmSync(join(folder, 'fw'));
      const { read, below } = openRevision(join(folder, 'fw'), 'HEAD');
      expect(read('spec.yaml', limit)).toEqual(bytes);
      expect([...below('out').keys()]).toEqual(['site/x']);
    }));

  test('among committed outputs is not an output, as on the disk', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'out/site/x': 'x', 'elsewhere/site/y': 'y' });
      symlinkSync('x', join(folder, 'out/site/link'));
      symlinkSync('elsewhere', join(folder, 'linked'));
      commitAll(folder);
      const { below } = openRevision(folder, 'HEAD');
      expect([...below('out').keys()]).toEqual(['site/x']);
      expect([...below('linked').keys()]).toEqual([]);
    }));
});

function unreadable(reason: string) {
  return { kind: 'unreadable', reason };
}

describe('the directory of a commit is found', () => {
  const spec = 'net/fw/spec.yaml';

  /** A repository with a spec in a subdirectory. */
  function inMonorepo<Value>(work: (folder: string) => Value): Value {
    return inFolder((folder) => {
      const repository = join(folder, 'repository');
      writeFiles(repository, { [spec]: 'real\n' });
      initRepository(repository);
      commitAll(repository);
      return work(folder);
    });
  }

  const realIn = (folder: string, name = 'HEAD') =>
    openRevision(folder, name).read('spec.yaml', limit);
  const real = { kind: 'bytes', bytes: Buffer.from('real\n') };

  test('in a bare repository', () =>
    inMonorepo((folder) => {
      git(folder, 'clone', '--quiet', '--bare', 'repository', 'bare.git');
      expect(realIn(join(folder, 'bare.git/net/fw'))).toEqual(real);
    }));

  test('in a bare repository, also under the name of a directory of Git itself', () =>
    inFolder((folder) => {
      writeFiles(join(folder, 'repository'), { 'objects/spec.yaml': 'real\n' });
      initRepository(join(folder, 'repository'));
      commitAll(join(folder, 'repository'));
      git(folder, 'clone', '--quiet', '--bare', 'repository', 'bare.git');
      expect(realIn(join(folder, 'bare.git/objects'))).toEqual(real);
    }));

  test('when it is missing in the working tree', () =>
    inMonorepo((folder) => {
      rmSync(join(folder, 'repository/net'), { recursive: true });
      expect(realIn(join(folder, 'repository/net/fw'))).toEqual(real);
    }));

  test('in a linked working tree', () =>
    inMonorepo((folder) => {
      git(join(folder, 'repository'), 'worktree', 'add', '--quiet', '--detach', '../linked');
      expect(realIn(join(folder, 'linked/net/fw'))).toEqual(real);
    }));

  test('in a submodule', () =>
    inMonorepo((folder) => {
      const outer = join(folder, 'outer');
      writeFiles(outer, { 'README.md': '' });
      initRepository(outer);
      const words = ['submodule', '--quiet', 'add', '../repository', 'product'];
      git(outer, '-c', 'protocol.file.allow=always', ...words);
      expect(realIn(join(outer, 'product/net/fw'))).toEqual(real);
    }));

  test('rejects a bare repository inside another repository', () =>
    inMonorepo((folder) => {
      const repository = join(folder, 'repository');
      git(folder, 'clone', '--quiet', '--bare', 'repository', 'repository/net/embedded');
      expect(() => realIn(join(repository, 'net/embedded'))).toThrow(
        `${join(repository, 'net/embedded')} is a bare repository inside another one`,
      );
      git(join(repository, 'net/embedded'), 'config', 'core.bare', 'false');
      git(join(repository, 'net/embedded'), 'config', 'core.worktree', repository);
      expect(() => realIn(join(repository, 'net/embedded'))).toThrow('inside another one');
    }));
});
