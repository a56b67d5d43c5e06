import { exitCode, UserError } from '../errors.ts';
import { printMessage } from '../io/terminal.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verb } from './cli/verb.ts';
import {
  maxSize,
  out,
  quiet,
  shard,
  site,
  spec,
  stdinFilename,
  target,
  watch,
} from './shared/options.ts';

/** Renders the spec and writes changed files; with `--stdout` or `--dry-run` it writes nothing to the disk. */
export const generate = verb({
  name: 'generate',
  describe: 'Generate files for every site and target',
  task: 'Write files',
  details:
    'Writes one directory per site below generated/. Replaces all changed sites, or none. Writes nothing if the spec has an error.',
  argument: spec,
  options: [
    out,
    site,
    {
      ...target,
      describe: 'Only this target; keeps the files of the others; repeatable',
    },
    { name: 'dry-run', describe: 'List changed files; write nothing' },
    {
      name: 'stdout',
      describe: 'Print the files; write nothing',
      excludes: 'dry-run',
    },
    shard,
    { ...quiet, excludes: 'stdout' },
    watch,
    stdinFilename,
    maxSize,
  ],
  examples: [
    ['portolan generate', 'all sites and targets'],
    ['portolan generate --dry-run', 'list the files that would change'],
    ['portolan generate --site head-office --target squid', ''],
  ],
  exits: {
    [exitCode.yes]: 'done',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['check', 'diff'],
  async run(given) {
    const { readSpec } = await import('./shared/spec.ts');
    const { selectionOf } = await import('./shared/selection.ts');
    const { printFiles, warningsText } = await import('./generate/files.ts');
    const { update } = await import('./generate/update.ts');
    if (given.stdinFilename !== undefined && !given.stdout)
      throw new UserError('"-" needs --stdout', 'for example: portolan generate - --stdout');
    const loaded = readSpec(given);
    const selection = selectionOf(loaded.spec, given);
    const told = given.stdout ? printFiles(loaded, selection) : update(given, loaded, selection);
    printMessage(warningsText(told));
    printMessage(lacksText(told.flatMap(({ lacks }) => lacks)));
    return exitCode.yes;
  },
});
