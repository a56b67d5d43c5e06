import { doublingRows, formatCount } from '../doubling.ts';
import { type Command, measureInTurn, run } from '../measure.ts';
import { networks, site, targets } from '../specs.ts';
import { type Row, rowOf } from '../table.ts';
import { generateAll, portolan, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 3;
/** As many networks as AWS publishes; it prints nearly half of them a second time under another service. */
const most = 9066;
const sizes = [most, 2 * most, 4 * most];
const repeats = 0.47;

/** The import of a cloud's address ranges beside `generate` of the part that it writes. */
export const imports: Part = { rows };

function* rows(workspace: Workspace): Generator<Row> {
  const directories = new Map(sizes.map((size) => [size, inputOf(workspace, size)]));
  const outcomeOf = measureInTurn(new Map([...directories].flatMap(commandsIn)), rounds);
  const generate = { name: 'generate of the part', outcome: outcomeOf(`generate ${most}`) };
  const what = (size: string) => `import ranges, ${size} networks`;
  const first = (size: number) => outcomeOf(`import ${size}`);
  yield rowOf(what(formatCount(most)), first(most), { ...generate, most: 1 });
  yield rowOf(`${what(formatCount(most))}, unchanged`, outcomeOf(`again ${most}`), generate);
  yield rowOf(`audit, ${formatCount(most)} networks`, outcomeOf(`audit ${most}`), generate);
  yield* doublingRows(what, sizes, first);
}

/** A directory with the document, and a spec for all targets that includes what was imported from it. */
function inputOf(workspace: Workspace, size: number): string {
  const spec = `version: 1
name: bench
prefix: bench
title: Bench
sites:
${site('one', targets.five)}`;
  return workspace.write(
    `import-${size}`,
    new Map([
      ['cloud.json', documentOf(size)],
      ['empty.yaml', spec],
    ]),
  );
}

function documentOf(size: number): string {
  const all = networks(size);
  const repeated = all.slice(0, Math.floor(size * repeats));
  const rows = [
    ...all.map((network) => rowAt(network, 'CLOUD')),
    ...repeated.map((network) => rowAt(network, 'STORAGE')),
  ];
  return JSON.stringify({ syncToken: '1', prefixes: rows }, null, 2);
}

function rowAt(network: string, service: string) {
  return { ip_prefix: network, region: 'north-1', service, network_border_group: 'north-1' };
}

function commandsIn([size, directory]: readonly [number, string]): [string, Command][] {
  const words = ['import', 'ranges', 'cloud.json', '--id', 'cloud'];
  const options = ['--service', 'https', '--tier', 'required', '--inspection', 'bypass'];
  const spec = () => {
    run({ argv: ['cp', 'empty.yaml', 'spec.yaml'], directory });
    run(portolan(directory, ...words, ...options, '--into', 'spec.yaml'));
  };
  const first = portolan(directory, ...words, ...options, '--out', 'fresh/cloud.yaml');
  return [
    [`import ${size}`, { ...first, fresh: `${directory}/fresh` }],
    [`generate ${size}`, { ...generateAll(directory), prepare: spec }],
    [`again ${size}`, portolan(directory, ...words, '--into', 'spec.yaml')],
    [`audit ${size}`, portolan(directory, 'audit', 'cloud.json')],
  ];
}
