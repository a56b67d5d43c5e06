import { documentFormats } from '../documents/formats.ts';
import { exitCode, UserError } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import type { Tier } from '../language/types.ts';
import { inFormat } from '../report/formats.ts';
import { importFormats, labelsFormats } from '../report/import/index.ts';
import { verb } from './cli/verb.ts';
import { formatOption, keysOf } from './shared/options.ts';

// Not those of the language, which would be loaded with the table of all commands.
const tiers = ['required', 'recommended', 'optional'] as const satisfies readonly Tier[];

const example = 'm365 endpoints.json --id o365';

/**
 * Makes a part of a spec from a vendor's document, or updates it from a new revision. Exit 0; 1 with `--check` when it
 * would change; 2 for a document or an option that is refused; 4 for a document that lost most of its facts.
 */
export const importVerb = verb({
  name: 'import',
  describe: "Import a vendor's list as a part of a spec",
  task: 'Write files',
  details:
    'Writes a part to include (vendor/ID.yaml), lists beside it and a record of what it read (vendor/ID.import.json). The same command on a new revision updates the part: comments, notes, tickets, other endpoints, and a tier or inspection that you changed stay. Each row of the document is taken, unresolved, declined or refused, and the sums say so. Fetches nothing.',
  usage: ['FORMAT FILE|- --id ID [options]', 'FORMAT FILE|- --labels'],
  argument: {
    name: 'kind',
    placeholder: 'FORMAT',
    describe: 'Format of the document',
    values: keysOf(documentFormats),
    required: true,
    example,
  },
  second: {
    name: 'file',
    describe: 'The document; - reads standard input',
    values: 'document',
  },
  options: [
    {
      name: 'id',
      placeholder: 'ID',
      describe: 'Id of the document, with which every id of the part begins',
      values: 'text',
    },
    {
      name: 'out',
      placeholder: 'FILE',
      describe: 'The part to write',
      shownDefault: 'vendor/ID.yaml',
      values: 'spec',
    },
    {
      name: 'into',
      placeholder: 'SPEC',
      describe: 'Include the part in this spec, and use its services',
      values: 'spec',
    },
    {
      name: 'tier',
      describe: 'Tier of rows to which the document gives none',
      values: tiers,
      group: 'Access',
    },
    {
      name: 'service',
      placeholder: 'NAMES',
      describe: 'Services of rows without a port: https, http, dns or ports such as tcp/5671',
      values: 'text',
      group: 'Access',
    },
    {
      name: 'inspection',
      describe: 'Inspection of rows to which the document gives none',
      values: ['allow', 'bypass'],
      shownDefault: 'allow',
      group: 'Access',
    },
    {
      name: 'bypass',
      placeholder: 'NAMES',
      describe: 'm365: categories that bypass inspection, such as Optimize',
      values: 'text',
      group: 'Access',
    },
    {
      name: 'where',
      placeholder: 'LABEL=VALUES',
      describe: 'Only rows with one of these values, or without them (!=); repeatable',
      values: 'text',
      repeats: true,
      group: 'Rows',
    },
    { name: 'labels', describe: 'Print the labels of --where; write nothing', group: 'Rows' },
    {
      name: 'only',
      describe: 'm365: only hosts or only networks',
      values: ['hosts', 'networks'],
      group: 'Rows',
    },
    { name: 'hosts', describe: 'ranges: also the hosts of the document', group: 'Rows' },
    {
      name: 'columns',
      placeholder: 'ROLES',
      describe: 'table: columns by header or number, such as host=Address,port=3',
      values: 'text',
      group: 'Rows',
    },
    { name: 'aggregate', describe: 'Merge adjacent networks', group: 'Rows' },
    {
      name: 'allow-wide',
      describe: 'Accept networks wider than /8 (IPv4) or /16 (IPv6)',
      group: 'Rows',
    },
    {
      name: 'title',
      placeholder: 'TEXT',
      describe: 'Title of the document',
      values: 'text',
      group: 'Document',
    },
    {
      name: 'publisher',
      placeholder: 'TEXT',
      describe: 'Publisher of the document',
      values: 'text',
      group: 'Document',
    },
    {
      name: 'revision',
      placeholder: 'TEXT',
      describe: 'Revision of the document',
      values: 'text',
      group: 'Document',
    },
    {
      name: 'date',
      placeholder: 'DATE',
      describe: 'Date of the document, YYYY-MM-DD',
      values: 'text',
      group: 'Document',
    },
    {
      name: 'check',
      describe: 'Write nothing; exit 1 if something would change',
      group: 'Update',
    },
    {
      name: 'accept-shrink',
      describe: 'Accept a document that lost more than half of its destinations',
      group: 'Update',
    },
    {
      name: 'restamp',
      describe: 'Also renew titles, dates and lines if no fact changed',
      group: 'Update',
    },
    {
      name: 'forget-options',
      describe: 'Use only the options of this command, none that the last import recorded',
      group: 'Update',
    },
    { ...formatOption(importFormats), group: 'Report' },
  ],
  examples: [
    [`portolan import ${example}`, 'vendor/o365.yaml'],
    ['portolan import m365 endpoints.json --labels', 'what --where can select by'],
    ['portolan import m365 endpoints.json --id o365 --into spec.yaml', ''],
    ['portolan import m365 endpoints.json --id o365 --check', ''],
  ],
  exits: {
    [exitCode.yes]: 'done, or nothing to do',
    [exitCode.no]: 'with --check: something would change',
    [exitCode.couldNotRun]: 'usage or I/O error, or the document is refused',
    [exitCode.invalidSpec]: 'the spec or the part is or would be invalid',
    [exitCode.needsApproval]:
      'approval required: the document lost more than half of its destinations',
  },
  seeAlso: ['validate', 'diff'],
  async run(given, { paint }) {
    if (given.file === undefined)
      throw new UserError('import requires a file', `for example: portolan import ${example}`);
    if (given.labels) {
      const { labelsOf } = await import('./import/labels.ts');
      const answer = await labelsOf(given);
      const { format } = given;
      if (format === 'markdown')
        throw new UserError('--labels has no format markdown', 'use text or json');
      printResult(await inFormat(labelsFormats[format], answer, paint));
      return exitCode.yes;
    }
    const { runImport } = await import('./import/run.ts');
    const { answer, code } = await runImport(given);
    printResult(await inFormat(importFormats[given.format], answer, paint));
    return code;
  },
});
