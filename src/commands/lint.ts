import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { lintFormats } from '../report/lint/index.ts';
import { verb } from './cli/verb.ts';
import { codeIn } from './shared/format.ts';
import { asOf, formatOption, maxSize, spec } from './shared/options.ts';

/**
 * Says what a security reviewer would raise: exit 0, or 1 when a finding that nobody has accepted is as grave as
 * `--fail-on` says, and the format is not SARIF. Writes nothing.
 */
export const lint = verb({
  name: 'lint',
  describe: 'what would a security reviewer raise? each finding with its rule and place',
  argument: spec,
  options: [
    {
      name: 'fail-on',
      describe:
        'exit 1 when a finding is as grave: low, medium, high, critical, or a number from 0 to 10',
      values: 'text',
    },
    asOf,
    formatOption(lintFormats),
    maxSize,
  ],
  async run(given, { paint }) {
    const { findingsOf } = await import('./lint/findings.ts');
    const { nameOf } = await import('./shared/spec.ts');
    const { unusedText } = await import('../report/lint/words.ts');
    const { findings, unused, isFailure } = findingsOf(given);
    const answer = { findings, spec: nameOf(given), version: PORTOLAN_VERSION };
    printResult(await inFormat(lintFormats[given.format], answer, paint));
    printMessage(unusedText(unused));
    return codeIn(given.format, isFailure ? exitCode.no : exitCode.yes);
  },
});
