import type { Reading } from './given.ts';
import type { Argument, Option, Verb, Vocabulary } from './verb.ts';

type Words = readonly string[];

/**
 * Reads a plain command line without yargs: a command, then its options, each written in full, and its arguments.
 * Undefined for every other one, which yargs reads or rejects. A property compares both readings.
 */
export function readDirectly(words: Words, known: Vocabulary): Reading | undefined {
  const [name, ...others] = words;
  const verb = known.verbs.find((each) => each.name === name);
  if (verb === undefined) return undefined;
  const options = [...known.common, ...verb.options];
  const found = optionsIn(split(others, options), options);
  if (found === undefined || options.some((option) => isExcluded(option, found.values)))
    return undefined;
  const places = placed(verb, found.rest);
  if (places === undefined) return undefined;
  const parsed = { _: [verb.name], $0: 'portolan', ...Object.fromEntries(found.values), ...places };
  return { verb, parsed };
}

/** The words, with `--name=value` as two words. */
function split(words: Words, options: readonly Option[]): Words {
  const valued = options.filter(({ values }) => values !== undefined);
  return words.flatMap((word) => {
    const option = valued.find(({ name }) => word.startsWith(`--${name}=`));
    return option === undefined ? word : [`--${option.name}`, word.slice(option.name.length + 3)];
  });
}

type Value = true | string | string[];
type Values = Map<string, Value>;

/** The options among the words, and the other words. Undefined when a word is not plain. */
function optionsIn(
  words: Words,
  options: readonly Option[],
): { readonly values: Values; readonly rest: Words } | undefined {
  const values: Values = new Map();
  const rest: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const option = options.find(({ name }) => word === `--${name}`);
    if (option === undefined) {
      if (!isPlain(word)) return undefined;
      rest.push(word);
      continue;
    }
    if (option.values === undefined) {
      if (isSwitchValue(words[index + 1])) return undefined;
      values.set(option.name, true);
    } else if (!takeValue(values, option, words[++index])) return undefined;
  }
  return { values, rest };
}

/** An empty word and one that begins with a dash have meanings that yargs knows. */
function isPlain(word: string): boolean {
  return word !== '' && !word.startsWith('-');
}

/** yargs takes these words as the value of the switch before them. */
function isSwitchValue(word: string | undefined): boolean {
  return word === 'true' || word === 'false';
}

/** Adds the value of an option. False when yargs would reject it, or when only yargs knows what it means. */
function takeValue(values: Values, option: Option, word = ''): boolean {
  const { name, values: choices = 'text', repeats } = option;
  if (!isPlain(word)) return false;
  if (typeof choices !== 'string' && !choices.includes(word)) return false;
  const before = values.get(name);
  if (before === undefined) values.set(name, repeats === true ? [word] : word);
  else if (Array.isArray(before)) before.push(word);
  return before === undefined || Array.isArray(before);
}

function isExcluded({ name, excludes }: Option, values: Values): boolean {
  return excludes !== undefined && values.has(name) && values.has(excludes);
}

/** The arguments of a command by their names. Undefined when one is missing, and when there are too many. */
function placed(verb: Verb, words: Words): Readonly<Record<string, unknown>> | undefined {
  const places = [verb.argument, verb.second].filter((place) => place !== undefined);
  const isRepeated = verb.argument?.repeats !== undefined;
  if (words.length > places.length && !isRepeated) return undefined;
  if (places.some(({ required }, index) => required === true && words[index] === undefined))
    return undefined;
  return Object.fromEntries(places.flatMap((place, index) => given(place, index, words)));
}

/** An argument and what it is given. An argument that is missing has no entry. */
function given({ name, repeats }: Argument, index: number, words: Words): [string, unknown][] {
  if (repeats !== undefined) return [[name, [...words]]];
  const word = words[index];
  return word === undefined ? [] : [[name, word]];
}
