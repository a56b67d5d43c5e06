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

/** The changes below an output directory; a set that is already on the disk is in neither list. */
export type Changes = {
  /** Maps the name of a directory to its new complete set of files. */
  readonly sets: ReadonlyMap<string, FileSet>;
  /** Names of directories to delete. */
  readonly gone: readonly string[];
};

/** Prefixes of temporary directories. They begin with a dot; the name of a site's directory does not. */
const aside = {
  /** A new set, complete or not. */
  stage: '.portolan-stage-',
  /** The old set, complete. It is restored if no new set took its place. */
  old: '.portolan-old-',
  /** A set that is being deleted. */
  gone: '.portolan-gone-',
} as const;

const lockName = '.portolan-lock';

/**
 * Changes the sets below `out` as `plan` says, all or none, under a lock. `plan` reads the disk. It is called first
 * without the lock, so that a run with nothing to do writes nothing, and again under the lock, for the open directory.
 * Files are deleted and written through the open directory, because its path may point elsewhere at any moment.
 *
 * Each set changes by two renames of whole directories. A killed run leaves the old set, the new set or none, and the
 * next run repairs that. Throws a UserError when `out` is not a directory, when another run has the lock, and for a
 * system error; errors of `plan` pass through.
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

/** The missing directories of a path, each after its parent. */
function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let each = resolve(path); kindAt(each) === 'missing'; each = dirname(each)) {
    missing.unshift(each);
  }
  return missing;
}

/** Not with `recursive`: Node never returns for a directory that accepts no new ones, such as /proc. */
function makeOne(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (kindAt(path) === 'folder') return;
    if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
    const above = visible(dirname(path));
    throw new UserError(
      `cannot create a directory in ${above}`,
      'use another directory with --out',
    );
  }
}

/** The temporary names below `out`, of a killed or a running run; none when the directory does not exist. */
export function leftovers(out: Named): string[] {
  if (kindAt(out) !== 'folder') return [];
  const { at, shown } = pathOf(out);
  const names = attempt('read', shown, () => readdirSync(at));
  const prefixes = [...Object.values(aside), lockName];
  return names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix))).sort();
}

/** Repairs what a killed run left: restores an old set that has no new one, and deletes the rest. */
function mend(out: Held): void {
  for (const name of namesOf(out, aside.old)) {
    const old = out.entry(aside.old + name);
    const isSet = kindAt(old) === 'folder';
    if (isSet && kindAt(out.entry(name)) === 'missing') rename(old, out.entry(name));
  }
  for (const prefix of Object.values(aside)) {
    for (const name of namesOf(out, prefix)) discard(out, name);
  }
  // A lock with a suffix only protects the removal of a dead process's lock, and this process has the lock now.
  for (const name of namesOf(out, `${lockName}-`)) removeEntry(out, `${lockName}-${name}`);
}

function namesOf(out: Held, prefix: string): string[] {
  const names = leftovers(out.folder()).filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length));
}

/** The directories with the new sets, by the names of the sets. */
type Staged = ReadonlyMap<string, Identity>;

/** Writes all sets to the disk before the first one is swapped, so that a full disk changes nothing. */
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

/** Undoes a step as far as possible: the first error is the one to report, and the next run repairs the rest. */
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

/** Deletes temporary directories. An old set is renamed first: a partly deleted one must never look complete. */
function discard(out: Held, name: string): void {
  const [old, gone] = [out.entry(aside.old + name), out.entry(aside.gone + name)];
  removeEntry(out, aside.gone + name);
  if (kindAt(old) !== 'missing') rename(old, gone);
  removeEntry(out, aside.gone + name);
  removeEntry(out, aside.stage + name);
}

/** Deletes old sets after the swap. What cannot be deleted is reported, and the next run tries again. */
function discardAll(out: Held, names: readonly string[]): void {
  const errors = names.flatMap((name) => errorOf(() => discard(out, name)) ?? []);
  const [first] = errors;
  if (first === undefined) return;
  const left = leftovers(out.folder()).filter((name) => name !== lockName);
  const paths = left.map((name) => visible(out.entry(name).shown)).join(', ');
  throw new UserError(
    `the new files are complete, but old files are left in ${paths}: ${first.message}`,
    'fix the permissions and run generate again, or delete these directories',
  );
}

function rename(from: Path, to: Path): void {
  attempt('write', to.shown, () => renameSync(from.at, to.at));
}
