import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';
import { keysOf } from './shared/options.ts';

const shells = {
  bash: async () => (await import('./cli/completion/bash.ts')).bashScript,
  fish: async () => (await import('./cli/completion/fish.ts')).fishScript,
  zsh: async () => (await import('./cli/completion/zsh.ts')).zshScript,
};

/** Prints a script that completes verbs, options and values. It is complete in itself: no key press starts portolan. */
export const completion = verb({
  name: 'completion',
  describe: 'print what makes a shell complete the words of portolan',
  argument: {
    name: 'shell',
    describe: 'bash, fish or zsh',
    values: keysOf(shells),
    required: true,
  },
  options: [],
  async run(given, { known }) {
    const { targetNames } = await import('../render/all-sites.ts');
    const script = await shells[given.shell]();
    printResult(script({ ...known, targets: targetNames }));
    return exitCode.yes;
  },
});
