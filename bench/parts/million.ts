import { formatCount } from '../doubling.ts';
import { measureInTurn } from '../measure.ts';
import { ferm } from '../peers.ts';
import { listSpec, networks, targets } from '../specs.ts';
import { memoryRow, type Row, rowOf } from '../table.ts';
import { generateAll, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const count = 1_000_000;

/** A million networks from a list, as many as a list of 16 MiB contains. */
export const million: Part = {
  onRequest: 'takes minutes and up to 4 GB',
  rows,
};

function* rows(workspace: Workspace): Generator<Row> {
  const directory = workspace.write('million', listSpec(networks(count), targets.iptables));
  const outcomeOf = measureInTurn(
    new Map([
      ['ferm', ferm(workspace, networks(100_000))],
      ['generate', generateAll(directory)],
    ]),
    1,
  );
  const outcome = outcomeOf('generate');
  const what = `generate, ${formatCount(count)} networks from a list, iptables`;
  yield rowOf(what, outcome, {
    name: 'ferm, 100,000 networks',
    outcome: outcomeOf('ferm'),
    most: 60,
  });
  yield memoryRow(what, outcome, 4000);
}
