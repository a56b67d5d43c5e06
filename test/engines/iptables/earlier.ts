import type { TargetFiles } from '../../../src/targets/target.ts';

/** The files as an earlier version wrote them, whose names had no sets of their own. */
export function withoutOwnSets(files: TargetFiles): TargetFiles {
  return new Map(
    [...files].map(([file, text]) => [
      file,
      file.endsWith('/apply.sh')
        ? text
        : text.replace(/^create \S*\..*\n/gm, '').replace(/\/(\S*\.[^,]*_v[46],)+/g, dropOwn),
    ]),
  );
}

function dropOwn(sets: string): string {
  return sets.slice(0, sets.lastIndexOf('/') + 1);
}
