import { exitCode, InvalidSpec, UserError } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { validateFormats } from '../report/validate/index.ts';
import { verb } from './cli/verb.ts';
import { isSilent } from './shared/format.ts';
import { formatOption, maxSize, quiet, spec, stdinFilename, watch } from './shared/options.ts';

const fixHelp = 'to see what --fix would change: portolan validate --fix --dry-run';

/** Checks that `generate` accepts the spec: exit 0, or 3 with the problems. Writes nothing without `--fix`. */
export const validate = verb({
  name: 'validate',
  describe: 'Check the spec for errors',
  task: 'Check files',
  details:
    'Reports each error with its location and a fix. Reads the spec, its includes and lists, not the generated files. With --fix, rewrites what has exactly one right spelling: a host in upper case, 443/tcp, missing quotes. It changes all files or none, and prints each change. It never changes text in quotes.',
  argument: {
    ...spec,
    describe: 'Spec file; several are checked one by one',
    repeats: 'one-by-one',
  },
  options: [
    { name: 'fix', describe: 'Fix each error that has exactly one right spelling' },
    { name: 'dry-run', describe: 'With --fix: print a diff, write nothing' },
    formatOption(validateFormats),
    quiet,
    watch,
    stdinFilename,
    maxSize,
  ],
  examples: [
    ['portolan validate', 'spec.yaml'],
    ['portolan validate --fix --dry-run', 'what --fix would change'],
    ['portolan validate --format github', 'annotations in a workflow'],
  ],
  exits: {
    [exitCode.yes]: 'valid',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec; with --dry-run, also if --fix would make it valid',
  },
  seeAlso: ['generate', 'lint'],
  async run(given, { paint }) {
    if (given.dryRun && !given.fix) throw new UserError('--dry-run needs --fix', fixHelp);
    if (given.fix && given.stdinFilename !== undefined)
      throw new UserError('--fix cannot change standard input', 'pass a file');
    if (given.fix) return (await import('./validate/fix.ts')).fix(given, paint);
    const { readerOf, readSpec, requireRenderable } = await import('./shared/spec.ts');
    try {
      const loaded = readSpec(given);
      requireRenderable(loaded, 'Checking sites');
      const answer = { file: given.spec, spec: loaded.spec, problems: [] } as const;
      if (!isSilent(given, exitCode.yes))
        printResult(await inFormat(validateFormats[given.format], answer, paint));
      const { schemaNotes } = await import('./validate/schema-note.ts');
      printMessage(schemaNotes(loaded.sources, readerOf(given)));
      return exitCode.yes;
    } catch (error) {
      if (!(error instanceof InvalidSpec) || given.format !== 'text') throw error;
      // In this command the problems are the result, so they go to standard output.
      const { problemsText } = await import('../report/problems/text.ts');
      printResult(problemsText(error.problems, error.sources, paint));
      return exitCode.invalidSpec;
    }
  },
});
