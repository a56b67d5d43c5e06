import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';
import type { FileSet } from '../file-set.ts';
import { attempt, isSystemError } from './fault.ts';
import { kindAt, requireFolder } from './folder.ts';
import { type Held, holding, isAt, removeEntry, replaced } from './held.ts';
import { withLock } from './lock.ts';
import type { Named } from './path.ts';
import { stage, syncFolder } from './stage.ts';
import {
  aside,
  discardAll,
  leftovers,
  lockName,
  mend,
  type Prepared,
  quietly,
  swapAll,
} from './swap.ts';

/** The changes of one run below an output directory. Until the run ends, they are only prepared. */
export type Changes = {
  /** The open output directory. */
  folder(): Named;
  /** Writes the new complete set of files of a directory beside the old one. */
  stage(name: string, set: FileSet): void;
  /** Marks a directory that will be deleted. */
  remove(name: string): void;
};

/** What a run does below an output directory. */
export type Work<Answer> = {
  /** Reads the directory without the lock; undefined when something must change. */
  look(folder: Named): Answer | undefined;
  /** Makes all changes, under the lock. */
  change(changes: Changes): Answer;
};

/**
 * Changes the sets below `out`, all or none, under a lock. `look` is called first, so that a run with nothing to do
 * writes nothing; what it read may be out of date when `change` is called. Files are deleted and written through the
 * open directory, because its path may point elsewhere at any moment.
 *
 * All new sets are on the disk before the first one is swapped. Each set changes by two renames of whole directories. A
 * killed run leaves the old set, the new set or none, and the next run repairs that. Throws a UserError when `out` is
 * not a directory, when another run has the lock, and for a system error; errors of `look` and `change` pass through,
 * and then nothing has changed.
 */
export function writeSets<Answer>(out: string, work: Work<Answer>): Answer {
  requireFolder(out);
  if (leftovers(out).length === 0) {
    const answer = work.look(out);
    if (answer !== undefined) return answer;
  }
  const made = makeFolder(out);
  try {
    return writeLocked(out, work);
  } catch (error) {
    for (const folder of made.reverse())
      quietly(() => attempt('remove', folder, () => rmdirSync(folder)));
    throw error;
  }
}

function writeLocked<Answer>(out: string, work: Work<Answer>): Answer {
  requireFolder(out);
  return holding(out, 'write', (held) => {
    const answer = withLock(held.entry(lockName), () => bring(held, work));
    if (!isAt(out, held.identity)) throw replaced(out);
    return answer;
  });
}

function bring<Answer>(held: Held, work: Work<Answer>): Answer {
  mend(held);
  const prepared: Prepared = { staged: new Map(), gone: [] };
  const answer = unlessFailed(held, prepared, () => {
    const done = work.change(changesOf(held, prepared));
    swapAll(held, prepared);
    return done;
  });
  discardAll(held, [...prepared.staged.keys(), ...prepared.gone]);
  return answer;
}

function changesOf(held: Held, { staged, gone }: Prepared): Changes {
  return {
    folder: () => held.folder(),
    stage: (name, set) => {
      try {
        staged.set(name, stage(held, aside.stage + name, set));
      } catch (error) {
        quietly(() => removeEntry(held, aside.stage + name));
        throw error;
      }
    },
    remove: (name) => void gone.push(name),
  };
}

/** Runs the work. When it fails, deletes the new sets, so that a full disk is not left full. */
function unlessFailed<Value>(held: Held, { staged }: Prepared, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    for (const name of staged.keys()) quietly(() => removeEntry(held, aside.stage + name));
    throw error;
  }
}

/** Creates the missing directories of a path, and returns them. */
export function makeFolder(out: string): string[] {
  const missing = missingFolders(out);
  for (const path of missing) {
    attempt('write', out, () => makeOne(path));
    syncFolder(dirname(path));
  }
  return missing;
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
