import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';

/** Prints a schema of this version, byte for byte as the package contains it. */
export const schema = verb({
  name: 'schema',
  describe: 'Print a JSON Schema',
  task: 'Tools',
  details:
    'The schemas describe a spec (spec), a file that a spec includes (include), exceptions.yaml (exceptions), and the reports of --format json (report).',
  argument: {
    name: 'schema',
    describe: 'spec, include, exceptions or report',
    values: ['spec', 'include', 'exceptions', 'report'],
    default: 'spec',
  },
  options: [],
  examples: [
    ['portolan schema > spec.schema.json', 'update the schema of the editor'],
    ['portolan schema report', ''],
  ],
  exits: { [exitCode.yes]: 'done', [exitCode.couldNotRun]: 'usage error' },
  seeAlso: ['init', 'validate'],
  async run(given) {
    const { schemas } = await import('../../compiled/schemas.js');
    printResult(schemas[given.schema]);
    return exitCode.yes;
  },
});
