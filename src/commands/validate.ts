import { exitCode, InvalidSpec } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { validateFormats } from '../report/validate/index.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, spec } from './shared/options.ts';

/** Checks that `generate` accepts the spec: exit 0, or 3 with the problems. Writes nothing. */
export const validate = verb({
  name: 'validate',
  describe: 'Check the spec for errors',
  task: 'Check files',
  details:
    'Reports each error with its location and a fix. Reads the spec and its includes, not the generated files. Writes nothing.',
  argument: spec,
  options: [formatOption(validateFormats), maxSize],
  examples: [
    ['portolan validate', 'spec.yaml'],
    ['portolan validate --format github', 'annotations in a workflow'],
  ],
  exits: {
    [exitCode.yes]: 'valid',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['generate', 'lint'],
  async run(given, { paint }) {
    const { readSpec, requireRenderable } = await import('./shared/spec.ts');
    try {
      const loaded = readSpec(given);
      requireRenderable(loaded, 'Checking sites');
      const answer = { file: given.spec, spec: loaded.spec, problems: [] } as const;
      printResult(await inFormat(validateFormats[given.format], answer, paint));
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
