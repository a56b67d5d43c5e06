import type { CommandName, Files } from '../cases.ts';
import { doublingRows, formatCount, measureSizes, writeSizes } from '../doubling.ts';
import { measureInTurn } from '../measure.ts';
import { ferm } from '../peers.ts';
import { hosts, inline, networks, site, specText, targets } from '../specs.ts';
import { type Row, rowOf } from '../table.ts';
import { commandOn, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;

/** In this order: there are no outputs before verify gets them, and diff verifies those that there are. */
const commands: readonly (readonly [what: string, name: CommandName])[] = [
  ['diff without outputs', 'diff'],
  ['verify', 'verify'],
  ['diff that verifies the outputs', 'diff'],
  ['lint', 'lint'],
];

/** verify, diff and lint of a site with all five targets, beside ferm with ten times as many networks. */
export const review: Part = { rows };

/** What a spec has many of, the sizes to measure, and the files of a spec of one size. */
type Case = {
  readonly what: string;
  readonly sizes: readonly number[];
  readonly files: (size: number) => Files;
};

const cases: readonly Case[] = [
  // iptables supports about 16,000 names.
  { what: 'hosts', sizes: [5_000, 10_000], files: (size) => specOf(hosts(size), []) },
  {
    what: 'endpoints, half of them networks',
    sizes: [5_000, 10_000, 20_000],
    files: (size) => specOf(hosts(size / 2), networks(size / 2)),
  },
];

const goalSize = 10_000;

function* rows(workspace: Workspace): Generator<Row> {
  const commandOfPeer = ferm(workspace, networks(100_000));
  const old = workspace.write('old', specOf(hosts(1_000), networks(1_000)));
  for (const { what, sizes, files } of cases) {
    const directories = writeSizes(workspace, what, sizes, files);
    for (const [does, name] of commands) {
      const peer = measureInTurn(new Map([['ferm', commandOfPeer]]), rounds)('ferm');
      const outcomeOf = measureSizes(
        directories,
        (directory) => commandOn(name, directory, old),
        rounds,
      );
      const line = (size: string) => `${does}, ${size} ${what}, 5 targets`;
      yield rowOf(line(formatCount(goalSize)), outcomeOf(goalSize), {
        name: 'ferm, 100,000 networks',
        outcome: peer,
        most: 7,
      });
      yield* doublingRows(line, sizes, outcomeOf);
    }
  }
}

function specOf(names: readonly string[], addresses: readonly string[]): Files {
  const groups = [inline(names, 'host', 'names'), inline(addresses, 'network', 'addresses')].join(
    '',
  );
  return new Map([['spec.yaml', specText(site('one', targets.five), groups)]]);
}
