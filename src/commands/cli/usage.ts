import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import { nearest } from '../../language/suggest.ts';
import { readsSpecFromInput } from './standard-input.ts';
import type { Argument, Table, Verb, Vocabulary } from './verb.ts';
import { beforeDashes, namesOf, optionsOf, plainWords, verbOf, verbWord } from './words.ts';

/** Rewords an error of the option parser, and adds one thing to do. */
export function usageError(message: string, args: readonly string[], known: Vocabulary): UserError {
  const verb = verbOf(args, known);
  const [, unknown] = /^Unknown arguments?: ([^,]*)/.exec(message) ?? [];
  if (unknown !== undefined) return unknownArgument(unknown, args, verb, known);
  const choice = refusedChoice(message);
  if (choice !== undefined) return choice;
  const [, waiting] = /^Not enough arguments following: (\S+)/.exec(message) ?? [];
  if (waiting !== undefined) return withoutValue(`--${waiting}`, args, verb);
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message) ?? [];
  if (one !== undefined)
    return new UserError(`--${one} and --${other} cannot be used together`, `remove --${other}`);
  if (message.startsWith('Not enough non-option arguments') && verb !== undefined)
    return missingArgument(verb);
  return new UserError(message, seeHelp(verb));
}

/** The parser reads `-` after an option that repeats as an argument of its own. */
function withoutValue(option: string, args: readonly string[], verb?: Table): UserError {
  if (args[args.lastIndexOf(option) + 1] !== '-')
    return new UserError(`${option} requires a value`, seeHelp(verb));
  return new UserError(
    `"-" is not supported: ${option} does not read standard input`,
    'pass the path of a file',
  );
}

function seeHelp(verb?: Table): string {
  return verb === undefined ? 'run "portolan --help"' : `run "portolan ${verb.name} --help"`;
}

/** Rejects an unknown word in the position of a command; the parser would print help or the version instead. */
export function refuseUnknownVerb(args: readonly string[], known: Vocabulary): void {
  const asked = verbWord(args, known);
  const names = known.verbs.map((verb) => verb.name);
  if (asked === undefined || names.includes(asked)) return;
  // The word may be the value of an unknown option. Then the option is the mistake to report.
  const options = optionsOf(known).flatMap(namesOf);
  const before = args.slice(0, args.indexOf(asked));
  if (before.some((word) => word.startsWith('-') && !options.includes(word.replace(/=.*/, ''))))
    return;
  throw unknownVerb(asked, names);
}

function unknownVerb(word: string, names: readonly string[]): UserError {
  return new UserError(`unknown command ${quote(word)}`, suggestion(word, names) ?? seeHelp());
}

function suggestion(word: string, names: readonly string[]): string | undefined {
  const near = nearest(word, names);
  return near === undefined ? undefined : `did you mean ${quote(near)}?`;
}

/** A path has at most 4,096 bytes, and no other argument is longer. */
const longestWord = 5000;

/** Rejects a word that is longer than any path or flow. */
export function refuseLongWords(args: readonly string[]): void {
  const long = args.find((word) => word.length > longestWord);
  if (long === undefined) return;
  throw new UserError(
    `the argument ${quote(long)} is ${long.length} characters long`,
    `use at most ${longestWord} characters`,
  );
}

/** Rejects `-` in the position of an argument that no command reads from standard input. */
export function refuseDash(args: readonly string[], known: Vocabulary): void {
  if (!plainWords(args, known).includes('-')) return;
  const verb = verbOf(args, known);
  const isRead = verb !== undefined && placesOf(verb).some((place) => isInput(place, verb));
  if (isRead) return;
  throw new UserError(
    `"-" is not supported: ${verb?.name ?? 'Portolan'} does not read standard input here`,
    insteadOfDash(verb?.argument),
  );
}

function insteadOfDash(argument: Argument | undefined): string {
  if (argument?.values !== 'text' || argument.example === undefined)
    return 'pass a file, for example spec.yaml';
  return `pass a ${argument.name}, for example ${argument.example}`;
}

/** May an argument be standard input? */
function isInput({ values }: Argument, verb: Verb): boolean {
  return values === 'document' || (values === 'spec' && readsSpecFromInput(verb));
}

/** Whether the command of these words reads a document or a spec from standard input, for `-`. */
export function takesInput(args: readonly string[], known: Vocabulary): boolean {
  const verb = verbOf(args, known);
  if (verb === undefined) return false;
  return readsSpecFromInput(verb) || placesOf(verb).some((place) => isInput(place, verb));
}

/** Rejects a value for an option that takes none; the parser would accept it silently. */
export function refuseNeedlessValues(args: readonly string[], known: Vocabulary): void {
  const switches = optionsOf(known).filter((option) => option.values === undefined);
  for (const arg of beforeDashes(args)) {
    const option = switches.find(({ name }) => arg.startsWith(`--${name}=`));
    if (option === undefined) continue;
    throw new UserError(
      `--${option.name} does not take a value: ${quote(arg)}`,
      `write --${option.name}, or leave it out`,
    );
  }
}

/** The arguments of a command. Rejects an unknown value, and more arguments than the command accepts. */
export function knownArguments(given: readonly string[], verb: Table): readonly string[] {
  const places = placesOf(verb);
  const more = verb.argument?.repeats !== undefined ? undefined : given[places.length];
  if (more !== undefined) throw unexpected(more, verb);
  for (const [index, word] of given.entries()) {
    const place = places[index];
    const values = place?.values ?? 'text';
    if (place !== undefined && typeof values !== 'string' && !values.includes(word))
      throw new UserError(
        `unknown ${nounOf(place)} ${quote(word)}`,
        suggestion(word, values) ?? use(values),
      );
  }
  return given;
}

function placesOf({ argument, second }: Table): Argument[] {
  return [argument, second].filter((place) => place !== undefined);
}

/** `use bash, fish or zsh`; `use "portolan --help"`, where there are too many to list. */
function use(words: readonly string[]): string {
  const [last = '', ...before] = [...words].reverse();
  if (words.length > 8) return seeHelp();
  return before.length === 0 ? `use ${last}` : `use ${before.reverse().join(', ')} or ${last}`;
}

/** The error for a missing argument. */
export function missingArgument(verb: Table): UserError {
  const { example } = verb.argument ?? {};
  const help =
    example === undefined ? seeHelp(verb) : `for example: portolan ${verb.name} ${example}`;
  const noun = verb.argument === undefined ? 'argument' : nounOf(verb.argument);
  return new UserError(`${verb.name} requires a ${noun}`, help);
}

/** The word of the help for an argument, as a message writes it. */
function nounOf({ name, placeholder }: Argument): string {
  return placeholder?.toLowerCase() ?? name;
}

function unknownArgument(
  name: string,
  args: readonly string[],
  verb: Verb | undefined,
  known: Vocabulary,
): UserError {
  const options = args.flatMap((word) => optionOf(word) ?? []);
  // The parser reads "-out" as three options of one letter each.
  const option =
    options.find((each) => each.replace(/^--?/, '') === name) ??
    options.find((each) => !each.startsWith('--') && each.includes(name));
  if (option !== undefined) return unknownOption(option, verb, known);
  return verb === undefined
    ? unknownVerb(
        name,
        known.verbs.map((each) => each.name),
      )
    : unexpected(name, verb);
}

/** The option in a word of the command line, with its dashes and without its value. */
function optionOf(word: string): string | undefined {
  return /^--?[^-=][^=]*/.exec(word)?.[0];
}

function unknownOption(option: string, verb: Verb | undefined, known: Vocabulary): UserError {
  const options = [...(verb?.options ?? []), ...known.common].map(({ name }) => `--${name}`);
  const where = verb === undefined ? '' : ` for ${verb.name}`;
  return new UserError(
    `unknown option ${quote(option)}${where}`,
    suggestion(option, options) ?? seeHelp(verb),
  );
}

function unexpected(word: string, verb: Table): UserError {
  const accepted = placesOf(verb).map(({ name }) => name);
  const [one] = accepted;
  const single = one === undefined ? 'no arguments' : `at most one ${one}`;
  const limit = accepted.length > 1 ? `at most ${accepted.length} arguments` : single;
  return new UserError(
    `unexpected argument ${quote(word)}: ${verb.name} accepts ${limit}`,
    insteadOf(word, verb),
  );
}

function insteadOf(word: string, { argument, second }: Table): string {
  if (argument?.name === 'flow' && /^[0-9]+$/.test(word))
    return `write the port with the host, as in www.example.com:${word}`;
  return argument?.name === 'spec' && second === undefined
    ? 'pass one spec; its includes are read automatically'
    : `remove ${quote(word)}`;
}

/** The parser's error for a word that is not a choice of an option: `Argument: x, Given: "y", Choices: "a", "b"`. */
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
  const written = given === standardInput ? '-' : given;
  return new UserError(
    `invalid value ${quote(written)} for --${option}`,
    suggestion(given, known) ?? use(known),
  );
}
