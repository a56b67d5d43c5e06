import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { attempt, isSystemError } from './fault.ts';
import { kindAt, requireFolder } from './folder.ts';
import { type Held, holding, type Identity, isAt, removeEntry, replaced } from './held.ts';
import { withLock } from './lock.ts';
import { type Named, type Path, pathOf } from './path.ts';
import { stage, syncFolder, syncHeld } from './stage.ts';

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
 * without the lock, so that a run with nothing to do writes nothing, and again under it, for the folder that is open by
 * then: its path may lead elsewhere at any moment, and what is deleted and written is named through the open folder.
 * Each set changes by two renames of whole folders: a kill leaves the old set, the new one or none, and the next run
 * mends that. Fails with a UserError when `out` is no folder, another run is at work, or the disk refuses. What `plan`
 * throws goes through.
 */
export function writeSets<Plan extends Changes>(out: string, plan: (folder: Named) => Plan): Plan {
  requireFolder(out);
  if (leftovers(out).length === 0) {
    const before = plan(out);
    if (before.sets.size === 0 && before.gone.length === 0) return before;
  }
  makeFolder(out);
  requireFolder(out);
  return holding(out, 'write', (held) => {
    const changes = withLock(held.entry(lockName), () => bring(held, plan));
    if (!isAt(out, held.identity)) throw replaced(out);
    return changes;
  });
}

function bring<Plan extends Changes>(held: Held, plan: (folder: Named) => Plan): Plan {
  mend(held);
  const changes = plan(held.folder());
  swapAll(held, changes, stageAll(held, changes));
  discardAll(held, [...changes.sets.keys(), ...changes.gone]);
  return changes;
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
export function leftovers(out: Named): string[] {
  if (kindAt(out) !== 'folder') return [];
  const { at, shown } = pathOf(out);
  const names = attempt('read', shown, () => readdirSync(at));
  const prefixes = [...Object.values(aside), lockName];
  return names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix))).sort();
}

/** Undoes what a killed run left half done: an old set without a new one goes back, the rest is deleted. */
function mend(out: Held): void {
  for (const name of namesOf(out, aside.old)) {
    const old = out.entry(aside.old + name);
    const isSet = kindAt(old) === 'folder';
    if (isSet && kindAt(out.entry(name)) === 'missing') rename(old, out.entry(name));
  }
  for (const prefix of Object.values(aside)) {
    for (const name of namesOf(out, prefix)) discard(out, name);
  }
  // Whoever holds such a lock only means to remove the lock of a dead process, which is ours by now.
  for (const name of namesOf(out, `${lockName}-`)) removeEntry(out, `${lockName}-${name}`);
}

function namesOf(out: Held, prefix: string): string[] {
  const names = leftovers(out.folder()).filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length));
}

/** The folders that new sets were staged in, by the names of the sets. */
type Staged = ReadonlyMap<string, Identity>;

/** Every set is on the disk before the first one is swapped: a full disk changes nothing. */
function stageAll(out: Held, changes: Changes): Staged {
  const staged = new Map<string, Identity>();
  try {
    for (const [name, set] of changes.sets) staged.set(name, stage(out, aside.stage + name, set));
    return staged;
  } catch (error) {
    discardStages(out, changes);
    throw error;
  }
}

function swapAll(out: Held, changes: Changes, staged: Staged): void {
  const undo: (() => void)[] = [];
  try {
    for (const name of changes.gone) moveOut(out, name, undo);
    for (const [name, identity] of staged) {
      moveOut(out, name, undo);
      moveIn(out, name, undo);
      if (!isAt(out.entry(name), identity)) throw replaced(out.entry(aside.stage + name));
    }
    syncHeld(out);
  } catch (error) {
    for (const step of undo.reverse()) quietly(step);
    discardStages(out, changes);
    throw error;
  }
}

function moveOut(out: Held, name: string, undo: (() => void)[]): void {
  const [set, old] = [out.entry(name), out.entry(aside.old + name)];
  if (kindAt(set) === 'missing') return;
  rename(set, old);
  undo.push(() => rename(old, set));
}

function moveIn(out: Held, name: string, undo: (() => void)[]): void {
  const [staged, set] = [out.entry(aside.stage + name), out.entry(name)];
  rename(staged, set);
  undo.push(() => rename(set, staged));
}

function discardStages(out: Held, changes: Changes): void {
  for (const name of changes.sets.keys()) quietly(() => removeEntry(out, aside.stage + name));
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
function discard(out: Held, name: string): void {
  const [old, gone] = [out.entry(aside.old + name), out.entry(aside.gone + name)];
  removeEntry(out, aside.gone + name);
  if (kindAt(old) !== 'missing') rename(old, gone);
  removeEntry(out, aside.gone + name);
  removeEntry(out, aside.stage + name);
}

/** The new sets stand already: what cannot be deleted is told as what is left to do, and the next run tries again. */
function discardAll(out: Held, names: readonly string[]): void {
  const errors = names.flatMap((name) => errorOf(() => discard(out, name)) ?? []);
  const [first] = errors;
  if (first === undefined) return;
  const left = leftovers(out.folder()).filter((name) => name !== lockName);
  const paths = left.map((name) => visible(out.entry(name).shown)).join(', ');
  throw new UserError(
    `the new files are in place, but some old ones are left in ${paths}: ${first.message}`,
    'make what is left removable and generate again, or remove it yourself',
  );
}

function rename(from: Path, to: Path): void {
  attempt('write', to.shown, () => renameSync(from.at, to.at));
}
