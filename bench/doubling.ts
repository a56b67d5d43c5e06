import type { Files } from './cases.ts';
import { type Command, measureInTurn, type Outcome } from './measure.ts';
import { type Row, rowOf } from './table.ts';
import type { Workspace } from './workspace.ts';

/** Twice the input costs at most so many times as much. */
const most = 2.2;

/** A line for each size; each but the first beside the one before it. */
export function* doublingRows(
  what: (size: string) => string,
  sizes: readonly number[],
  outcomeOf: (size: number) => Outcome,
): Generator<Row> {
  for (const [index, size] of sizes.entries()) {
    const line = what(formatCount(size));
    const before = sizes[index - 1];
    if (before === undefined) yield rowOf(line, outcomeOf(size));
    else
      yield rowOf(line, outcomeOf(size), {
        name: `${formatCount(before)} of them`,
        outcome: outcomeOf(before),
        most,
      });
  }
}

/** `100,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** The costs of one command at each size, by size. */
export function measureSizes(
  directories: ReadonlyMap<number, string>,
  commandAt: (directory: string, size: number) => Command,
  rounds: number,
): (size: number) => Outcome {
  const commands = [...directories].map(
    ([size, directory]) => [String(size), commandAt(directory, size)] as const,
  );
  const outcomeOf = measureInTurn(new Map(commands), rounds);
  return (size) => outcomeOf(String(size));
}

/** Writes a spec of each size; returns its directory by its size. */
export function writeSizes(
  workspace: Workspace,
  what: string,
  sizes: readonly number[],
  files: (size: number) => Files,
): Map<number, string> {
  const name = what.replaceAll(/[^a-z0-9]+/gi, '-');
  return new Map(sizes.map((size) => [size, workspace.write(`${name}-${size}`, files(size))]));
}
