import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { diffFormats } from '../report/diff/index.ts';
import { inFormat } from '../report/formats.ts';
import { verb } from './cli/verb.ts';
import { codeIn } from './shared/format.ts';
import {
  asOf,
  formatOption,
  maxSize,
  out,
  severityValues,
  spec,
  suppressed,
} from './shared/options.ts';

/**
 * Reports the access that a change adds and removes, and other changes that a reviewer must see. Exit 0; 1 with
 * `--exit-code` when anything changed; 4 when something needs approval, `--fail-on` reached or `--expect` failed, unless
 * `--no-fail`; always 0 for SARIF. Writes nothing.
 */
export const diff = verb({
  name: 'diff',
  describe: 'Show what access a change adds and removes',
  task: 'Review access',
  details:
    'Compares two versions of the spec, not just text: each change is shown with an example flow, its reason and the findings it causes. Writes nothing.',
  usage: ['[SPEC] [--base REV] [--head REV] [options]', 'OLD NEW [options]'],
  argument: spec,
  second: {
    name: 'new',
    placeholder: 'OLD NEW',
    describe: 'Two spec files to compare, without Git',
    values: 'spec',
  },
  options: [
    {
      name: 'base',
      placeholder: 'REV',
      describe: 'Old revision',
      values: 'revision',
      shownDefault: 'HEAD',
      group: 'Compare',
    },
    {
      name: 'head',
      placeholder: 'REV',
      describe: 'New revision',
      values: 'revision',
      shownDefault: 'working tree',
      group: 'Compare',
    },
    {
      name: 'outputs',
      describe: 'Compare the committed output files instead of the specs',
      group: 'Compare',
    },
    { ...out, group: 'Compare' },
    { ...formatOption(diffFormats), group: 'Report' },
    { ...asOf, group: 'Report' },
    { ...suppressed, group: 'Report' },
    { name: 'exit-code', describe: 'Exit 1 if anything changed', group: 'Gate' },
    {
      name: 'expect',
      placeholder: 'MODE',
      describe: 'Exit 4 unless nothing changed (none) or nothing was added (narrow-only)',
      values: ['none', 'narrow-only'],
      group: 'Gate',
    },
    {
      name: 'fail-on',
      placeholder: 'SEVERITY',
      describe: `Exit 4 on added access with a finding of this severity or higher: ${severityValues}`,
      values: 'severity',
      default: 'high',
      group: 'Gate',
    },
    {
      name: 'no-fail',
      describe: 'Never exit 4; still list the required approvals',
      group: 'Gate',
    },
    { ...maxSize, group: 'Limits' },
  ],
  examples: [
    ['portolan diff', 'uncommitted changes'],
    ['portolan diff --base origin/main', 'this branch against main'],
    ['portolan diff --base HEAD^1 --format markdown', 'pull request comment'],
    ['portolan diff --fail-on medium', 'stricter than high'],
    ['portolan diff --expect narrow-only', 'fail if access is added'],
  ],
  exits: {
    [exitCode.yes]: 'compared',
    [exitCode.no]: 'changed (--exit-code)',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
    [exitCode.needsApproval]: 'approval required',
  },
  seeAlso: ['explain', 'lint'],
  async run(given, { paint }) {
    const { comparisonOf } = await import('./diff/comparison.ts');
    const { isChanged, unexpected } = await import('../review/diff/approvals.ts');
    const { surprisesText } = await import('../report/diff/surprises.ts');
    const answer = { ...comparisonOf(given), suppressed: given.suppressed };
    const { report } = answer;
    const surprises = given.expect === undefined ? [] : unexpected(report, given.expect);
    printResult(await inFormat(diffFormats[given.format], answer, paint));
    if (surprises.length > 0) printMessage(surprisesText(surprises, given.expect));
    if (report.approvals.length + surprises.length > 0 && !given.noFail)
      return codeIn(given.format, exitCode.needsApproval);
    const isCounted = given.exitCode && isChanged(report);
    return codeIn(given.format, isCounted ? exitCode.no : exitCode.yes);
  },
});
