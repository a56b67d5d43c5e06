import { exitCode } from '../errors.ts';
import { verb } from './cli/verb.ts';
import { defaultSpec } from './shared/options.ts';

/** Writes or prints a starter spec. */
export const init = verb({
  name: 'init',
  describe: 'Create a starter spec',
  task: 'Write files',
  details:
    'Writes a valid spec to edit and, next to it, a list that it names and spec.schema.json, with which an editor completes keys. Overwrites nothing.',
  argument: {
    name: 'file',
    describe: 'Spec file to create',
    values: 'spec',
    default: defaultSpec,
  },
  options: [{ name: 'stdout', describe: 'Print the spec; write nothing' }],
  examples: [
    ['portolan init', 'spec.yaml, pictures.txt and spec.schema.json'],
    ['portolan init firewall.yaml', ''],
    ['portolan init --stdout', 'a spec to copy from'],
  ],
  exits: { [exitCode.yes]: 'done', [exitCode.couldNotRun]: 'usage or I/O error' },
  seeAlso: ['generate', 'schema'],
  async run(given) {
    const { printFirstSpec, writeFirstSpec } = await import('./init/write.ts');
    if (given.stdout) printFirstSpec();
    else writeFirstSpec(given.file);
    return exitCode.yes;
  },
});
