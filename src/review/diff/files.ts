import { type FileSet, sameBytes } from '../../file-set.ts';
import { compareText } from '../../net/order.ts';
import { sha256 } from '../../policy/digest.ts';
import type { FileChange } from './change.ts';

/** The files that differ between two sets, sorted by path, with how many of their lines come and go. */
export function changedFiles(before: FileSet, after: FileSet): FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return paths
    .filter((path) => !sameBytes(before.get(path), after.get(path)))
    .map((path) => {
      const [was, is] = [before.get(path), after.get(path)];
      return {
        path,
        state: stateOf(was, is),
        ...linesOf(was, is),
        digest: is === undefined ? null : sha256(is),
      };
    });
}

function stateOf(was: Uint8Array | undefined, is: Uint8Array | undefined): FileChange['state'] {
  if (was === undefined) return 'new';
  return is === undefined ? 'removed' : 'changed';
}

/** Lines that come and go; a line that moved does both. */
function linesOf(
  was: Uint8Array | undefined,
  is: Uint8Array | undefined,
): Pick<FileChange, 'added' | 'removed'> {
  const [before, after] = [textLines(was), textLines(is)];
  const kept = keptInOrder(before, after);
  return { added: after.length - kept, removed: before.length - kept };
}

/**
 * How many lines stand in both texts in one order. Equal lines are paired in the order in which they stand, so that the
 * longest rising run of the pairs is found at once, however long the texts are.
 */
function keptInOrder(before: readonly string[], after: readonly string[]): number {
  const places = new Map<string, number[]>();
  before.forEach((line, index) => {
    const known = places.get(line);
    if (known === undefined) places.set(line, [index]);
    else known.push(index);
  });
  const taken = new Map<string, number>();
  // The lowest end of a rising run of each length.
  const ends: number[] = [];
  for (const line of after) {
    const count = taken.get(line) ?? 0;
    const place = places.get(line)?.[count];
    if (place === undefined) continue;
    taken.set(line, count + 1);
    ends[firstAtLeast(ends, place)] = place;
  }
  return ends.length;
}

/** The first index of sorted numbers that holds at least this one; their count where none does. */
function firstAtLeast(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function textLines(bytes: Uint8Array | undefined): string[] {
  if (bytes === undefined) return [];
  const text = Buffer.from(bytes).toString('utf8');
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
