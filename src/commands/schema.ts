import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';

/** Prints one of the schemas that came with this version, byte for byte as the package holds it. */
export const schema = verb({
  name: 'schema',
  describe: 'print a JSON Schema, for editors and scripts',
  argument: {
    name: 'schema',
    describe:
      'of a spec, of a file that one includes, of exceptions.yaml, or of the --format json answers [spec]',
    values: ['spec', 'include', 'exceptions', 'report'],
    default: 'spec',
  },
  options: [],
  async run(given) {
    const { schemas } = await import('../../compiled/schemas.js');
    printResult(schemas[given.schema]);
    return exitCode.yes;
  },
});
