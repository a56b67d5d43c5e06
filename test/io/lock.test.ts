import { existsSync, lstatSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withLock } from '../../src/io/lock.ts';
import { inFolder } from '../support/folder.ts';
import { buildWorker, runWorker, startWorker } from '../support/worker.ts';

/** The id of a process that has ended. */
function deadProcess(worker: string): number {
  return runWorker(worker, ['nothing']).pid;
}

function plant(path: string, host: string, pid: number, start = ''): void {
  symlinkSync(`${host}:${pid}:${start}:0011223344556677`, path);
}

const isFree = (path: string) => lstatSync(path, { throwIfNoEntry: false }) === undefined;

describe('a lock', () => {
  test('exists during the work, and not afterwards', () =>
    inFolder((folder) => {
      const path = join(folder, 'lock');
      const seen = withLock(path, () => lstatSync(path).isSymbolicLink());
      expect([seen, isFree(path)]).toEqual([true, true]);
    }));

  test('is removed after work that failed', () =>
    inFolder((folder) => {
      const path = join(folder, 'lock');
      const fail = () => {
        throw new Error('no');
      };
      expect(() => withLock(path, fail)).toThrow('no');
      expect(isFree(path)).toBe(true);
    }));

  test('of a living process stops another process, whose error names the first', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const path = join(folder, 'lock');
      const other = withLock(path, () => runWorker(worker, ['lock', path, join(folder, 'inside')]));
      expect(other.status).toBe(2);
      expect(other.stdout).toBe(
        `UserError: process ${process.pid} is writing to this directory: it owns the lock ${path}`,
      );
    }));

  test('of a dead process is taken over', () =>
    inFolder((folder) => {
      const path = join(folder, 'lock');
      plant(path, hostname(), deadProcess(buildWorker(folder)));
      expect(withLock(path, () => 'done')).toBe('done');
      expect(isFree(path)).toBe(true);
    }));

  test('of an earlier process with the id of a living one is taken over', () =>
    inFolder((folder) => {
      const path = join(folder, 'lock');
      plant(path, hostname(), process.pid, '1');
      expect(withLock(path, () => 'done')).toBe('done');
    }));

  test('of a process on another machine is never taken over', () =>
    inFolder((folder) => {
      const path = join(folder, 'lock');
      plant(path, 'elsewhere.example.net', 1);
      expect(() => withLock(path, () => 'done')).toThrow(
        `process 1 on elsewhere.example.net is writing to this directory: it owns the lock ${path}`,
      );
    }));

  test('is taken over after an earlier takeover was interrupted', () =>
    inFolder((folder) => {
      const path = join(folder, 'lock');
      const dead = deadProcess(buildWorker(folder));
      plant(path, hostname(), dead);
      plant(`${path}-recovery`, hostname(), dead);
      expect(withLock(path, () => 'done')).toBe('done');
    }));

  test('that other processes keep recreating is an error', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const { status, stdout } = runWorker(worker, ['flicker', join(folder, 'lock')]);
      expect([status, stdout]).toEqual([
        2,
        `UserError: cannot lock ${join(folder, 'lock')}: other processes keep recreating it`,
      ]);
    }));

  test('of a dead process is taken over by one of many processes at a time', async () =>
    inFolder(async (folder) => {
      const worker = buildWorker(folder);
      const [path, marker] = [join(folder, 'lock'), join(folder, 'inside')];
      for (let turn = 0; turn < 5; turn += 1) {
        plant(path, hostname(), deadProcess(worker));
        const runs = Array.from(
          { length: 6 },
          () => startWorker(worker, ['lock', path, marker]).ended,
        );
        const ended = await Promise.all(runs);
        const refused = ended.filter(({ code }) => code !== 0).map(({ said }) => said);
        expect(refused.length).toBeLessThan(6);
        for (const said of refused)
          expect(said).toMatch(/^UserError: process \d+ is writing to this directory/);
        expect([existsSync(marker), isFree(path)]).toEqual([false, true]);
      }
    }));
});
