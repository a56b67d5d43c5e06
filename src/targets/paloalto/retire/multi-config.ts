import { deletionsOfGone } from './deletions.ts';
import { entriesOf, movesOf } from './newer-files.ts';
import { xmlEntry } from './place.ts';
import type { State } from './state.ts';

/** The newer state of a device, with the texts of its two files. */
export type Newer = { readonly state: State; readonly set: string; readonly xml: string };

/**
 * One request that makes the newer state of an older one: whole entries, objects before rules; the moves of the rules;
 * what is gone. A device makes all of these changes, or none.
 */
export function multiConfig(older: State | undefined, newer: Newer | undefined): string {
  const operations = [
    ...(newer === undefined ? [] : [...editsOf(newer), ...movesIn(newer)]),
    ...(older === undefined ? [] : deletesOf(older, newer?.state)),
  ];
  const numbered = operations.map((operation, index) => operation(index + 1));
  return `<multi-config>\n${numbered.join('')}</multi-config>\n`;
}

/** An operation, with the number that the answer of the device repeats. */
type Operation = (id: number) => string;

function editsOf({ state, xml }: Newer): Operation[] {
  return entriesOf(xml).map(
    ({ kind, name, text }) =>
      (id) =>
        `<edit id="${id}" xpath="${xmlEntry(state, kind, name)}">${text}</edit>\n`,
  );
}

function movesIn({ state, set }: Newer): Operation[] {
  return movesOf(set).map(({ kind, name, where, next }) => {
    const target = next === undefined ? '' : ` dst="${next}"`;
    return (id) =>
      `<move id="${id}" xpath="${xmlEntry(state, kind, name)}" where="${where}"${target}/>\n`;
  });
}

function deletesOf(older: State, newer: State | undefined): Operation[] {
  return deletionsOfGone(older, newer).map(
    ({ kind, name }) =>
      (id) =>
        `<delete id="${id}" xpath="${xmlEntry(older, kind, name)}"/>\n`,
  );
}
