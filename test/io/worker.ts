import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { withLock } from '../../src/io/lock.ts';
import { writeSets } from '../../src/io/write.ts';
import { setOf } from '../support/folder.ts';

type Texts = Record<string, Record<string, string>>;
type Sabotage = {
  readonly at: number;
  readonly stop: (name: string, args: readonly unknown[]) => void;
};

const mutating = [
  'mkdirSync',
  'openSync',
  'writeFileSync',
  'fchmodSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'symlinkSync',
  'unlinkSync',
] as const;

const { writeSync, readdirSync, unlinkSync, lstatSync } = fs;
let calls = 0;
let sabotage: Sabotage | undefined;

/** Counts the calls that may change the disk, and stops the one that is to be stopped. */
function watchCalls(): void {
  for (const name of mutating) {
    const original: (...args: never[]) => unknown = fs[name];
    const watched = (...args: never[]) => {
      calls += 1;
      if (calls === sabotage?.at) sabotage.stop(name, args);
      return original(...args);
    };
    Object.assign(fs, { [name]: watched });
  }
  syncBuiltinESMExports();
}

function die(name: string, args: readonly unknown[]): never {
  halfDone(name, args);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('a killed process went on');
}

/** A call that does several things may be cut short between them. */
function halfDone(name: string, [target, content]: readonly unknown[]): void {
  if (name === 'writeFileSync' && typeof target === 'number' && content instanceof Uint8Array) {
    writeSync(target, content.subarray(0, content.length / 2));
  }
  if (name !== 'rmSync' || typeof target !== 'string') return;
  if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const first = readdirSync(target, { withFileTypes: true }).find((entry) => entry.isFile());
  if (first !== undefined) unlinkSync(join(target, first.name));
}

function write(out: string, sets: string, gone: string): void {
  const texts = Object.entries(JSON.parse(sets) as Texts);
  const names: string[] = JSON.parse(gone);
  writeSets(out, () => ({
    sets: new Map(texts.map(([name, files]) => [name, setOf(files)])),
    gone: names,
  }));
}

/** Writes OUT-1, OUT-2 ... with a disk that refuses the first, second ... call, until none is left to refuse. */
function writeOnBadDisks(out: string, sets: string, gone: string): string[] {
  const outcomes: string[] = [];
  for (let at = 1; outcomes.at(-1) !== 'written'; at += 1) {
    calls = 0;
    sabotage = { at, stop: refuse };
    outcomes.push(outcomeOf(() => write(`${out}-${at}`, sets, gone)));
  }
  return outcomes;
}

function refuse(): never {
  throw Object.assign(new Error('injected'), { code: 'ENOSPC' });
}

function outcomeOf(work: () => void): string {
  try {
    work();
    return 'written';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function lock(path: string, marker: string): void {
  withLock(path, () => {
    fs.writeFileSync(marker, '', { flag: 'wx' });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    fs.unlinkSync(marker);
  });
}

/** A lock that is there whenever it is to be made, and gone whenever it is read. */
function lockThatFlickers(path: string): void {
  const fail = (code: string) => () => {
    throw Object.assign(new Error('injected'), { code });
  };
  Object.assign(fs, { symlinkSync: fail('EEXIST'), readlinkSync: fail('ENOENT') });
  syncBuiltinESMExports();
  withLock(path, () => undefined);
}

/** What a child process of the tests does; it prints why it failed, and exits with 2 then. */
function main([verb, first = '', second = '', third = '', at = '']: readonly string[]): string {
  switch (verb) {
    case 'kill':
      watchCalls();
      sabotage = { at: Number(at), stop: die };
      return outcomeOf(() => write(first, second, third));
    case 'forever':
      for (;;) write(first, second, third);
    case 'bad-disks':
      watchCalls();
      return JSON.stringify(writeOnBadDisks(first, second, third));
    case 'write':
      return outcomeOf(() => write(first, second, third));
    case 'lock':
      return outcomeOf(() => lock(first, second));
    case 'flicker':
      return outcomeOf(() => lockThatFlickers(first));
    default:
      return '';
  }
}

const said = main(process.argv.slice(2));
process.stdout.write(said);
process.exitCode = said.startsWith('UserError') ? 2 : 0;
