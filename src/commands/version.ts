import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';

/** Prints the version. */
export const version = verb({
  name: 'version',
  describe: 'Print the version of portolan',
  options: [],
  examples: [['portolan version', 'also: portolan --version']],
  exits: { [exitCode.yes]: 'done', [exitCode.couldNotRun]: 'usage error' },
  async run() {
    printResult(`${PORTOLAN_VERSION}\n`);
    return exitCode.yes;
  },
});
