import { adversaries as cases } from '../adversaries.ts';
import { growingRows } from '../doubling.ts';
import type { Row } from '../table.ts';
import type { Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;

/** Specs that are made to be slow: twice the size costs at most 2.2 times as much. */
export const adversaries: Part = { rows };

function* rows(workspace: Workspace): Generator<Row> {
  for (const growing of cases) yield* growingRows(workspace, growing, rounds);
}
