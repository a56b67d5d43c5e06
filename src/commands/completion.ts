import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';
import { keysOf } from './shared/options.ts';

const shells = {
  bash: async () => (await import('./cli/completion/bash.ts')).bashScript,
  fish: async () => (await import('./cli/completion/fish.ts')).fishScript,
  zsh: async () => (await import('./cli/completion/zsh.ts')).zshScript,
};

/** Prints a script that completes commands, options and values. The script never starts portolan. */
export const completion = verb({
  name: 'completion',
  describe: 'Print a shell completion script',
  task: 'Tools',
  details:
    'The script completes commands, options, values, spec files, sites of a spec and Git revisions. Load it in the start file of your shell.',
  argument: {
    name: 'shell',
    describe: 'bash, fish or zsh',
    values: keysOf(shells),
    required: true,
    example: 'bash',
  },
  options: [],
  examples: [
    ['source <(portolan completion bash)', 'in ~/.bashrc'],
    ['source <(portolan completion zsh)', 'in ~/.zshrc, after compinit'],
    ['portolan completion fish | source', 'in ~/.config/fish/config.fish'],
  ],
  exits: { [exitCode.yes]: 'done', [exitCode.couldNotRun]: 'usage error' },
  async run(given, { known }) {
    const { targetNames } = await import('../render/all-sites.ts');
    const { severityWords } = await import('../review/rules/kit/rule-info.ts');
    const script = await shells[given.shell]();
    const severities = severityWords.map(([name]) => name);
    printResult(script({ ...known, targets: targetNames, severities }));
    return exitCode.yes;
  },
});
