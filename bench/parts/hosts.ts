import { doublingRows, formatCount } from '../doubling.ts';
import { type Command, measureInTurn } from '../measure.ts';
import { ferm } from '../peers.ts';
import { inlineSpec, listSpec, hosts as manyHosts, networks, targets } from '../specs.ts';
import { memoryRow, type Row, rowOf } from '../table.ts';
import { generateAll, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;
const sizes = [50_000, 100_000, 200_000];
const most = 100_000;

/** Hosts to the three targets that list names: pfSense, Palo Alto and Squid. */
export const hosts: Part = { rows };

function* rows(workspace: Workspace): Generator<Row> {
  const outcomeOf = measureInTurn(commandsIn(workspace), rounds);
  const peer = { name: 'ferm, 100,000 networks', outcome: outcomeOf('ferm'), most: 7 };
  for (const form of ['from a list', 'inline']) {
    const what = (size: string) => `generate, ${size} hosts ${form}, pfSense + Palo Alto + Squid`;
    const outcome = outcomeOf(`${most} ${form}`);
    yield rowOf(what(formatCount(most)), outcome, peer);
    yield memoryRow(what(formatCount(most)), outcome, 600);
    yield* doublingRows(what, sizes, (size) => outcomeOf(`${size} ${form}`));
  }
}

function commandsIn(workspace: Workspace): Map<string, Command> {
  const commands = new Map([['ferm', ferm(workspace, networks(most))]]);
  for (const size of sizes) {
    const names = manyHosts(size);
    const list = workspace.write(`list-${size}`, listSpec(names, targets.byName));
    const inline = workspace.write(`inline-${size}`, inlineSpec(names, 'host', targets.byName));
    commands.set(`${size} from a list`, generateAll(list));
    commands.set(`${size} inline`, generateAll(inline, '--max-size', '32MiB'));
  }
  return commands;
}
