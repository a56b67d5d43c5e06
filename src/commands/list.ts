import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { listFormats } from '../report/list/index.ts';
import { verb } from './cli/verb.ts';
import { keysOf, maxSize, site, spec, target } from './shared/options.ts';

/** Prints the compiled policy as data, one entry for each endpoint and service. Writes nothing. */
export const list = verb({
  name: 'list',
  describe: 'List the compiled policy as data',
  task: 'Review access',
  details:
    'Prints one entry for each endpoint on each of its services: site, tier, group, destination, ports, clients, inspection, ticket, document, location in the spec, and how each target enforces it. For spreadsheets, inventories and policy engines. Writes nothing.',
  argument: spec,
  options: [
    site,
    { ...target, describe: 'Only this target, and sites that have it; repeatable' },
    {
      name: 'format',
      describe: 'table, csv, json or markdown',
      values: keysOf(listFormats),
      default: 'table',
    },
    maxSize,
  ],
  examples: [
    ['portolan list', 'a table of all sites'],
    ['portolan list --site head-office --target squid', ''],
    ['portolan list --format csv', 'for a spreadsheet'],
    ['portolan list --format json', 'for scripts and policy engines'],
  ],
  exits: {
    [exitCode.yes]: 'done',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['explain', 'diff'],
  async run(given, { paint }) {
    const { listed } = await import('./list/listed.ts');
    printResult(await inFormat(listFormats[given.format], listed(given), paint));
    return exitCode.yes;
  },
});
