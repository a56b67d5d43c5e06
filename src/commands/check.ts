import { visible } from '../characters.ts';
import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { type Conversions, isClean } from '../report/check/answer.ts';
import { checkFormats } from '../report/check/index.ts';
import { inFormat } from '../report/formats.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, out, shard, spec } from './shared/options.ts';

/** Compares the files on the disk with the generated ones: exit 0 when they are the same and there are no others. */
export const check = verb({
  name: 'check',
  describe: 'Check that generated files are up to date',
  task: 'Check files',
  details:
    'Compares the files on the disk with the files that the spec generates, byte by byte. Reports files that are out of date, edited, missing or unknown, each with the command that fixes it. Writes nothing.',
  argument: {
    ...spec,
    describe: 'Spec file; several, when they share an output directory',
    repeats: true,
  },
  options: [out, shard, formatOption(checkFormats), maxSize],
  examples: [
    ['portolan check', 'spec.yaml and generated/'],
    ['portolan check --format json', 'report for scripts'],
  ],
  exits: {
    [exitCode.yes]: 'up to date',
    [exitCode.no]: 'not up to date',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['generate', 'verify'],
  async run(given, { paint }) {
    const { checkSpecs } = await import('./check/drift.ts');
    const specs = [...new Set(given.spec)].map((each) => ({ ...given, spec: each }));
    const answer = checkSpecs(specs, given.out);
    printResult(await inFormat(checkFormats[given.format], answer, paint));
    // The JSON report has no field for these sentences.
    if (given.format !== 'text') printMessage(answer.conversions.map(noteOf).join(''));
    printMessage(lacksText(answer.lacks));
    return isClean(answer.files) ? exitCode.yes : exitCode.no;
  },
});

function noteOf({ sentence, command }: Conversions): string {
  return `note: ${visible(sentence)}\n  help: ${command}\n`;
}
