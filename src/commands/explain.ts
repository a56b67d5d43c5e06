import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { explainFormats } from '../report/explain/index.ts';
import { verb } from './cli/verb.ts';
import { formatOption, maxSize, out, site, spec, stdinFilename } from './shared/options.ts';

/** Shows what allows or denies a flow: exit 0 when a selected site allows it, otherwise 1. Writes nothing. */
export const explain = verb({
  name: 'explain',
  describe: 'Show which rule allows or denies a flow',
  task: 'Review access',
  details:
    'Names, for each site, the rule and the lines of the spec that allow the flow, and the line of each output file that decides it. For a denied flow, names the reason and the nearest allowed flow. For a host alone, lists the open ports and explains the first of each entry.',
  argument: {
    name: 'flow',
    describe:
      'A URL, tcp://HOST:PORT, udp://HOST:PORT, sctp://HOST:PORT, HOST:PORT[/udp], a protocol such as esp://HOST, or HOST alone for all that is open there',
    values: 'text',
    required: true,
    example: 'https://www.example.com/',
  },
  options: [
    { ...spec, placeholder: 'FILE' },
    out,
    site,
    formatOption(explainFormats),
    stdinFilename,
    maxSize,
  ],
  examples: [
    ['portolan explain https://api.example.com/', ''],
    ['portolan explain api.example.com', 'all that is open there'],
    ['portolan explain tcp://198.51.100.7:443', ''],
    ['portolan explain udp://192.0.2.53:53 --site head-office', ''],
  ],
  exits: {
    [exitCode.yes]: 'allowed, or for a host: anything open, at a selected site',
    [exitCode.no]: 'denied, or nothing open, at every selected site',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['diff', 'verify'],
  async run(given, { paint }) {
    const { answerTo } = await import('./explain/explanation.ts');
    const { print, allowed } = answerTo(given);
    printResult(await print(given.format, paint));
    return allowed ? exitCode.yes : exitCode.no;
  },
});
