import yargs, { type Argv } from 'yargs';
import { type ExitCode, InvalidSpec } from '../../errors.ts';
import type { Paint } from '../../report/page/paint.ts';
import { commonOptions } from '../shared/options.ts';
import { verbs } from '../verbs.ts';
import { givenOf, type Parsed } from './given.ts';
import {
  refuseDash,
  refuseLongWords,
  refuseNeedlessValues,
  refuseUnknownVerb,
  usageError,
} from './usage.ts';
import type { Context, Option, Values, Verb } from './verb.ts';

export type Words = readonly string[];

/** A verb with its words, not yet run. */
export type Invocation = () => Promise<ExitCode>;

/** The words name no verb: the help to show. */
export type NoVerb = { readonly help: string };

type Choose = (verb: Verb, parsed: Parsed) => void;

/** Runs a verb; a spec that is not valid is answered in the format that was asked for, whatever the verb. */
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

/** The spec that a verb answers about: the new one of two. */
function specOf(given: Readonly<Record<string, unknown>>): string {
  return String(given['new'] ?? given['spec']);
}

/** Finds the verb that the words ask for; undefined when they asked for help or the version, which is printed. */
export async function parse(
  words: Words,
  version: string,
  paint: Paint,
): Promise<Invocation | NoVerb | undefined> {
  const known = { verbs, common: commonOptions };
  refuseLongWords(words);
  refuseNeedlessValues(words, known);
  refuseUnknownVerb(words, known);
  refuseDash(words, known);
  let run: Invocation | undefined;
  const parser = parserOf(version, (verb, parsed) => {
    run = () => runVerb(verb, parsed, { paint, known });
  }).fail((message, error) => {
    throw message ? usageError(message, words, known) : error;
  });
  const { help, version: asked } = await parser.parseAsync([...words]);
  if (run !== undefined) return run;
  return help === true || asked === true ? undefined : { help: await parser.getHelp() };
}

/** The help of a verb, or of the tool when none is named, as it is printed. */
export async function helpOf(verb?: string): Promise<string> {
  const parser = parserOf('', () => {});
  const words = verb === undefined ? ['--help'] : [verb, '--help'];
  return new Promise((resolve, reject) => {
    parser.parse(words, (error: Error | undefined, _given: unknown, output: string) =>
      error === undefined || error === null ? resolve(output) : reject(error),
    );
  });
}

function parserOf(version: string, choose: Choose): Argv {
  const parser = settings(yargs(), version);
  for (const verb of verbs) addVerb(parser, verb, choose);
  return parser;
}

function settings(parser: Argv, version: string): Argv {
  return addOptions(parser.version(version), commonOptions)
    .locale('en')
    .scriptName('portolan')
    .usage(
      '$0 VERB\n\nOne YAML spec of the endpoints, ports and protocols that a product needs,\nvalidated and rendered to firewall and proxy files.',
    )
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      // `--site a spec.yaml` names one site.
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .epilogue(
      'Exit: 0 yes; 1 the answer is no; 2 could not run; 3 the spec is not valid;\n4 the change needs approval.',
    )
    .strict()
    .exitProcess(false)
    .wrap(80);
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
      for (const { name, describe } of places) own.positional(name, { type: 'string', describe });
      return addOptions(own, verb.options);
    },
    (parsed) => choose(verb, parsed),
  );
}

function addOptions(parser: Argv, options: readonly Option[]): Argv {
  for (const option of options) {
    const { name, describe, values, repeats = false, excludes } = option;
    if (name === 'help' || name === 'version') parser.describe(name, describe);
    else if (values === undefined) parser.option(name, { type: 'boolean', describe });
    else
      parser.option(name, {
        type: 'string',
        requiresArg: true,
        array: repeats,
        describe,
        ...choicesOf(values),
      });
    if (excludes !== undefined) parser.conflicts(name, excludes);
  }
  return parser;
}

function choicesOf(values: Values): { choices?: readonly string[] } {
  return typeof values === 'string' ? {} : { choices: values };
}
