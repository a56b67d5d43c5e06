import { exitCode, UserError } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import type { DiffAnswer, DiffPage } from '../report/diff/answer.ts';
import { diffFormats } from '../report/diff/index.ts';
import { inFormat } from '../report/formats.ts';
import { verb } from './cli/verb.ts';
import { codeIn } from './shared/format.ts';
import { asOf, formatOption, maxSize, out, spec } from './shared/options.ts';

/**
 * Says what access a change gains and loses, and all that it says or judges otherwise. Exit 0; 1 with `--exit-code` when
 * there is a change; 4 when something needs approval, or does more than `--expect`, unless `--no-fail`; 0 for SARIF.
 * Writes nothing.
 */
export const diff = verb({
  name: 'diff',
  describe: 'what access does a change gain and lose? as sets, with a witness each',
  argument: { ...spec, describe: 'the spec, or the old one of two [spec.yaml]' },
  second: { name: 'new', describe: 'the new one of two', values: 'spec' },
  options: [
    { name: 'base', describe: 'the commit that is compared with [HEAD]', values: 'text' },
    { name: 'head', describe: 'the commit that is compared [the work tree]', values: 'text' },
    { name: 'outputs', describe: 'compare the committed outputs alone, through their readers' },
    out,
    asOf,
    { name: 'exit-code', describe: 'exit 1 when there is a change' },
    {
      name: 'expect',
      describe: 'exit 4 when the change does more: none, or what only shuts',
      values: ['none', 'narrow-only'],
    },
    { name: 'no-fail', describe: 'exit 0 or 1 although something needs approval' },
    formatOption(diffFormats),
    maxSize,
  ],
  async run(given, { paint }) {
    const { comparisonOf } = await import('./diff/comparison.ts');
    const { isChanged, unexpected } = await import('../review/diff/approvals.ts');
    const { surprisesText } = await import('../report/diff/surprises.ts');
    const answer = comparisonOf(given);
    const { report } = answer;
    const surprises = given.expect === undefined ? [] : unexpected(report, given.expect);
    printPage(
      await inFormat<DiffAnswer, string | DiffPage>(diffFormats[given.format], answer, paint),
    );
    if (surprises.length > 0) printMessage(surprisesText(surprises, given.expect));
    if (report.approvals.length + surprises.length > 0 && !given.noFail)
      return codeIn(given.format, exitCode.needsApproval);
    const isTold = given.exitCode && isChanged(report);
    return codeIn(given.format, isTold ? exitCode.no : exitCode.yes);
  },
});

/** Prints the answer; throws a UserError when it is a comment and none can hold the gains. */
function printPage(printed: string | DiffPage): void {
  const { text, unshown } = typeof printed === 'string' ? { text: printed, unshown: 0 } : printed;
  printResult(text);
  if (unshown === 0) return;
  throw new UserError(
    `${unshown} gains are more than a comment can hold, so that it shows none of them`,
    'print them with --format text or json, and review the change in parts',
  );
}
