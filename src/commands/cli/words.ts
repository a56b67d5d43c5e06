import type { Option, Verb, Vocabulary } from './verb.ts';

/** Do the words before `--` contain this option, and not as the value of another one? */
export function askedFor(name: string, args: readonly string[], known: Vocabulary): boolean {
  const wanted = known.common.filter((option) => option.name === name).flatMap(namesOf);
  return withoutValues(args, known).some((word) => wanted.includes(word));
}

/** The names of an option, with their dashes. */
export function namesOf({ name, short }: Option): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

/** The word in the position of a command: the first that is neither an option nor the value of an option. */
export function verbWord(args: readonly string[], known: Vocabulary): string | undefined {
  return plainWords(args, known).find((word) => word !== '-');
}

/** The words before `--` that are neither an option nor the value of an option. */
export function plainWords(args: readonly string[], known: Vocabulary): readonly string[] {
  return withoutValues(args, known).filter((word) => word === '-' || !word.startsWith('-'));
}

/** The words before `--` that are not the value of an option. */
function withoutValues(args: readonly string[], known: Vocabulary): readonly string[] {
  const valued = optionsOf(known).filter((option) => option.values !== undefined);
  const words = beforeDashes(args);
  return words.filter(
    (_word, index) => !valued.some(({ name }) => words[index - 1] === `--${name}`),
  );
}

/** All after `--` is an argument, whatever it looks like. */
export function beforeDashes(args: readonly string[]): readonly string[] {
  return args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
}

/** The options of all commands. */
export function optionsOf({ verbs, common }: Vocabulary): readonly Option[] {
  return [...common, ...verbs.flatMap((verb) => verb.options)];
}

/** The command of these words; undefined without one, or for an unknown one. */
export function verbOf(args: readonly string[], known: Vocabulary): Verb | undefined {
  const name = verbWord(args, known);
  return known.verbs.find((each) => each.name === name);
}
