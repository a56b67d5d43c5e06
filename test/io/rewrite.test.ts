import { chmodSync, chownSync, linkSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rewriteFiles } from '../../src/io/rewrite.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { needs } from '../support/needs.ts';
import { buildWorker, runWorker } from '../support/worker.ts';

const old = { 'spec.yaml': 'old', 'below/list.txt': 'old' };
const done = { 'spec.yaml': 'new', 'below/list.txt': 'new' };
const content = { before: Buffer.from('old'), after: Buffer.from('new') };

/** Rewrites both files of a directory. */
function rewrite(folder: string): void {
  rewriteFiles(join(folder, 'spec.yaml'), new Map(Object.keys(old).map((path) => [path, content])));
}

describe('rewriteFiles', () => {
  test('replaces the contents of all files, keeps their modes, and leaves no other file', () =>
    inFolder((folder) => {
      writeFiles(folder, old);
      chmodSync(join(folder, 'spec.yaml'), 0o600);
      chmodSync(join(folder, 'below/list.txt'), 0o775);
      rewrite(folder);
      expect(readFiles(folder)).toEqual(done);
      expect(statSync(join(folder, 'spec.yaml')).mode & 0o7777).toBe(0o600);
      expect(statSync(join(folder, 'below/list.txt')).mode & 0o7777).toBe(0o775);
      expect(readdirSync(folder).sort()).toEqual(['below', 'spec.yaml']);
    }));

  test('leaves the file under its other name', () =>
    inFolder((folder) => {
      writeFiles(folder, old);
      linkSync(join(folder, 'spec.yaml'), join(folder, 'kept'));
      rewrite(folder);
      expect(readFiles(folder)).toEqual({ ...done, kept: 'old' });
    }));

  test.each<[what: string, change: (folder: string) => void, message: RegExp]>([
    [
      'a file that changed meanwhile',
      (folder) => writeFiles(folder, { 'below/list.txt': 'newer' }),
      /below\/list\.txt changed while Portolan read it; nothing was written$/,
    ],
    [
      'a read-only file',
      (folder) => chmodSync(join(folder, 'below/list.txt'), 0o444),
      /^cannot write .*below\/list\.txt: it is read-only; nothing was written$/,
    ],
    [
      'a link',
      (folder) => {
        writeFiles(folder, { 'below/other.txt': 'old' });
        symlinkSync('other.txt', join(folder, 'below/link'));
      },
      /below\/link is a symbolic link, so its file was not changed; nothing was written$/,
    ],
  ])('writes nothing for %s', (what, change, message) =>
    inFolder((folder) => {
      writeFiles(folder, old);
      change(folder);
      const before = readFiles(folder);
      const last = what === 'a link' ? 'below/link' : 'below/list.txt';
      const files = new Map(['spec.yaml', last].map((path) => [path, content]));
      expect(() => rewriteFiles(join(folder, 'spec.yaml'), files)).toThrow(message);
      expect(readFiles(folder)).toEqual(before);
    }),
  );

  test('writes nothing when the disk fails at any call, and says so', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const outcomes: string[] = JSON.parse(
        runWorker(worker, ['rewrite-on-bad-disks', join(folder, 'out')]).stdout,
      );
      expect(outcomes.length).toBeGreaterThan(10);
      for (const [index, outcome] of outcomes.entries()) {
        const files = readFiles(join(folder, `out-${index + 1}`));
        const { 'spec.yaml': spec, 'below/list.txt': list, ...left } = files;
        const want = outcome === 'written' ? 'new' : 'old';
        expect([spec, list, Object.keys(left)]).toEqual([want, want, []]);
        expect(outcome).toMatch(
          /^written$|\(ENOSPC\); nothing was written$|cannot write [^ ]*out-1: no space/,
        );
      }
    }));

  test('leaves whole files when killed at any call, and another run completes them', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      let call = 0;
      for (let alive = false; !alive; ) {
        call += 1;
        const home = join(folder, `run-${call}`);
        writeFiles(home, old);
        const run = runWorker(worker, ['kill-rewriting', join(home, 'spec.yaml'), String(call)]);
        alive = run.signal !== 'SIGKILL';
        const { 'spec.yaml': spec, 'below/list.txt': list } = readFiles(home);
        expect(['old', 'new']).toContain(spec);
        expect(['old', 'new']).toContain(list);
        writeFiles(home, old);
        rewrite(home);
        expect(readFiles(home)).toEqual(done);
      }
      expect(call).toBeGreaterThan(10);
    }));
});

describe('rewriteFiles for a user without permission', () => {
  const isRoot = process.getuid?.() === 0;
  const needsRoot = needs(isRoot ? [] : ['root']);
  const guest = 65_534;

  /** The outcome for another user than the owner of the directories, if these tests run as an administrator. */
  function asGuest(folder: string): string {
    const worker = buildWorker(folder);
    chmodSync(folder, 0o755);
    return runWorker(worker, [
      isRoot ? 'rewrite-as-guest' : 'rewrite',
      join(folder, 'home/spec.yaml'),
    ]).stdout;
  }

  test('writes nothing in a directory that cannot be written, and says why', () =>
    inFolder((folder) => {
      const home = join(folder, 'home');
      writeFiles(home, old);
      for (const path of Object.keys(old)) chmodSync(join(home, path), 0o666);
      chmodSync(join(home, 'below'), 0o555);
      if (isRoot) chownSync(home, guest, guest);
      expect(asGuest(folder)).toMatch(
        /^UserError: cannot write .*home\/below\/list\.txt: permission denied \(EACCES\); nothing was written$/,
      );
      expect(readFiles(home)).toEqual(old);
      chmodSync(join(home, 'below'), 0o755);
    }));

  needsRoot('writes nothing to a file of another user', () =>
    inFolder((folder) => {
      const home = join(folder, 'home');
      writeFiles(home, old);
      for (const path of ['.', 'below']) chownSync(join(home, path), guest, guest);
      expect(asGuest(folder)).toMatch(
        /^UserError: cannot write .*spec\.yaml: permission denied \(EACCES\)/,
      );
      expect(readFiles(home)).toEqual(old);
    }),
  );

  needsRoot('keeps the owner if an administrator runs it', () =>
    inFolder((folder) => {
      writeFiles(folder, old);
      chownSync(join(folder, 'spec.yaml'), guest, guest);
      rewrite(folder);
      const { uid, gid } = statSync(join(folder, 'spec.yaml'));
      expect([uid, gid]).toEqual([guest, guest]);
    }),
  );
});
