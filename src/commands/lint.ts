import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { lintFormats } from '../report/lint/index.ts';
import { verb } from './cli/verb.ts';
import { codeIn } from './shared/format.ts';
import {
  asOf,
  formatOption,
  maxSize,
  severityValues,
  spec,
  stdinFilename,
  suppressed,
} from './shared/options.ts';

/**
 * Reports what a security reviewer would object to. Exit 1 when a finding that no exception accepts reaches the
 * severity of `--fail-on`, and the format is not SARIF; otherwise 0. Writes nothing.
 */
export const lint = verb({
  name: 'lint',
  describe: 'Report risky or unexplained access',
  task: 'Review access',
  details:
    'Reports each finding with its rule, severity, location and fix. exceptions.yaml next to the spec accepts findings: they are listed last and do not fail the run. Writes nothing.',
  argument: {
    ...spec,
    describe: 'Spec file; several are checked one by one',
    repeats: 'one-by-one',
  },
  options: [
    {
      name: 'fail-on',
      placeholder: 'SEVERITY',
      describe: `Exit 1 on findings of this severity or higher: ${severityValues}`,
      values: 'severity',
    },
    asOf,
    formatOption(lintFormats),
    suppressed,
    stdinFilename,
    maxSize,
  ],
  examples: [
    ['portolan lint', 'all findings'],
    ['portolan lint --fail-on high', 'fail on high and critical findings'],
    ['portolan lint --as-of 2026-12-31', 'check expiry dates'],
    ['portolan lint --format sarif > lint.sarif', 'code scanning; exits 0 on findings'],
  ],
  exits: {
    [exitCode.yes]: 'no finding reaches --fail-on',
    [exitCode.no]: 'a finding reaches --fail-on',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['diff', 'verify'],
  async run(given, { paint }) {
    const { findingsOf } = await import('./lint/findings.ts');
    const { nameOf } = await import('./shared/spec.ts');
    const { linksFrom } = await import('../report/page/links.ts');
    const { unusedText } = await import('../report/lint/words.ts');
    const { accessOnDisk } = await import('./shared/disk-access.ts');
    const { outputFolder } = await import('./shared/output-folder.ts');
    const { findings, unused, isFailure, policies } = findingsOf(given);
    const answer = {
      findings,
      spec: nameOf(given),
      version: PORTOLAN_VERSION,
      links: linksFrom(process.env),
      suppressed: given.suppressed,
      sites: () => accessOnDisk(policies, outputFolder(given.spec, undefined)),
    };
    printResult(await inFormat(lintFormats[given.format], answer, paint));
    printMessage(unusedText(unused));
    return codeIn(given.format, isFailure ? exitCode.no : exitCode.yes);
  },
});
