import { UserError } from '../../errors.ts';
import { knownArguments, missingArgument } from './usage.ts';
import type { Argument, Option, Table } from './verb.ts';

/** What the option parser makes of the words; those after `--` come without a name. */
export type Parsed = Readonly<Record<string, unknown>> & {
  readonly _: readonly (string | number)[];
};

/**
 * The words of a verb by the names of its table. Throws a UserError for words that it does not take, and for an option
 * that is given more than once and does not repeat.
 */
export function givenOf(table: Table, parsed: Parsed): Readonly<Record<string, unknown>> {
  const places = [table.argument, table.second].filter((place) => place !== undefined);
  const named = places.flatMap((place) => parsed[place.name]);
  const nameless = parsed._.slice(1).map(String);
  const words = [...named.filter((word) => typeof word === 'string'), ...nameless];
  const known = knownArguments(words, table);
  return Object.fromEntries([
    ...places.map((place, index) => [camel(place.name), argumentOf(place, known, index, table)]),
    ...table.options.map((option) => [camel(option.name), optionOf(option, parsed[option.name])]),
  ]);
}

function camel(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function argumentOf(
  { repeats, required, default: meant }: Argument,
  words: readonly string[],
  index: number,
  table: Table,
): string | readonly string[] | undefined {
  if (repeats === true) return words.length === 0 && meant !== undefined ? [meant] : words;
  const word = words[index] ?? meant;
  if (word === undefined && required === true) throw missingArgument(table);
  return word;
}

function optionOf(
  option: Option,
  value: unknown,
): boolean | string | readonly string[] | undefined {
  const { name, values, repeats, default: meant } = option;
  if (values === undefined) return value === true;
  if (repeats === true) return [value ?? []].flat().map(String);
  if (value === undefined || typeof value === 'string') return value ?? meant;
  throw new UserError(`--${name} is given more than once`, 'give it once');
}
