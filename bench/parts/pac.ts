import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount } from '../doubling.ts';
import { type Command, measureInTurn, run } from '../measure.ts';
import { hosts, hostsOfOneDomain, inlineSpec, scatteredHosts, targets } from '../specs.ts';
import { type Figure, type Row, rowOf } from '../table.ts';
import { generateAll, root, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

/** 30,000 hosts in a PAC file: its size, its making, and the cost of a lookup. */
export const pac: Part = { rows };

const rounds = 3;
const most = 30_000;
// Chromium silently goes DIRECT for everything if the file is larger.
const largestKilobytes = 1024;
const domains = {
  'all in one domain': hostsOfOneDomain,
  'twenty in each domain': hosts,
  'one in each domain': scatteredHosts,
};

function* rows(workspace: Workspace): Generator<Row> {
  for (const [form, make] of Object.entries(domains)) yield* rowsOf(workspace, form, make);
}

function* rowsOf(
  workspace: Workspace,
  form: string,
  make: (count: number) => string[],
): Generator<Row> {
  const what = `${formatCount(most)} hosts of 26 characters, ${form}, compact`;
  const command = commandFor(workspace, form, make(most));
  const outcomeOf = measureInTurn(new Map([['generate', command]]), rounds);
  yield rowOf(`generate, ${what}`, outcomeOf('generate'));
  yield {
    what: `size of proxy.pac, ${what}`,
    figure: sizeOf(command),
    goal: { kind: 'value', most: largestKilobytes },
  };
  const lookup = (count: number) => lookupOf(workspace, form, make(count));
  const peer = { name: '10 hosts', figure: lookup(10) };
  for (const count of [1_000, most])
    yield {
      what: `a lookup, ${formatCount(count)} hosts, ${form}`,
      figure: lookup(count),
      peer,
      goal: { kind: 'ratio', most: mostRatio },
    };
}

// A larger table misses the caches of the processor more often; a loop over the hosts would cost a thousand times more.
const mostRatio = 2;

function commandFor(workspace: Workspace, form: string, names: readonly string[]): Command {
  const name = `${form}-${names.length}`.replaceAll(' ', '-');
  const spec = inlineSpec(names, 'host', targets.compactPac);
  const directory = workspace.write(
    name,
    new Map([...spec, ['hosts.json', JSON.stringify(names)]]),
  );
  return generateAll(directory);
}

function pathOf({ directory }: Command): string {
  return join(directory, 'fresh', 'one', 'pac', 'proxy.pac');
}

function sizeOf(command: Command): Figure {
  try {
    return { value: statSync(pathOf(command)).size / 1024, unit: 'KB' };
  } catch {
    return { missing: 'not generated' };
  }
}

/** The microseconds of one call, without a compiler, as in a browser. */
function lookupOf(workspace: Workspace, form: string, names: readonly string[]): Figure {
  const command = commandFor(workspace, form, names);
  try {
    run(command);
  } catch {
    return { missing: 'not generated' };
  }
  const script = join(root, 'bench', 'lookups.mjs');
  const inputs = [pathOf(command), join(command.directory, 'hosts.json')];
  const text = execFileSync(process.execPath, ['--jitless', script, ...inputs], {
    encoding: 'utf8',
    // Without a compiler, V8 warns at each start; an error still shows all output.
    stdio: 'pipe',
  });
  return { value: Number(text), unit: 'us' };
}
