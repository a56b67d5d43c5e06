import { visible } from '../characters.ts';
import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { type Conversions, isClean } from '../report/check/answer.ts';
import { checkFormats } from '../report/check/index.ts';
import { inFormat } from '../report/formats.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, out, spec } from './shared/options.ts';

/** Compares the files on the disk with what the specs give: exit 0 when they are the same, and nothing lies beside. */
export const check = verb({
  name: 'check',
  describe: 'are the files on the disk what the spec gives?',
  argument: { ...spec, describe: 'the spec, or several [spec.yaml]', repeats: true },
  options: [out, formatOption(checkFormats), maxSize],
  async run(given, { paint }) {
    const { checkSpecs } = await import('./check/drift.ts');
    const specs = [...new Set(given.spec)].map((each) => ({ ...given, spec: each }));
    const answer = checkSpecs(specs, given.out);
    printResult(await inFormat(checkFormats[given.format], answer, paint));
    // What has no line of its own in the answer for scripts.
    if (given.format !== 'text') printMessage(answer.conversions.map(noteOf).join(''));
    printMessage(lacksText(answer.lacks));
    return isClean(answer.files) ? exitCode.yes : exitCode.no;
  },
});

function noteOf({ sentence, command }: Conversions): string {
  return `note: ${visible(sentence)}\n  help: ${command}\n`;
}
