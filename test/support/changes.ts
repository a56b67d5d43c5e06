import type { FileSet } from '../../src/file-set.ts';
import type { Work } from '../../src/io/write.ts';

/** New sets by name, and the names of sets to delete. */
export type Planned = {
  readonly sets: ReadonlyMap<string, FileSet>;
  readonly gone: readonly string[];
};

/** A run that makes the changes of a plan. It plans again under the lock, as `generate` does. */
export function workOf(plan: () => Planned): Work<'done'> {
  return {
    look: () => {
      const { sets, gone } = plan();
      return sets.size === 0 && gone.length === 0 ? 'done' : undefined;
    },
    change: (changes) => {
      const { sets, gone } = plan();
      for (const [name, set] of sets) changes.stage(name, set);
      for (const name of gone) changes.remove(name);
      return 'done';
    },
  };
}
