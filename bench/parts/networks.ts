import { doublingRows, formatCount } from '../doubling.ts';
import { type Command, measureInTurn } from '../measure.ts';
import { capirca, ferm } from '../peers.ts';
import { inlineSpec, listSpec, networks as manyNetworks, targets } from '../specs.ts';
import { type Row, rowOf } from '../table.ts';
import { generateAll, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;
const sizes = [50_000, 100_000, 200_000];
const most = 100_000;

/** Networks to iptables, from a list and in the spec itself, beside ferm and capirca. */
export const networks: Part = { rows };

function* rows(workspace: Workspace): Generator<Row> {
  const outcomeOf = measureInTurn(commandsIn(workspace), rounds);
  for (const peer of ['ferm', 'capirca'])
    yield rowOf(`${formatCount(most)} networks, ${peer}`, outcomeOf(peer));
  for (const form of ['from a list', 'inline']) {
    const what = (size: string) => `generate, ${size} networks ${form}, iptables`;
    const outcome = outcomeOf(`${most} ${form}`);
    for (const [peer, ratio] of [
      ['ferm', 2.5],
      ['capirca', 0.2],
    ] as const)
      yield rowOf(what(formatCount(most)), outcome, {
        name: peer,
        outcome: outcomeOf(peer),
        most: ratio,
      });
    yield* doublingRows(what, sizes, (size) => outcomeOf(`${size} ${form}`));
  }
}

function commandsIn(workspace: Workspace): Map<string, Command> {
  const peers = manyNetworks(most);
  const commands = new Map([
    ['ferm', ferm(workspace, peers)],
    ['capirca', capirca(workspace, peers)],
  ]);
  for (const size of sizes) {
    const addresses = manyNetworks(size);
    const list = workspace.write(`list-${size}`, listSpec(addresses, targets.iptables));
    const inline = workspace.write(
      `inline-${size}`,
      inlineSpec(addresses, 'network', targets.iptables),
    );
    commands.set(`${size} from a list`, generateAll(list));
    commands.set(`${size} inline`, generateAll(inline, '--max-size', '32MiB'));
  }
  return commands;
}
