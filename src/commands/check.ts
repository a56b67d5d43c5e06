import { visible } from '../characters.ts';
import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { type CheckAnswer, type Conversions, isClean } from '../report/check/answer.ts';
import { checkFormats, liveFormats } from '../report/check/index.ts';
import { inFormat } from '../report/formats.ts';
import { lacksText } from '../report/page/lacks.ts';
import { verb } from './cli/verb.ts';
import { codeIn, isSilent, nameFromTop } from './shared/format.ts';
import { formatOption, maxSize, out, quiet, shard, site, spec } from './shared/options.ts';

/**
 * Compares the files on the disk with the generated ones: exit 0 when they are the same and there are no others. With
 * --live, compares a device with the files on the disk: exit 0 when nothing differs.
 */
export const check = verb({
  name: 'check',
  describe: 'Check that generated files are up to date',
  task: 'Check files',
  details:
    'Compares the files on the disk with the files that the spec generates, byte by byte. Reports files that are out of date, edited, missing or unknown, each with the command that fixes it. With --live, compares dumps of a device with the files of a site instead, and reports the access that the device adds and removes. The content of a dump tells its target. For iptables, pass the output of iptables-save, ip6tables-save and ipset save; for pfSense, the backup config.xml; for PAN-OS, the running configuration as XML, or set commands; for Squid, the output of squid -k parse, or squid.conf with its includes; for PAC, the file that browsers get. Arguments that do not end in .yaml or .yml are dumps too. Writes nothing.',
  usage: ['[SPEC]... [options]', '--live FILE... [SPEC] [--site NAME] [options]'],
  argument: {
    ...spec,
    describe: 'Spec file; several, when they share an output directory',
    repeats: true,
  },
  options: [
    {
      name: 'live',
      placeholder: 'FILE',
      describe: 'Dump of a device to compare with the files of a site; repeatable',
      values: 'document',
      repeats: true,
    },
    out,
    site,
    shard,
    formatOption(checkFormats),
    quiet,
    maxSize,
  ],
  examples: [
    ['portolan check', 'spec.yaml and generated/'],
    ['portolan check --format json', 'report for scripts'],
    ['portolan check --live rules4.txt rules6.txt sets.txt', 'is the router what the files say?'],
  ],
  exits: {
    [exitCode.yes]: 'up to date; with --live, no drift',
    [exitCode.no]: 'not up to date; with --live, drift',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['generate', 'verify'],
  async run(given, { paint }) {
    if (given.live.length > 0) {
      const { compareWithDevice } = await import('./check/live.ts');
      const { isDrift } = await import('../review/live/compare.ts');
      const report = { ...(await compareWithDevice(given)), version: PORTOLAN_VERSION };
      const code = isDrift(report) ? exitCode.no : exitCode.yes;
      if (!isSilent(given, code))
        printResult(await inFormat(liveFormats[given.format], report, paint));
      return codeIn(given.format, code);
    }
    const { checkSpecs } = await import('./check/drift.ts');
    const specs = [...new Set(given.spec)].map((each) => ({ ...given, spec: each }));
    const answer = withNames(checkSpecs(specs, given.out), given.format, specs[0]?.spec);
    const code = isClean(answer.files) ? exitCode.yes : exitCode.no;
    if (!isSilent(given, code))
      printResult(await inFormat(checkFormats[given.format], answer, paint));
    // The JSON report has no field for these sentences.
    if (given.format !== 'text') printMessage(answer.conversions.map(noteOf).join(''));
    printMessage(lacksText(answer.lacks));
    return codeIn(given.format, code);
  },
});

/** Formats for a pipeline name files from the top of the working tree. */
function withNames(answer: CheckAnswer, format: string, spec: string | undefined): CheckAnswer {
  if (spec === undefined || !['github', 'junit', 'sarif'].includes(format)) return answer;
  const files = answer.files.map((file) => ({ ...file, path: nameFromTop(spec, file.path) }));
  return { ...answer, files };
}

function noteOf({ sentence, command }: Conversions): string {
  return `note: ${visible(sentence)}\n  help: ${command}\n`;
}
