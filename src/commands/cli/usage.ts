import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { Option, Table, Verb, Vocabulary } from './verb.ts';

/** Puts the option parser's refusal into our words, with a way out. */
export function usageError(message: string, args: readonly string[], known: Vocabulary): UserError {
  const asked = verbWord(args, known);
  const verb = known.verbs.find((each) => each.name === asked);
  const [, unknown] = /^Unknown arguments?: ([^,]*)/.exec(message) ?? [];
  if (unknown !== undefined) return unknownArgument(unknown, args, verb, known);
  const choice = refusedChoice(message);
  if (choice !== undefined) return choice;
  const [, waiting] = /^Not enough arguments following: (\S+)/.exec(message) ?? [];
  if (waiting !== undefined) return new UserError(`--${waiting} wants a value`, seeHelp);
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message) ?? [];
  if (one !== undefined)
    return new UserError(`--${one} and --${other} exclude each other`, 'give one of them');
  if (message.startsWith('Not enough non-option arguments') && verb !== undefined)
    return missingArgument(verb);
  return new UserError(message, seeHelp);
}

const seeHelp = 'portolan --help tells what there is';

/** Refuses a word that stands where a verb does and is none; the parser would show its help instead, or the version. */
export function refuseUnknownVerb(args: readonly string[], known: Vocabulary): void {
  const asked = verbWord(args, known);
  const names = known.verbs.map((verb) => verb.name);
  if (asked === undefined || names.includes(asked)) return;
  // It may be the value of an option that does not exist, which is the mistake to speak of.
  const options = optionsOf(known).map((option) => `--${option.name}`);
  const before = args.slice(0, args.indexOf(asked));
  if (before.some((word) => word.startsWith('-') && !options.includes(word.replace(/=.*/, ''))))
    return;
  const help = asked === 'help' ? seeHelp : didYouMean(asked, names);
  throw new UserError(`there is no verb ${quote(asked)}`, help);
}

/** A path may have 4,096 bytes, and nothing else is as long. */
const longestWord = 5000;

/** Refuses a word that is longer than any path or flow. */
export function refuseLongWords(args: readonly string[]): void {
  const long = args.find((word) => word.length > longestWord);
  if (long === undefined) return;
  throw new UserError(
    `the argument ${quote(long)} is ${long.length} characters long`,
    `an argument has at most ${longestWord}`,
  );
}

/** Refuses a `-` in the place of a file; the parser would take it for an empty word. */
export function refuseDash(args: readonly string[], known: Vocabulary): void {
  if (!plainWords(args, known).includes('-')) return;
  throw new UserError('"-" is not supported: nothing is read from standard input', 'name a file');
}

/** Refuses what the parser would let pass in silence: a value for an option that takes none. */
export function refuseNeedlessValues(args: readonly string[], known: Vocabulary): void {
  const switches = optionsOf(known).filter((option) => option.values === undefined);
  const found = beforeDashes(args).find((arg) =>
    switches.some(({ name }) => arg.startsWith(`--${name}=`)),
  );
  if (found === undefined) return;
  throw new UserError(
    `${quote(found)} gives a value to an option that takes none`,
    'write the option alone, or leave it out',
  );
}

/** The words that a verb takes besides its options. Refuses more than it takes, and one that it does not know. */
export function knownArguments(given: readonly string[], verb: Table): readonly string[] {
  const places = [verb.argument, verb.second].filter((place) => place !== undefined);
  const more = verb.argument?.repeats === true ? undefined : given[places.length];
  if (more !== undefined) throw unexpected(more, verb);
  for (const [index, word] of given.entries()) {
    const { name = '', values = 'text' } = places[index] ?? {};
    if (typeof values !== 'string' && !values.includes(word))
      throw new UserError(`${verb.name} knows no ${name} ${quote(word)}`, didYouMean(word, values));
  }
  return given;
}

/** Refuses that the word is not there which the verb must have. */
export function missingArgument(verb: Table): UserError {
  const { name = 'word', values = 'text', example } = verb.argument ?? {};
  const shown = example === undefined ? seeHelp : `as in: portolan ${verb.name} ${example}`;
  const help = typeof values === 'string' ? shown : didYouMean('', values);
  return new UserError(`${verb.name} wants a ${name}`, help);
}

/** The word that stands where a verb does: the first that is neither an option nor an option's value. */
function verbWord(args: readonly string[], known: Vocabulary): string | undefined {
  return plainWords(args, known).find((word) => word !== '-');
}

/** The words before `--` that are neither an option nor an option's value. */
function plainWords(args: readonly string[], known: Vocabulary): readonly string[] {
  const valued = optionsOf(known).filter((option) => option.values !== undefined);
  const words = beforeDashes(args);
  return words.filter((word, index) => {
    const before = words[index - 1];
    const isOption = word !== '-' && word.startsWith('-');
    return !isOption && !valued.some(({ name }) => before === `--${name}`);
  });
}

function beforeDashes(args: readonly string[]): readonly string[] {
  return args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
}

function optionsOf({ verbs, common }: Vocabulary): readonly Option[] {
  return [...common, ...verbs.flatMap((verb) => verb.options)];
}

function unknownArgument(
  name: string,
  args: readonly string[],
  verb: Verb | undefined,
  known: Vocabulary,
): UserError {
  const options = args.flatMap((word) => optionOf(word) ?? []);
  // The parser takes "-out" for three options of one letter each.
  const option =
    options.find((each) => each.replace(/^--?/, '') === name) ??
    options.find((each) => !each.startsWith('--') && each.includes(name));
  if (option !== undefined) return unknownOption(option, verb, known);
  return verb === undefined
    ? new UserError(`there is no verb ${quote(name)}`, seeHelp)
    : unexpected(name, verb);
}

/** The option in a word of the command line, with its dashes and without its value. */
function optionOf(word: string): string | undefined {
  return /^--?[^-=][^=]*/.exec(word)?.[0];
}

function unknownOption(option: string, verb: Verb | undefined, known: Vocabulary): UserError {
  const options = [...(verb?.options ?? []), ...known.common].map(({ name }) => `--${name}`);
  const who = verb === undefined ? 'there is' : `${verb.name} has`;
  return new UserError(`${who} no option ${quote(option)}`, didYouMean(option, options));
}

function unexpected(word: string, { name, argument, second }: Table): UserError {
  if (second !== undefined)
    return new UserError(
      `unexpected argument ${quote(word)}`,
      `${name} takes one ${argument?.name} and one ${second.name} at most`,
    );
  const help =
    argument?.name === 'spec'
      ? 'give one spec; what it includes is read by itself'
      : `${name} takes ${argument === undefined ? 'options only' : `one ${argument.name}`}`;
  return new UserError(`unexpected argument ${quote(word)}`, help);
}

/** The parser's refusal of a word that is no choice of an option: `Argument: x, Given: "y", Choices: "a", "b"`. */
function refusedChoice(message: string): UserError | undefined {
  const [, option] = /^Invalid values:\s+Argument: (\S+), Given: "/.exec(message) ?? [];
  const given = message.indexOf(', Given: "');
  const choices = message.lastIndexOf('", Choices: ');
  if (option === undefined || choices < 0) return undefined;
  const word = message.slice(given + ', Given: "'.length, choices);
  return unknownChoice(option, word, message.slice(choices + '", Choices: '.length));
}

function unknownChoice(option: string, given: string, choices: string): UserError {
  const known = choices.split(', ').map((each) => each.replaceAll('"', ''));
  return new UserError(`--${option} cannot be ${quote(given)}`, didYouMean(given, known));
}
