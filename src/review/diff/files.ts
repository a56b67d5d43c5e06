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

/** Lines that only one of the two has, counted as often as they stand there; a line that moved is neither. */
function linesOf(
  was: Uint8Array | undefined,
  is: Uint8Array | undefined,
): Pick<FileChange, 'added' | 'removed'> {
  const counts = new Map<string, number>();
  for (const line of textLines(is)) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of textLines(was)) counts.set(line, (counts.get(line) ?? 0) - 1);
  const balances = [...counts.values()];
  return {
    added: sum(balances.filter((balance) => balance > 0)),
    removed: -sum(balances.filter((balance) => balance < 0)),
  };
}

function textLines(bytes: Uint8Array | undefined): string[] {
  if (bytes === undefined) return [];
  const text = Buffer.from(bytes).toString('utf8');
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
