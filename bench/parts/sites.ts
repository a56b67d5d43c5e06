import type { Files } from '../cases.ts';
import { doublingRows, formatCount, measureSizes, writeSizes } from '../doubling.ts';
import { measureInTurn } from '../measure.ts';
import { hosts, inline, networks, site, specText, targets } from '../specs.ts';
import { type Row, rowOf } from '../table.ts';
import { commandOn, generateAll, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

/** Many sites with all five targets, and one shard of them. */
export const sites: Part = {
  onRequest: 'takes more than ten minutes',
  rows,
};

const sizes = [1_000, 2_000];
const most = 10_000;
const shard = '1/10';

function* rows(workspace: Workspace): Generator<Row> {
  const directories = writeSizes(workspace, 'sites', sizes, specOf);
  for (const name of ['generate', 'check', 'verify'] as const)
    yield* doublingRows(
      (size) => `${name}, ${size} sites, 5 targets`,
      sizes,
      measureSizes(directories, (directory) => commandOn(name, directory), 1),
    );
  const directory = workspace.write('most', specOf(most));
  const outcomeOf = measureInTurn(
    new Map([
      ['all', generateAll(directory)],
      ['shard', generateAll(directory, '--shard', shard)],
    ]),
    1,
  );
  const what = `generate, ${formatCount(most)} sites, 5 targets`;
  yield rowOf(what, outcomeOf('all'));
  const peer = { name: 'all of them', outcome: outcomeOf('all') };
  yield rowOf(`${what}, --shard ${shard}`, outcomeOf('shard'), peer);
}

function specOf(count: number): Files {
  const all = Array.from({ length: count }, (_, index) => site(`site-${index}`, targets.five));
  const groups = [
    inline(hosts(10), 'host', 'names'),
    inline(networks(10), 'network', 'addresses'),
  ].join('');
  return new Map([['spec.yaml', specText(all.join(''), groups)]]);
}
