import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { attempt, isSystemError } from './fault.ts';
import { kindAt, refuseOddFolder } from './folder.ts';
import { withLock } from './lock.ts';
import { stage, syncFolder } from './stage.ts';

/** What is to change below an output folder; a set that is on the disk already is in neither list. */
export type Changes = {
  /** Folder name to the whole set that it shall hold. */
  readonly sets: ReadonlyMap<string, FileSet>;
  /** Names of folders that shall go. */
  readonly gone: readonly string[];
};

/** A folder name to what it is while a run works on it. Each begins with a dot, as no site's folder does. */
const aside = {
  /** A new set, complete or not. */
  stage: '.portolan-stage-',
  /** The set that was there, complete; it goes back if nothing took its place. */
  old: '.portolan-old-',
  /** A set that is being deleted. */
  gone: '.portolan-gone-',
} as const;

const lockName = '.portolan-lock';

/**
 * Brings the sets below `out` to what `plan` says, all or none, under a lock. `plan` reads the disk; it is asked once
 * without the lock, so that a run with nothing to do writes nothing, and again under it. What it throws goes through.
 * Each set changes by two renames of whole folders: a kill leaves the old set, the new one or none, and the next run
 * mends that. Fails with a UserError when `out` is no folder, another run is at work, or the disk refuses.
 */
export function writeSets<Plan extends Changes>(out: string, plan: () => Plan): Plan {
  refuseOddFolder(out);
  if (leftovers(out).length === 0) {
    const before = plan();
    if (before.sets.size === 0 && before.gone.length === 0) return before;
  }
  makeFolder(out);
  return withLock(join(out, lockName), () => {
    mend(out);
    const changes = plan();
    stageAll(out, changes);
    swapAll(out, changes);
    discardAll(out, [...changes.sets.keys(), ...changes.gone]);
    return changes;
  });
}

function makeFolder(out: string): void {
  for (const path of missingFolders(out)) {
    attempt('write', out, () => makeOne(path));
    syncFolder(dirname(path));
  }
}

/** The folders that a path lacks, each after the one that shall hold it. */
function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let each = resolve(path); kindAt(each) === 'missing'; each = dirname(each)) {
    missing.unshift(each);
  }
  return missing;
}

/** Not with `recursive`: node tries for ever where a folder is there and takes none, as /proc is. */
function makeOne(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (kindAt(path) === 'folder') return;
    if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
    const above = visible(dirname(path));
    throw new UserError(`no folder can be made in ${above}`, 'write elsewhere with --out');
  }
}

/** The names below `out` that a killed run left, or one at work; none when there is no folder. */
export function leftovers(out: string): string[] {
  if (kindAt(out) !== 'folder') return [];
  const names = attempt('read', out, () => readdirSync(out));
  const prefixes = [...Object.values(aside), lockName];
  return names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix))).sort();
}

/** Undoes what a killed run left half done: an old set without a new one goes back, the rest is deleted. */
function mend(out: string): void {
  for (const name of namesOf(out, aside.old)) {
    const old = join(out, aside.old + name);
    const isSet = kindAt(old) === 'folder';
    if (isSet && kindAt(join(out, name)) === 'missing') rename(old, join(out, name));
  }
  for (const prefix of Object.values(aside)) {
    for (const name of namesOf(out, prefix)) discard(out, name);
  }
  // Whoever holds such a lock only means to remove the lock of a dead process, which is ours by now.
  for (const name of namesOf(out, `${lockName}-`)) remove(join(out, `${lockName}-${name}`));
}

function namesOf(out: string, prefix: string): string[] {
  const names = leftovers(out).filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length));
}

/** Every set is on the disk before the first one is swapped: a full disk changes nothing. */
function stageAll(out: string, changes: Changes): void {
  try {
    for (const [name, set] of changes.sets) stage(join(out, aside.stage + name), set);
  } catch (error) {
    discardStages(out, changes);
    throw error;
  }
}

function swapAll(out: string, changes: Changes): void {
  const undo: (() => void)[] = [];
  try {
    for (const name of changes.gone) moveOut(out, name, undo);
    for (const name of changes.sets.keys()) {
      moveOut(out, name, undo);
      moveIn(out, name, undo);
    }
    syncFolder(out);
  } catch (error) {
    for (const step of undo.reverse()) quietly(step);
    discardStages(out, changes);
    throw error;
  }
}

function moveOut(out: string, name: string, undo: (() => void)[]): void {
  const [set, old] = [join(out, name), join(out, aside.old + name)];
  if (kindAt(set) === 'missing') return;
  rename(set, old);
  undo.push(() => rename(old, set));
}

function moveIn(out: string, name: string, undo: (() => void)[]): void {
  const [staged, set] = [join(out, aside.stage + name), join(out, name)];
  rename(staged, set);
  undo.push(() => rename(set, staged));
}

function discardStages(out: string, changes: Changes): void {
  for (const name of changes.sets.keys()) quietly(() => remove(join(out, aside.stage + name)));
}

/** Tries to undo: the first error is the one to tell, and the next run mends what is left. */
function quietly(work: () => void): void {
  errorOf(work);
}

function errorOf(work: () => void): UserError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error;
  }
}

/** Deletes what a run put aside. Half an old set must never look like a whole one: it is renamed first. */
function discard(out: string, name: string): void {
  const [old, gone] = [join(out, aside.old + name), join(out, aside.gone + name)];
  remove(gone);
  if (kindAt(old) !== 'missing') rename(old, gone);
  remove(gone);
  remove(join(out, aside.stage + name));
}

/** The new sets stand already: what cannot be deleted is told as what is left to do, and the next run tries again. */
function discardAll(out: string, names: readonly string[]): void {
  const errors = names.flatMap((name) => errorOf(() => discard(out, name)) ?? []);
  const [first] = errors;
  if (first === undefined) return;
  const left = leftovers(out).filter((name) => name !== lockName);
  const paths = left.map((name) => visible(join(out, name))).join(', ');
  throw new UserError(
    `the new files are in place, but some old ones are left in ${paths}: ${first.message}`,
    'make what is left removable and generate again, or remove it yourself',
  );
}

function rename(from: string, to: string): void {
  attempt('write', to, () => renameSync(from, to));
}

function remove(path: string): void {
  attempt('remove', path, () => rmSync(path, { recursive: true, force: true }));
}
