import yargs, { type Argv } from 'yargs';
import { type ExitCode, InvalidSpec } from '../../errors.ts';
import type { Paint } from '../../report/page/paint.ts';
import { commonOptions } from '../shared/options.ts';
import { verbs } from '../verbs.ts';
import { givenOf, type Parsed } from './given.ts';
import {
  askedFor,
  refuseDash,
  refuseLongWords,
  refuseNeedlessValues,
  refuseUnknownVerb,
  usageError,
  verbWord,
} from './usage.ts';
import type { Context, Option, Values, Verb } from './verb.ts';

export type Words = readonly string[];

/** A command with its arguments and options, not yet run. */
export type Invocation = () => Promise<ExitCode>;

/** A text to print in place of a command. `isAsked` is false for the help that answers a missing command. */
export type Print = { readonly text: string; readonly isAsked: boolean };

type Choose = (verb: Verb, parsed: Parsed) => void;

const known = { verbs, common: commonOptions };

/** Runs a command. The problems of an invalid spec are printed in the requested format, for every command. */
async function runVerb(verb: Verb, parsed: Parsed, context: Context): Promise<ExitCode> {
  const given = givenOf(verb, parsed);
  try {
    return await verb.run(given, context);
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    const { answerInvalid } = await import('./invalid-spec.ts');
    return answerInvalid(error, {
      command: verb.name,
      format: given['format'],
      spec: specOf(given),
    });
  }
}

/** The spec that a command reports about: the new one of two. */
function specOf(given: Readonly<Record<string, unknown>>): string {
  return String(given['new'] ?? given['spec']);
}

/** Finds the command that the words name, or the help or version that they ask for. Throws a UserError. */
export async function parse(
  words: Words,
  version: string,
  paint: Paint,
): Promise<Invocation | Print> {
  refuseLongWords(words);
  refuseNeedlessValues(words, known);
  refuseUnknownVerb(words, known);
  refuseDash(words, known);
  const name = verbWord(words, known);
  // Before yargs, which would first require the arguments of the command.
  if (askedFor('help', words, known)) return { text: await helpOf(name), isAsked: true };
  if (askedFor('version', words, known)) return { text: `${version}\n`, isAsked: true };
  let run: Invocation | undefined;
  const parser = parserOf((verb, parsed) => {
    run = () => runVerb(verb, parsed, { paint, known });
  }).fail((message, error) => {
    throw message ? usageError(message, words, known) : error;
  });
  await parser.parseAsync([...words]);
  return run ?? { text: await helpOf(), isAsked: false };
}

/** The help of a command, or of the tool when none is named, as it is printed. */
export async function helpOf(name?: string): Promise<string> {
  const { helpText } = await import('./help.ts');
  return helpText(
    known,
    verbs.find((verb) => verb.name === name),
  );
}

function parserOf(choose: Choose): Argv {
  const parser = settings(yargs());
  for (const verb of verbs) addVerb(parser, verb, choose);
  return parser;
}

/** Help and version are printed without yargs, which cannot write placeholders, groups and exit codes. */
function settings(parser: Argv): Argv {
  return addOptions(parser.help(false).version(false), commonOptions)
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
    const word = repeats === true ? `${name}..` : name;
    return required === true ? `<${word}>` : `[${word}]`;
  });
  parser.command(
    [verb.name, ...words].join(' '),
    verb.describe,
    (own) => {
      for (const { name } of places) own.positional(name, { type: 'string' });
      return addOptions(own, verb.options);
    },
    (parsed) => choose(verb, parsed),
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
