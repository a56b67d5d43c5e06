import { deletions } from './deletions.ts';
import { setPath, setWord } from './place.ts';
import type { State } from './state.ts';

/** The commands to paste before the newer rules.set, one a line; empty if there is nothing to delete. */
export function setCommands(older: State, newer: State | undefined): string {
  return deletions(older, newer)
    .map(({ kind, name, list }) => {
      const words = [setPath(older, kind), setWord(name), ...(list === undefined ? [] : [list])];
      return `delete ${words.join(' ')}\n`;
    })
    .join('');
}
