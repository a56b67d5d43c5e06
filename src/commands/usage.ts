import { quote } from '../characters.ts';
import { UserError } from '../errors.ts';
import { didYouMean } from '../spec/suggest.ts';

/** What the command line knows: the options of each verb, and those of all, without their dashes. */
export type Vocabulary = {
  readonly verbs: Readonly<Record<string, readonly string[]>>;
  readonly common: readonly string[];
};

/** Puts the option parser's refusal into our words, with a way out. */
export function usageError(message: string, args: readonly string[], known: Vocabulary): UserError {
  const [, unknown] = /^Unknown arguments?: ([^,]*)/.exec(message) ?? [];
  if (unknown !== undefined) return unknownArgument(unknown, args, known);
  const [, option, given, choices] =
    /Argument: (\S+), Given: "(.*)", Choices: (.*)/.exec(message) ?? [];
  if (option !== undefined) return unknownChoice(option, given ?? '', choices ?? '');
  const [, waiting] = /^Not enough arguments following: (\S+)/.exec(message) ?? [];
  if (waiting !== undefined) return new UserError(`--${waiting} wants a value`, seeHelp);
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message) ?? [];
  if (one !== undefined)
    return new UserError(`--${one} and --${other} exclude each other`, 'give one of them');
  return new UserError(message, seeHelp);
}

const seeHelp = 'portolan --help tells what there is';

/** Refuses what the parser would let pass in silence: a value for an option that takes none. */
export function refuseNeedlessValues(args: readonly string[], switches: readonly string[]): void {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const found = options.find((arg) => switches.some((name) => arg.startsWith(`--${name}=`)));
  if (found === undefined) return;
  throw new UserError(
    `${quote(found)} gives a value to an option that takes none`,
    'write the option alone, or leave it out',
  );
}

/** The one value of an option that may be given once. */
export function single(option: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new UserError(`--${option} is given more than once`, 'give it once');
}

/** The same for an option with choices, which the parser has compared already; the first is meant without it. */
export function choice<Choice extends string>(
  option: string,
  value: unknown,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = single(option, value);
  return choices.find((each) => each === text) ?? choices[0];
}

/** The spec that a verb works on when none is named. */
export const defaultSpec = 'spec.yaml';

/** The one spec that a verb works on. */
export function oneSpec(given: readonly string[]): string {
  const [spec = defaultSpec, second] = given;
  if (second !== undefined) throw unexpected(second);
  return spec;
}

function unknownArgument(name: string, args: readonly string[], known: Vocabulary): UserError {
  const verbs = Object.keys(known.verbs);
  const verb = args.find((arg) => verbs.includes(arg));
  const option = args.map(optionOf).find((each) => each?.replace(/^--?/, '') === name);
  if (option !== undefined) return unknownOption(option, verb, known);
  if (verb !== undefined) return unexpected(name);
  return new UserError(`there is no verb ${quote(name)}`, didYouMean(name, verbs));
}

/** The option in a word of the command line, with its dashes and without its value. */
function optionOf(word: string): string | undefined {
  return /^--?[^-=][^=]*/.exec(word)?.[0];
}

function unknownOption(option: string, verb: string | undefined, known: Vocabulary): UserError {
  const own = verb === undefined ? [] : (known.verbs[verb] ?? []);
  const options = [...own, ...known.common].map((each) => `--${each}`);
  const who = verb === undefined ? 'there is' : `${verb} has`;
  return new UserError(`${who} no option ${quote(option)}`, didYouMean(option, options));
}

function unexpected(argument: string): UserError {
  return new UserError(
    `unexpected argument ${quote(argument)}`,
    'give one spec; what it includes is read by itself',
  );
}

function unknownChoice(option: string, given: string, choices: string): UserError {
  const known = choices.split(', ').map((choice) => choice.replaceAll('"', ''));
  return new UserError(`--${option} cannot be ${quote(given)}`, didYouMean(given, known));
}
