import { type Adversary, adversaries as all } from '../adversaries.ts';
import { doublingRows, measureSizes, writeSizes } from '../doubling.ts';
import type { Row } from '../table.ts';
import { commandOn, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;

/** Specs that are made to be slow: twice the size costs at most 2.2 times as much. */
export const adversaries: Part = {
  onRequest: 'takes more than ten minutes',
  rows,
};

function* rows(workspace: Workspace): Generator<Row> {
  for (const adversary of all) yield* rowsOf(workspace, adversary);
}

/** Each command at both sizes. diff compares with a spec of half the size. */
function* rowsOf(
  workspace: Workspace,
  { name, commands, size, exit, files }: Adversary,
): Generator<Row> {
  const sizes = [size, 2 * size];
  const directories = writeSizes(workspace, name, sizes, files);
  const half = (of: number) => files(Math.ceil(of / 2));
  const old = writeSizes(workspace, `old ${name}`, sizes, half);
  for (const command of commands) {
    const commandAt = (directory: string, of: number) => ({
      ...commandOn(command, directory, old.get(of)),
      exitCode: exit,
    });
    const line = (of: string) => `${command}, ${name}: ${of}`;
    // Of two lines the second one, which has the figures of both sizes: there are hundreds.
    yield* [...doublingRows(line, sizes, measureSizes(directories, commandAt, rounds))].slice(1);
  }
}
