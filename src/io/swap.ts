import { readdirSync, renameSync } from 'node:fs';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import { attempt } from './fault.ts';
import { kindAt } from './folder.ts';
import { type Held, type Identity, isAt, removeEntry, replaced } from './held.ts';
import { type Named, type Path, pathOf } from './path.ts';
import { syncHeld } from './stage.ts';
import { counted } from './terminal.ts';

/** Prefixes of temporary directories. They begin with a dot; the name of a site's directory does not. */
export const aside = {
  /** A new set, complete or not. */
  stage: '.portolan-stage-',
  /** The old set, complete. It is restored if no new set took its place. */
  old: '.portolan-old-',
  /** A set that is being deleted. */
  gone: '.portolan-gone-',
} as const;

/** The name of the lock in an output directory. */
export const lockName = '.portolan-lock';

/** The changes that a run has prepared. */
export type Prepared = {
  /** The directories with the new sets, by the names of the sets. */
  readonly staged: Map<string, Identity>;
  readonly gone: string[];
};

/** The temporary names below `out`, of a killed or a running run; none when the directory does not exist. */
export function leftovers(out: Named): string[] {
  if (kindAt(out) !== 'folder') return [];
  const { at, shown } = pathOf(out);
  const names = attempt('read', shown, () => readdirSync(at));
  const prefixes = [...Object.values(aside), lockName];
  return names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix))).sort();
}

/** Repairs what a killed run left: restores an old set that has no new one, and deletes the rest. */
export function mend(out: Held): void {
  for (const name of namesOf(out, aside.old)) {
    const old = out.entry(aside.old + name);
    const isSet = kindAt(old) === 'folder';
    if (isSet && kindAt(out.entry(name)) === 'missing') rename(old, out.entry(name));
  }
  for (const prefix of Object.values(aside)) {
    for (const name of counted(namesOf(out, prefix), 'Deleting old files')) discard(out, name);
  }
  // A lock with a suffix only protects the removal of a dead process's lock, and this process has the lock now.
  for (const name of namesOf(out, `${lockName}-`)) removeEntry(out, `${lockName}-${name}`);
}

function namesOf(out: Held, prefix: string): string[] {
  const names = leftovers(out.folder()).filter((name) => name.startsWith(prefix));
  return names.map((name) => name.slice(prefix.length));
}

/** A step back: the set that it restores, and how. */
type Undo = { readonly name: string; readonly step: () => void };

/** Moves all new sets to their places, and the old ones aside; undoes all of it when a step fails. */
export function swapAll(out: Held, { staged, gone }: Prepared): void {
  const undo: Undo[] = [];
  try {
    for (const name of gone) moveOut(out, name, undo);
    for (const [name, identity] of counted([...staged], 'Replacing sites')) {
      moveOut(out, name, undo);
      moveIn(out, name, undo);
      if (!isAt(out.entry(name), identity)) throw replaced(out.entry(aside.stage + name));
    }
    // Once for all sets: every other entry is already on the disk.
    syncHeld(out);
  } catch (error) {
    throw undoAll(out, undo, error);
  }
}

/** Restores the old sets, and returns the error to throw. It names the sets that could not be restored. */
function undoAll(out: Held, undo: readonly Undo[], error: unknown): unknown {
  const failed = new Set<string>();
  for (const { name, step } of [...undo].reverse()) {
    if (errorOf(step) !== undefined) failed.add(name);
  }
  if (failed.size === 0 || !(error instanceof UserError)) return error;
  return new UserError(
    `${error.message}; these directories could not be restored: ${listed(out, [...failed])}. All others are unchanged`,
    'fix the disk, then run generate again: it writes all of them',
  );
}

/** How many directories an error names. */
const mostNamed = 5;

function listed(out: Held, names: readonly string[]): string {
  const shown = [...names].sort().slice(0, mostNamed);
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${shown.map((name) => visible(out.entry(name).shown)).join(', ')}${more}`;
}

function moveOut(out: Held, name: string, undo: Undo[]): void {
  const [set, old] = [out.entry(name), out.entry(aside.old + name)];
  if (kindAt(set) === 'missing') return;
  rename(set, old);
  undo.push({ name, step: () => rename(old, set) });
}

function moveIn(out: Held, name: string, undo: Undo[]): void {
  const [staged, set] = [out.entry(aside.stage + name), out.entry(name)];
  rename(staged, set);
  undo.push({ name, step: () => rename(set, staged) });
}

/** Does a step as far as possible: an earlier error is the one to report, and the next run repairs the rest. */
export function quietly(work: () => void): void {
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
export function discardAll(out: Held, names: readonly string[]): void {
  const errors: UserError[] = [];
  for (const name of counted(names, 'Deleting old files')) {
    const error = errorOf(() => discard(out, name));
    if (error !== undefined) errors.push(error);
  }
  const [first] = errors;
  if (first === undefined) return;
  const left = leftovers(out.folder()).filter((name) => name !== lockName);
  throw new UserError(
    `the new files are complete, but old files are left in ${listed(out, left)}: ${first.message}`,
    'fix the permissions and run generate again, or delete these directories',
  );
}

function rename(from: Path, to: Path): void {
  attempt('write', to.shown, () => renameSync(from.at, to.at));
}
