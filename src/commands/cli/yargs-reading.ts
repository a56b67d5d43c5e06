import yargs, { type Argv } from 'yargs';
import type { Reading } from './given.ts';
import { usageError } from './usage.ts';
import type { Option, Values, Verb, Vocabulary } from './verb.ts';

type Choose = (reading: Reading) => void;

/** Reads any command line; undefined when it names no command. Throws a UserError for one that is not valid. */
export async function readWithYargs(
  words: readonly string[],
  known: Vocabulary,
): Promise<Reading | undefined> {
  let found: Reading | undefined;
  const parser = parserOf(known, (reading) => {
    found = reading;
  }).fail((message, error) => {
    throw message ? usageError(message, words, known) : error;
  });
  await parser.parseAsync([...words]);
  return found;
}

function parserOf({ verbs, common }: Vocabulary, choose: Choose): Argv {
  const parser = addOptions(settings(yargs()), common);
  for (const verb of verbs) addVerb(parser, verb, choose);
  return parser;
}

/** Help and version are printed without yargs, which cannot write placeholders, groups and exit codes. */
function settings(parser: Argv): Argv {
  return parser
    .help(false)
    .version(false)
    .locale('en')
    .scriptName('portolan')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      // `--site a spec.yaml` names one site.
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .strict()
    .exitProcess(false);
}

function addVerb(parser: Argv, verb: Verb, choose: Choose): void {
  const places = [verb.argument, verb.second].filter((place) => place !== undefined);
  const words = places.map(({ name, required, repeats }) => {
    const word = repeats !== undefined ? `${name}..` : name;
    return required === true ? `<${word}>` : `[${word}]`;
  });
  parser.command(
    [verb.name, ...words].join(' '),
    verb.describe,
    (own) => {
      for (const { name } of places) own.positional(name, { type: 'string' });
      return addOptions(own, verb.options);
    },
    (parsed) => choose({ verb, parsed }),
  );
}

function addOptions(parser: Argv, options: readonly Option[]): Argv {
  for (const { name, values, repeats = false, excludes } of options) {
    if (values === undefined) parser.option(name, { type: 'boolean' });
    else
      parser.option(name, {
        type: 'string',
        requiresArg: true,
        array: repeats,
        ...choicesOf(values),
      });
    if (excludes !== undefined) parser.conflicts(name, excludes);
  }
  return parser;
}

function choicesOf(values: Values): { choices?: readonly string[] } {
  return typeof values === 'string' ? {} : { choices: values };
}
