import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verifyFormats } from '../report/verify/index.ts';
import { verb } from './cli/verb.ts';
import { isSilent } from './shared/format.ts';
import { formatOption, maxSize, out, quiet, shard, site, spec, target } from './shared/options.ts';

/** Compares what the files on the disk allow with the spec: exit 1 when a check fails. Writes and renders nothing. */
export const verify = verb({
  name: 'verify',
  describe: 'Check that generated files enforce the spec',
  task: 'Check files',
  details:
    'Parses the files on the disk and compares what they allow with the spec and its tests. Known deviations, which coverage.md lists, do not fail. Writes nothing.',
  argument: spec,
  options: [out, site, target, shard, formatOption(verifyFormats), quiet, maxSize],
  examples: [
    ['portolan verify', 'all sites and targets'],
    ['portolan verify --site head-office --target squid', ''],
    ['portolan verify --format github', 'annotations in a workflow'],
  ],
  exits: {
    [exitCode.yes]: 'all checks passed',
    [exitCode.no]: 'a check failed',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['check', 'explain'],
  async run(given, { paint }) {
    const { verifyOutputs } = await import('./verify/report.ts');
    const answer = verifyOutputs(given);
    const code = answer.report.failed === 0 ? exitCode.yes : exitCode.no;
    if (!isSilent(given, code))
      printResult(await inFormat(verifyFormats[given.format], answer, paint));
    printMessage(lacksText(answer.report.folder.lacks));
    return code;
  },
});
