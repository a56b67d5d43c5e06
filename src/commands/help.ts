import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';

/** Prints the help of the tool, or of one of these commands. */
export function help(commands: readonly string[]) {
  return verb({
    name: 'help',
    describe: 'Print the help of portolan or of one command',
    argument: {
      name: 'command',
      describe: 'Name of a command',
      shownDefault: 'all commands',
      values: commands,
    },
    options: [],
    examples: [
      ['portolan help', 'all commands'],
      ['portolan help generate', 'one command; also: portolan generate --help'],
    ],
    exits: { [exitCode.yes]: 'done', [exitCode.couldNotRun]: 'usage error' },
    async run(given, { known }) {
      const { helpText } = await import('./cli/help.ts');
      const asked = known.verbs.find(({ name }) => name === given.command);
      printResult(helpText(known, asked));
      return exitCode.yes;
    },
  });
}
