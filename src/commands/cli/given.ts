import { quote, visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import { foundSpec } from '../shared/found-spec.ts';
import { shellWord } from '../shared/shell.ts';
import { knownArguments, missingArgument } from './usage.ts';
import type { Argument, Option, Table, Verb } from './verb.ts';

/** The result of the option parser; words after `--` are in `_`. */
export type Parsed = Readonly<Record<string, unknown>> & {
  readonly _: readonly (string | number)[];
};

/** The command that a command line names, and its words by the names of its table. */
export type Reading = { readonly verb: Verb; readonly parsed: Parsed };

/**
 * The arguments and options of a command, by the names of its table. Throws a UserError for an argument that the
 * command does not accept, for an option that is given twice and does not repeat, and for a spec that is not named when
 * the current directory has several.
 */
export function givenOf(table: Table, parsed: Parsed): Readonly<Record<string, unknown>> {
  const places = [table.argument, table.second].filter((place) => place !== undefined);
  const named = places.flatMap((place) => parsed[place.name]);
  const nameless = parsed._.slice(1).map(String);
  const words = [...named.filter((word) => typeof word === 'string'), ...nameless];
  const known = knownArguments(words, table);
  return Object.fromEntries([
    ...places.map((place, index) => [camel(place.name), argumentOf(place, known, index, table)]),
    ...table.options.map((option) => [
      camel(option.name),
      optionOf(option, withDash(option, parsed[option.name])),
    ]),
  ]);
}

function camel(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function argumentOf(
  place: Argument,
  words: readonly string[],
  index: number,
  table: Table,
): string | readonly string[] | undefined {
  const { repeats, required } = place;
  if (repeats !== undefined) return words.length > 0 ? words : [meantBy(place) ?? []].flat();
  const word = words[index] ?? meantBy(place);
  if (word === undefined && required === true) throw missingArgument(table);
  return word;
}

/** The value of a word that is not given. */
function meantBy({ isFound, default: meant }: Argument | Option): string | undefined {
  return isFound === true ? foundSpec() : meant;
}

/** The value of an option as it is written: a dash means standard input only where a file is read. */
function withDash({ name, values }: Option, value: unknown): unknown {
  if (values === 'document' || values === 'spec') return value;
  if (values === 'folder' && [value].flat().includes(standardInput))
    throw new UserError(`"-" is not supported: --${name} is a directory`, 'pass its path');
  const written = (word: unknown) => (word === standardInput ? '-' : word);
  return Array.isArray(value) ? value.map(written) : written(value);
}

function optionOf(
  option: Option,
  value: unknown,
): boolean | string | readonly string[] | undefined {
  const { name, values, repeats } = option;
  if (values === undefined) return value === true;
  if (repeats === true) return [value ?? []].flat().map(String);
  if (value === undefined || typeof value === 'string') return value ?? meantBy(option);
  const all = [value].flat().map(String);
  throw new UserError(
    `--${name} accepts one value, found ${all.map(quote).join(' and ')}`,
    `keep one of them, for example --${name} ${visible(shellWord(all.at(-1) ?? ''))}`,
  );
}
