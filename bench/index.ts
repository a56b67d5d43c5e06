import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adversaries } from './parts/adversaries.ts';
import { hosts } from './parts/hosts.ts';
import { imports } from './parts/import.ts';
import { invalid } from './parts/invalid.ts';
import { million } from './parts/million.ts';
import { networks } from './parts/networks.ts';
import { pac } from './parts/pac.ts';
import { packets } from './parts/packets.ts';
import type { Part } from './parts/part.ts';
import { review } from './parts/review.ts';
import { sites } from './parts/sites.ts';
import { start } from './parts/start.ts';
import { writeRecord } from './record.ts';
import { formatRow, tableHead, verdictOf } from './table.ts';
import { cli, withWorkspace } from './workspace.ts';

/**
 * Measures CPU time and memory beside peers, and prints a Markdown table: `npm run bench -- start networks`. Without a
 * name it runs the parts that need neither root nor more than ten minutes. README.md explains the options. Build
 * first: npm run build.
 */
const parts: Readonly<Record<string, Part>> = {
  start,
  packets,
  networks,
  hosts,
  million,
  review,
  adversaries,
  sites,
  pac,
  invalid,
  import: imports,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

function main(): number {
  const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new Error(`unknown part "${unknown}"; the parts are ${Object.keys(parts).join(', ')}`);
  if (!existsSync(cli)) throw new Error('dist/cli.js is missing; run: npm run build');
  console.log(tableHead);
  const lines = new Map<string, string[]>();
  let unmet = 0;
  for (const name of namesToRun())
    withWorkspace((workspace) => {
      const printed: string[] = [];
      for (const row of parts[name]?.rows(workspace) ?? []) {
        if (['no', 'not measured'].includes(verdictOf(row))) unmet += 1;
        const line = formatRow(name, row);
        console.log(line);
        printed.push(line);
      }
      lines.set(name, printed);
    });
  if (values.write) writeRecord(lines, Object.keys(parts));
  return values.strict && unmet > 0 ? 1 : 0;
}

function namesToRun(): string[] {
  if (positionals.length > 0) return positionals;
  const all = Object.entries(parts);
  return all
    .filter(([name, { onRequest }]) => {
      if (values.all || onRequest === undefined) return true;
      process.stderr.write(`${name} ${onRequest}; it runs with its name or --all.\n`);
      return false;
    })
    .map(([name]) => name);
}

process.exitCode = main();
