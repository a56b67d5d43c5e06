import { exitCode } from '../errors.ts';
import { verb } from './cli/verb.ts';
import { defaultSpec } from './shared/options.ts';

/** Writes a first spec, or prints it. */
export const init = verb({
  name: 'init',
  describe: 'write a first spec to start from, and its schema for the editor',
  argument: {
    name: 'file',
    describe: 'where the spec goes [spec.yaml]',
    values: 'spec',
    default: defaultSpec,
  },
  options: [{ name: 'stdout', describe: 'print the spec instead of writing it' }],
  async run(given) {
    const { printFirstSpec, writeFirstSpec } = await import('./init/write.ts');
    if (given.stdout) printFirstSpec();
    else writeFirstSpec(given.file);
    return exitCode.yes;
  },
});
