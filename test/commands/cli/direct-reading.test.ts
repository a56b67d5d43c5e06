import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDirectly } from '../../../src/commands/cli/direct-reading.ts';
import type { Option, Verb } from '../../../src/commands/cli/verb.ts';
import { readWithYargs } from '../../../src/commands/cli/yargs-reading.ts';
import { commonOptions } from '../../../src/commands/shared/options.ts';
import { verbs } from '../../../src/commands/verbs.ts';
import { runs } from '../../support/runs.ts';

const known = { verbs, common: commonOptions };
const allOptions = [...commonOptions, ...verbs.flatMap(({ options }) => options)];

/** What yargs makes of the words; the message when it rejects them. */
async function yargsOf(words: readonly string[]): Promise<unknown> {
  try {
    return await readWithYargs(words, known);
  } catch (error) {
    return String(error);
  }
}

/** Words with a meaning of their own for an option parser, and words that look like one. */
const odd = fc.constantFrom(
  ...['', '-', '--', '---', '-h', '-x', '-hv', '-1', '-.5', '--=x', '--no-', '-=', '-h=1'],
  ...["'", '"', "''", '"a"', "'a'", '"a', 'a"', '""', ' ', 'a b', '\t', '\n', '\\', '\u00e9'],
  ...['0', '007', '1e3', '0x10', '1_000', 'NaN', 'Infinity', 'true', 'false', 'null', 'undefined'],
  ...['__proto__', 'constructor', 'toString', '_', '$0', 'argv', 'spec', 'a.b', 'a=b', '=', '[]'],
  ...['$HOME', '@file', '~', '*', '?', '!', '&', '|', ';', '#', '%', 'https://a.example/?q=1#x'],
);
const path = fc.stringMatching(/^[\w./@:][\w./@:*?&=%+,~#-]{0,9}$/);
const choices = allOptions.flatMap(({ values = [] }) => (typeof values === 'string' ? [] : values));
const word = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 2, arbitrary: fc.constantFrom(...choices, ...verbs.map(({ name }) => name)) },
  { weight: 1, arbitrary: odd },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

/** A value that the option accepts in most cases. */
function acceptedBy({ values = 'text' }: Option): fc.Arbitrary<string> {
  return typeof values === 'string' ? path : fc.constantFrom(...values);
}

/** An option as it is usually written. */
function written(option: Option): fc.Arbitrary<string[]> {
  const { name, values } = option;
  if (values === undefined) return fc.constant([`--${name}`]);
  const value = acceptedBy(option);
  return fc.oneof(
    value.map((each) => [`--${name}`, each]),
    value.map((each) => [`--${name}=${each}`]),
  );
}

/** An option as a user may write it, correct or not. */
const anyOption = fc
  .tuple(fc.constantFrom(...allOptions), word, fc.nat(14))
  .map(([{ name }, value, kind]) => {
    const forms = [
      [`--${name}=${value}`],
      [`--${name}`],
      [`--${name}`, value],
      [`--${name}`, 'true'],
      [`--${name}`, 'false'],
      [`--${name.slice(0, -1)}`, value],
      [`-${name}`],
      [`--no-${name}`],
      [`--${name.toUpperCase()}`, value],
      [`--${name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())}`, value],
      [`--${name}.x`, value],
    ];
    return forms[kind] ?? [value];
  });

/** A command line of one command: its own options and arguments in any order, and few of the others. */
function lineOf(verb: Verb): fc.Arbitrary<string[]> {
  const own = fc.constantFrom(...commonOptions, ...verb.options).chain(written);
  const argument = fc.constantFrom(verb.argument, verb.second).chain((place) => {
    const { values = 'text' } = place ?? {};
    return typeof values === 'string' ? path : fc.constantFrom(...values);
  });
  const part = fc.oneof(
    { weight: 8, arbitrary: own },
    { weight: 4, arbitrary: argument.map((each) => [each]) },
    { weight: 1, arbitrary: anyOption },
    { weight: 1, arbitrary: word.map((each) => [each]) },
  );
  const parts = fc.array(part, { maxLength: 5 }).map((all) => all.flat());
  return fc.oneof(
    { weight: 9, arbitrary: parts.map((all) => [verb.name, ...all]) },
    { weight: 1, arbitrary: parts.map((all) => [...all.slice(0, 2), verb.name, ...all.slice(2)]) },
    { weight: 1, arbitrary: parts },
  );
}

const line = fc.constantFrom(...verbs).chain(lineOf);

test('a command line is read without yargs as yargs reads it, or not at all', async () => {
  let direct = 0;
  await fc.assert(
    fc.asyncProperty(line, async (words) => {
      const reading = readDirectly(words, known);
      if (reading === undefined) return;
      direct += 1;
      expect(reading).toStrictEqual(await yargsOf(words));
    }),
    { numRuns: runs(4000) },
  );
  expect(direct).toBeGreaterThan(runs(4000) / 3);
});

describe('a usual command line is read without yargs', () => {
  const lines = verbs.flatMap(({ examples }) => examples.map(([example]) => example));

  test.each(lines.filter((each) => /^portolan [^|>()^]*$/.test(each)))('%s', (each) => {
    expect(readDirectly(each.split(' ').slice(1), known)).toBeDefined();
  });
});

test.each([
  ['no command', []],
  ['an unknown command', ['generat']],
  ['an option before the command', ['--no-color', 'generate']],
  ['a value for a switch', ['generate', '--dry-run=true']],
  ['a value after a switch', ['generate', '--dry-run', 'true']],
  ['a value after a common switch', ['validate', '--no-color', 'false', 'spec.yaml']],
  ['an empty value', ['generate', '--out=']],
  ['an unknown option', ['generate', '--ou', 'x']],
  ['an option without its value', ['generate', '--out']],
  ['a value that looks like an option', ['generate', '--out', '--dry-run']],
  ['a value that is not a choice', ['verify', '--format', 'xml']],
  ['an option that is given twice', ['generate', '--out', 'a', '--out', 'b']],
  ['options that exclude each other', ['generate', '--dry-run', '--stdout']],
  ['common options that exclude each other', ['generate', '--color', '--no-color']],
  ['an empty word', ['generate', '']],
  ['a dash', ['generate', '-']],
  ['words after two dashes', ['generate', '--', 'spec.yaml']],
  ['too many arguments', ['generate', 'a.yaml', 'b.yaml']],
  ['a missing argument', ['explain']],
])('leaves %s to yargs', (_name, words) => {
  expect(readDirectly(words, known)).toBeUndefined();
});
