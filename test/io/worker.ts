import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { changeFiles } from '../../src/io/change-files.ts';
import { createFile } from '../../src/io/create.ts';
import { readSet } from '../../src/io/folder.ts';
import { withLock } from '../../src/io/lock.ts';
import { rewriteFiles } from '../../src/io/rewrite.ts';
import { writeSets } from '../../src/io/write.ts';
import { workOf } from '../support/changes.ts';
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
  'rmdirSync',
  'symlinkSync',
  'linkSync',
  'unlinkSync',
] as const;

const { writeSync } = fs;
let calls = 0;
let sabotage: Sabotage | undefined;

/** Counts the calls that may change the disk, and stops at the requested one. */
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
}

function write(out: string, sets: string, gone: string): void {
  const texts = Object.entries(JSON.parse(sets) as Texts);
  const names: string[] = JSON.parse(gone);
  const planned = new Map(texts.map(([name, files]) => [name, setOf(files)]));
  writeSets(
    out,
    workOf(() => ({ sets: planned, gone: names })),
  );
}

/** Plans changes of a directory that is replaced during the planning. */
function moved(out: string, target: string) {
  fs.renameSync(out, `${out}-moved`);
  fs.symlinkSync(target, out);
  return { sets: new Map([['branch', setOf({ a: 'new' })]]), gone: ['former'] };
}

/** Writes OUT-1, OUT-2 ... with a disk that fails at the first, second ... call, until no call is left. */
function writeOnBadDisks(out: string, sets: string, gone: string): string[] {
  const outcomes: string[] = [];
  for (let at = 1; outcomes.at(-1) !== 'written'; at += 1) {
    calls = 0;
    sabotage = { at, stop: refuse };
    outcomes.push(outcomeOf(() => write(`${out}-${at}`, sets, gone)));
  }
  return outcomes;
}

/** Writes OUT-1, OUT-2 ... with a disk on which every call from the first, second ... renaming on fails. */
function writeOnDyingDisks(out: string, sets: string, gone: string): string[] {
  const { renameSync } = fs;
  const outcomes: string[] = [];
  for (let at = 1; outcomes.at(-1) !== 'written'; at += 1) {
    let renames = 0;
    const watched = (from: string, to: string) => {
      renames += 1;
      if (renames >= at) refuse();
      renameSync(from, to);
    };
    Object.assign(fs, { renameSync: watched });
    syncBuiltinESMExports();
    outcomes.push(outcomeOf(() => write(`${out}-${at}`, sets, gone)));
  }
  return outcomes;
}

/** Rewrites `root`, and the file below/list.txt beside it, from `old` to `new`. */
function rewrite(root: string): void {
  const content = { before: Buffer.from('old'), after: Buffer.from('new') };
  const paths = [root.slice(root.lastIndexOf('/') + 1), 'below/list.txt'];
  rewriteFiles(root, new Map(paths.map((path) => [path, content])));
}

/** Rewrites files in OUT-1, OUT-2 ... with a disk that fails at the first, second ... call, until no call is left. */
function rewriteOnBadDisks(out: string): string[] {
  const outcomes: string[] = [];
  for (let at = 1; outcomes.at(-1) !== 'written'; at += 1) {
    sabotage = undefined;
    fs.mkdirSync(`${out}-${at}/below`, { recursive: true });
    for (const file of ['spec.yaml', 'below/list.txt'])
      fs.writeFileSync(`${out}-${at}/${file}`, 'old');
    calls = 0;
    sabotage = { at, stop: refuse };
    outcomes.push(outcomeOf(() => rewrite(`${out}-${at}/spec.yaml`)));
  }
  return outcomes;
}

/** Creates, replaces and removes files below a directory that contains `oldFiles`. */
function change(top: string): void {
  const [before, after] = [Buffer.from('old'), Buffer.from('new')];
  changeFiles(
    top,
    new Map([
      ['vendor/x/list.txt', { before: undefined, after }],
      ['vendor/x.yaml', { before: undefined, after }],
      ['spec.yaml', { before, after }],
      ['lists/gone.txt', { before, after: undefined }],
    ]),
  );
}

const oldFiles = ['spec.yaml', 'lists/gone.txt', 'lists/other.txt'];

/** Changes files in OUT-1, OUT-2 ... with a disk that fails at the first, second ... call, until no call is left. */
function changeOnBadDisks(out: string): string[] {
  const outcomes: string[] = [];
  for (let at = 1; outcomes.at(-1) !== 'written'; at += 1) {
    sabotage = undefined;
    fs.mkdirSync(`${out}-${at}/lists`, { recursive: true });
    for (const file of oldFiles) fs.writeFileSync(`${out}-${at}/${file}`, 'old');
    calls = 0;
    sabotage = { at, stop: refuse };
    outcomes.push(outcomeOf(() => change(`${out}-${at}`)));
  }
  return outcomes;
}

/** How often a run waits for the disk. */
function countSyncs(out: string, sets: string, gone: string): string {
  let syncs = 0;
  const { fsyncSync } = fs;
  const watched = (descriptor: number) => {
    syncs += 1;
    fsyncSync(descriptor);
  };
  Object.assign(fs, { fsyncSync: watched });
  syncBuiltinESMExports();
  write(out, sets, gone);
  return String(syncs);
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

/** Writes many times while another process interferes, and counts the outcomes. */
function writeOften(out: string, times: string): string {
  const outcomes = new Map<string, number>();
  for (let time = 0; time < Number(times); time += 1) {
    const sets = JSON.stringify({ branch: { 'a/b': `${time}`, c: '' }, office: { 'a/b': '' } });
    const [kind = ''] = outcomeOf(() => write(out, sets, '["former"]')).split(':');
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  return JSON.stringify(Object.fromEntries(outcomes));
}

/** Replaces a directory by a link whenever it exists, and removes the link again, in an endless loop. */
function swap(folder: string, target: string, away: string): void {
  fs.mkdirSync(away);
  for (let turn = 0; ; turn += 1) {
    const [kept, link] = [`${away}/kept-${turn}`, `${away}/link-${turn}`];
    fs.symlinkSync(target, link);
    const swapped =
      tried(() => fs.renameSync(folder, kept)) && tried(() => fs.renameSync(link, folder));
    if (swapped) tried(() => fs.renameSync(folder, link));
    // A directory that was created again in between stays.
    tried(() => fs.renameSync(kept, folder));
    tried(() => fs.unlinkSync(link));
  }
}

function tried(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

const reading = ['lstatSync', 'readdirSync', 'openSync', 'fstatSync', 'readFileSync'] as const;

/** Reads a directory that is deleted at the first, second ... call, until there is no such call. */
function readWhatVanishes(out: string): string[] {
  const { rmSync } = fs;
  let [at, count] = [1, 0];
  for (const name of reading) {
    const original: (...args: never[]) => unknown = fs[name];
    const watched = (...args: never[]) => {
      count += 1;
      if (count === at) rmSync(out, { recursive: true });
      return original(...args);
    };
    Object.assign(fs, { [name]: watched });
  }
  syncBuiltinESMExports();
  const outcomes: string[] = [];
  for (; count >= at - 1; at += 1) {
    write(out, JSON.stringify({ branch: { 'a/b.sh': '#!/bin/sh\n', c: '', 'd/e': '' } }), '[]');
    count = 0;
    outcomes.push(outcomeOf(() => void readSet(`${out}/branch`)));
  }
  return outcomes;
}

/** Simulates a system without paths for open directories. */
function withoutDescriptors(): void {
  const { lstatSync } = fs;
  const watched = (path: string, ...rest: never[]) => {
    if (path.startsWith('/proc/self/'))
      throw Object.assign(new Error('injected'), { code: 'ENOENT' });
    return lstatSync(path, ...rest);
  };
  Object.assign(fs, { lstatSync: watched });
  syncBuiltinESMExports();
}

function lock(path: string, marker: string): void {
  withLock(path, () => {
    fs.writeFileSync(marker, '', { flag: 'wx' });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    fs.unlinkSync(marker);
  });
}

/** Simulates a lock that exists at each creation and is missing at each read. */
function lockThatFlickers(path: string): void {
  const fail = (code: string) => () => {
    throw Object.assign(new Error('injected'), { code });
  };
  Object.assign(fs, { symlinkSync: fail('EEXIST'), readlinkSync: fail('ENOENT') });
  syncBuiltinESMExports();
  withLock(path, () => undefined);
}

/** A user without permissions. */
const guest = 65_534;

/** The work of a child process of the tests. On failure it prints the reason and exits with 2. */
function main([verb, first = '', second = '', third = '', at = '']: readonly string[]): string {
  switch (verb) {
    case 'kill':
      watchCalls();
      sabotage = { at: Number(at), stop: die };
      return outcomeOf(() => write(first, second, third));
    case 'kill-making':
      watchCalls();
      sabotage = { at: Number(second), stop: die };
      return outcomeOf(() => void createFile(first, 'whole'));
    case 'rewrite':
      return outcomeOf(() => rewrite(first));
    case 'rewrite-as-guest':
      process.setuid?.(guest);
      return outcomeOf(() => rewrite(first));
    case 'rewrite-on-bad-disks':
      watchCalls();
      return JSON.stringify(rewriteOnBadDisks(first));
    case 'kill-rewriting':
      watchCalls();
      sabotage = { at: Number(second), stop: die };
      return outcomeOf(() => rewrite(first));
    case 'kill-changing':
      watchCalls();
      sabotage = { at: Number(second), stop: die };
      return outcomeOf(() => change(first));
    case 'change-on-bad-disks':
      watchCalls();
      return JSON.stringify(changeOnBadDisks(first));
    case 'forever':
      for (;;) write(first, second, third);
    case 'bad-disks':
      watchCalls();
      return JSON.stringify(writeOnBadDisks(first, second, third));
    case 'dying-disks':
      return JSON.stringify(writeOnDyingDisks(first, second, third));
    case 'count-syncs':
      return countSyncs(first, second, third);
    case 'write-by-paths':
      withoutDescriptors();
      return outcomeOf(() => write(first, second, third));
    case 'move-by-paths':
      withoutDescriptors();
      return outcomeOf(() =>
        writeSets(
          first,
          workOf(() => moved(first, second)),
        ),
      );
    case 'write':
      return outcomeOf(() => write(first, second, third));
    case 'often':
      return writeOften(first, second);
    case 'swap':
      swap(first, second, third);
      return '';
    case 'vanish':
      return JSON.stringify(readWhatVanishes(first));
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
