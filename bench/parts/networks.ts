import { doublingRows, formatCount } from '../doubling.ts';
import { type Command, measureInTurn } from '../measure.ts';
import { capirca, ferm } from '../peers.ts';
import {
  inlineSpec,
  listSpec,
  networks as manyNetworks,
  mixedNetworks,
  targets,
  unorderedNetworks,
} from '../specs.ts';
import { type Row, rowOf } from '../table.ts';
import { generateAll, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;
const most = 100_000;

/** Networks to iptables, from a list and in the spec itself, beside ferm and capirca. */
export const networks: Part = { rows };

/** Networks of one kind, and how many of them to measure. */
type Kind = {
  readonly what: string;
  readonly addresses: (count: number) => string[];
  readonly sizes: readonly number[];
};

/** What capirca costs depends on the lengths of the prefixes and on their order, so that it has three lists. */
const kinds: readonly Kind[] = [
  { what: 'networks', addresses: manyNetworks, sizes: [50_000, most, 200_000] },
  { what: 'networks of mixed sizes', addresses: mixedNetworks, sizes: [most] },
  { what: 'networks of mixed sizes in no order', addresses: unorderedNetworks, sizes: [most] },
];

const forms = ['from a list', 'inline'] as const;

function* rows(workspace: Workspace): Generator<Row> {
  for (const kind of kinds) yield* rowsOf(workspace, kind);
}

function* rowsOf(workspace: Workspace, kind: Kind): Generator<Row> {
  const { what, sizes } = kind;
  const outcomeOf = measureInTurn(commandsFor(workspace, kind), rounds);
  for (const peer of ['ferm', 'capirca'])
    yield rowOf(`${formatCount(most)} ${what}, ${peer}`, outcomeOf(peer));
  for (const form of forms) {
    const line = (size: string) => `generate, ${size} ${what} ${form}, iptables`;
    const outcome = outcomeOf(`${most} ${form}`);
    for (const [peer, ratio] of [
      ['ferm', 2.5],
      ['capirca', 0.2],
    ] as const)
      yield rowOf(line(formatCount(most)), outcome, {
        name: peer,
        outcome: outcomeOf(peer),
        most: ratio,
      });
    if (sizes.length > 1) yield* doublingRows(line, sizes, (size) => outcomeOf(`${size} ${form}`));
  }
}

function commandsFor(workspace: Workspace, { what, addresses, sizes }: Kind): Map<string, Command> {
  const name = what.replaceAll(' ', '-');
  const commands = new Map([
    ['ferm', ferm(workspace, addresses(most), name)],
    ['capirca', capirca(workspace, addresses(most), name)],
  ]);
  for (const size of sizes) {
    const some = addresses(size);
    const list = workspace.write(`list-${name}-${size}`, listSpec(some, targets.iptables));
    const spec = inlineSpec(some, 'network', targets.iptables);
    const inline = workspace.write(`inline-${name}-${size}`, spec);
    commands.set(`${size} from a list`, generateAll(list));
    commands.set(`${size} inline`, generateAll(inline, '--max-size', '32MiB'));
  }
  return commands;
}
