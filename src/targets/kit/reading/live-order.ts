import { getOrAdd } from '../../../maps.ts';
import type { LiveStatement } from '../../device.ts';
import type { OutputPlace } from '../../reading.ts';
import { about } from './live-statement.ts';

/** An object of a list whose order counts: what it is, its content in fields, and how a report shows it. */
export type LiveItem = {
  readonly key: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly at: OutputPlace;
  readonly text: string;
};

/** How objects of a device differ from those of the files; their order counts. */
export function compareItems(
  found: readonly LiveItem[],
  wanted: readonly LiveItem[],
  noun: string,
): LiveStatement[] {
  const left = new Map<string, LiveItem[]>();
  for (const item of wanted) getOrAdd(left, item.key, () => []).push(item);
  const known = new Set(left.keys());
  const pairs: (readonly [LiveItem, LiveItem])[] = [];
  const differences: LiveStatement[] = [];
  for (const item of found) {
    const other = left.get(item.key)?.shift();
    if (other !== undefined) pairs.push([item, other]);
    else differences.push(about(item, known.has(item.key) ? again(noun) : surplus(noun)));
  }
  const missing = [...left.values()].flat();
  return [
    ...missing.map((item) => about(item, `this ${noun} of the files is missing on the device`)),
    ...differences,
    ...pairs.flatMap(([item, other]) => changed(item, other, noun)),
    ...moved(pairs, new Set(missing), wanted, noun),
  ];
}

function surplus(noun: string): string {
  return `the files do not have this ${noun}`;
}

function again(noun: string): string {
  return `the files have this ${noun} only once`;
}

/** The fields in which two objects differ, by name: a value may be of any length. */
function changed(found: LiveItem, wanted: LiveItem, noun: string): LiveStatement[] {
  const names = [...new Set([...wanted.fields.keys(), ...found.fields.keys()])];
  const other = names.filter((name) => found.fields.get(name) !== wanted.fields.get(name));
  if (other.length === 0) return [];
  return [about(found, `this ${noun} is not as in the files: ${other.join(', ')}`)];
}

/** The first object out of its place, among those that both sides have. */
function moved(
  pairs: readonly (readonly [LiveItem, LiveItem])[],
  missing: ReadonlySet<LiveItem>,
  wanted: readonly LiveItem[],
  noun: string,
): LiveStatement[] {
  const kept = wanted.filter((item) => !missing.has(item));
  const first = pairs.find(([, other], index) => other !== kept[index]);
  if (first === undefined) return [];
  return [
    about(
      first[0],
      `this ${noun} is not in its place: from here on, the order differs from the files`,
    ),
  ];
}
