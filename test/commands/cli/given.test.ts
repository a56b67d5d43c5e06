import { expect, test } from '@jest/globals';
import { givenOf } from '../../../src/commands/cli/given.ts';
import { verb } from '../../../src/commands/cli/verb.ts';
import { formatOption, out, site, spec } from '../../../src/commands/shared/options.ts';

const probe = verb({
  name: 'probe',
  describe: '',
  examples: [],
  exits: {},
  argument: spec,
  second: { name: 'new', describe: '', values: 'spec' },
  options: [out, site, { name: 'dry-run', describe: '' }, formatOption({ text: 0, json: 0 })],
  async run(given) {
    const typed: [string, string | undefined, string | undefined, readonly string[], boolean] = [
      given.spec,
      given.new,
      given.out,
      given.site,
      given.dryRun,
    ];
    const format: 'text' | 'json' = given.format;
    // @ts-expect-error an option that the table does not have
    const misspelt: unknown = given.dryrun;
    return typed.length > 0 && format === 'text' && misspelt === undefined ? 0 : 1;
  },
});

test.each([
  [
    'defaults for missing words',
    { _: ['probe'] },
    { spec: 'spec.yaml', new: undefined, out: undefined, site: [], dryRun: false, format: 'text' },
  ],
  [
    'all words, including one after `--`',
    { _: ['probe', 'b'], spec: 'a', out: 'o', site: ['x', 'y'], 'dry-run': true, format: 'json' },
    { spec: 'a', new: 'b', out: 'o', site: ['x', 'y'], dryRun: true, format: 'json' },
  ],
])('a command receives %s', (_name, parsed, want) => {
  expect(givenOf(probe, parsed)).toEqual(want);
});

test('rejects two values for an option that does not repeat', () => {
  expect(() => givenOf(probe, { _: ['probe'], out: ['a', 'b'] })).toThrow(
    '--out accepts one value, found "a" and "b"',
  );
});
