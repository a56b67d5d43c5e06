import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { inFormat } from '../report/formats.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verifyFormats } from '../report/verify/index.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, out, site, spec, target } from './shared/options.ts';

/** Holds the files on the disk to the spec: exit 0 when nothing fails, else 1. Writes nothing, and renders no output. */
export const verify = verb({
  name: 'verify',
  describe: 'read the files on the disk back: do they hold what the spec says?',
  argument: spec,
  options: [out, site, target, formatOption(verifyFormats), maxSize],
  async run(given, { paint }) {
    const { verifyOutputs } = await import('./verify/report.ts');
    const answer = verifyOutputs(given);
    printResult(await inFormat(verifyFormats[given.format], answer, paint));
    printMessage(lacksText(answer.report.folder.lacks));
    return answer.report.failed === 0 ? exitCode.yes : exitCode.no;
  },
});
