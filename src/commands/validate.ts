import { exitCode, InvalidSpec } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { validateFormats } from '../report/validate/index.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, spec } from './shared/options.ts';

/** Says whether `generate` would take the spec: exit 0, or 3 with every problem. Writes nothing. */
export const validate = verb({
  name: 'validate',
  describe: 'is the spec valid? every mistake with its place and a way out',
  argument: spec,
  options: [formatOption(validateFormats), maxSize],
  async run(given, { paint }) {
    const { readSpec, render } = await import('./shared/spec.ts');
    try {
      const loaded = readSpec(given);
      render(loaded);
      const answer = { file: given.spec, spec: loaded.spec, problems: [] } as const;
      printResult(await inFormat(validateFormats[given.format], answer, paint));
      return exitCode.yes;
    } catch (error) {
      if (!(error instanceof InvalidSpec) || given.format !== 'text') throw error;
      // The problems are what was asked for, so they are the result.
      const { problemsText } = await import('../report/problems/text.ts');
      printResult(problemsText(error.problems, error.sources, paint));
      return exitCode.invalidSpec;
    }
  },
});
