import type { ExitCode } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import type { Paint } from '../../report/page/paint.ts';
import { type ScriptName, scriptOf } from '../../scripts.ts';
import { commonOptions } from '../shared/options.ts';
import { verbs } from '../verbs.ts';
import { readDirectly } from './direct-reading.ts';
import type { Reading } from './given.ts';
import { type ReportError, runVerb } from './run.ts';
import {
  refuseDash,
  refuseLongWords,
  refuseNeedlessValues,
  refuseUnknownVerb,
  takesInput,
} from './usage.ts';
import { askedFor, verbWord } from './words.ts';

export type Words = readonly string[];

/** A command with its arguments and options, not yet run. `report` prints the error of one of several specs. */
export type Invocation = (report?: ReportError) => Promise<ExitCode>;

/** A text to print in place of a command. `isAsked` is false for the help that answers a missing command. */
export type Print = { readonly text: string; readonly isAsked: boolean };

/** The script that contains the command, when this one does not. */
export type Elsewhere = { readonly script: ScriptName };

const known = { verbs, common: commonOptions };

/** Finds the command that the words name, or the help or version that they ask for. Throws a UserError. */
export async function parse(
  words: Words,
  version: string,
  paint: Paint,
): Promise<Invocation | Print | Elsewhere> {
  refuseLongWords(words);
  refuseNeedlessValues(words, known);
  refuseUnknownVerb(words, known);
  refuseDash(words, known);
  const name = verbWord(words, known);
  // Before yargs, which would first require the arguments of the command.
  if (askedFor('help', words, known)) return { text: await helpOf(name), isAsked: true };
  if (askedFor('version', words, known)) return { text: `${version}\n`, isAsked: true };
  const plain = takesInput(words, known) ? words.map(withoutDash) : words;
  const reading = readDirectly(plain, known) ?? (await readWithYargs(plain));
  if (reading === undefined) return { text: await helpOf(), isAsked: false };
  const script = scriptOf(reading.verb.name, optionsOf(reading));
  if (PORTOLAN_SCRIPT !== 'all' && PORTOLAN_SCRIPT !== script) return { script };
  return (report) => runVerb(reading, { paint, known }, report);
}

/** The options that have a value, each as `--name`. */
function optionsOf({ parsed }: Reading): string[] {
  return Object.entries(parsed)
    .filter(([, value]) => [value ?? []].flat().length > 0)
    .map(([name]) => `--${name}`);
}

/** A single dash means standard input, and the parser would read it as an empty word. */
function withoutDash(word: string): string {
  return word === '-' ? standardInput : word;
}

/** Loading yargs takes longer than most commands run. */
async function readWithYargs(words: Words): Promise<Reading | undefined> {
  const yargs = await import('./yargs-reading.ts');
  return yargs.readWithYargs(words, known);
}

/** The help of a command, or of the tool when none is named, as it is printed. */
export async function helpOf(name?: string): Promise<string> {
  const { helpText } = await import('./help.ts');
  return helpText(
    known,
    verbs.find((verb) => verb.name === name),
  );
}
