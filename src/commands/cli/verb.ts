import type { ExitCode } from '../../errors.ts';
import type { Paint } from '../../report/page/paint.ts';

/**
 * The kind of a value: one of a few words, or something that a shell completes in its own way. A document is a file, or
 * `-` for standard input. A severity may also be a number.
 */
export type Values =
  | readonly string[]
  | 'target'
  | 'severity'
  | 'site'
  | 'revision'
  | 'folder'
  | 'spec'
  | 'document'
  | 'text';

/** What options and arguments of a command have in common. */
type Word = {
  readonly name: string;
  /** A phrase without a full stop. Help and shell completion show it. */
  readonly describe: string;
  /** How help writes the value: `DIR`; for an argument, its name in capitals when this is missing. */
  readonly placeholder?: string;
  /** The value when none is given. */
  readonly default?: string;
  /** Without a value, the spec in the current directory is meant; `default` is its name when there is none. */
  readonly isFound?: true;
  /** What help prints as the default, where `default` is not set or does not say it. */
  readonly shownDefault?: string;
};

/** An option of the command line, without its dashes. */
export type Option = Word & {
  /** May be given several times. */
  readonly repeats?: true;
  /** Missing for a switch, which takes no value. */
  readonly values?: Values;
  /** The option that cannot be used together with this one. */
  readonly excludes?: string;
  /** A second name of one letter, without its dash. */
  readonly short?: string;
  /** The heading in help below which the option is listed; `Options` when it is missing. */
  readonly group?: string;
};

/** An argument of a command: a word that is not an option. */
export type Argument = Word & {
  /** May be given several times: `one-by-one` if the command runs once for each. */
  readonly repeats?: true | 'one-by-one';
  readonly values: Values;
  readonly required?: true;
  /** A value that works, for the error message when the argument is missing. */
  readonly example?: string;
};

/** All commands, and the options that each of them accepts. */
export type Vocabulary = { readonly verbs: readonly Verb[]; readonly common: readonly Option[] };

/** What a command receives in addition to its own arguments and options. */
export type Context = { readonly paint: Paint; readonly known: Vocabulary };

/** The arguments, options and help texts of a command. */
export type Table = {
  readonly name: string;
  /** One imperative sentence without its full stop: the first line of the help. */
  readonly describe: string;
  /** The heading of the top-level help that lists the command; it is not listed without one. */
  readonly task?: string;
  /** The paragraph below the first line. */
  readonly details?: string;
  /** The usage lines after the name, where they differ from what arguments and options give. */
  readonly usage?: readonly string[];
  readonly argument?: Argument;
  /** The argument after the first one. */
  readonly second?: Argument;
  readonly options: readonly Option[];
  /** Command lines that work in an example project, each with a note; a test runs them. */
  readonly examples: readonly (readonly [line: string, note: string])[];
  /** What each exit code of this command means. */
  readonly exits: Readonly<Partial<Record<ExitCode, string>>>;
  /** Related commands. */
  readonly seeAlso?: readonly string[];
};

/** `dry-run` is given as `dryRun`. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

type ValueOf<One> = One extends { readonly values: readonly (infer Choice)[] } ? Choice : string;

/** A word without values is a switch. A word that is not required and has no default may be undefined. */
type Read<One> = One extends { readonly values: Values }
  ? One extends { readonly repeats: true }
    ? readonly ValueOf<One>[]
    : One extends { readonly required: true } | { readonly default: string }
      ? ValueOf<One>
      : ValueOf<One> | undefined
  : boolean;

/** What the user typed, by the names and types of a command's table. */
export type Given<Words extends Argument | Option> = {
  readonly [Each in Words as Camel<Each['name']>]: Read<Each>;
};

/** A command, as parser, help, documentation and shell completion read it. */
export type Verb = Table & {
  /** Runs the command; `given` comes from `givenOf` with this table. */
  run(given: Readonly<Record<string, unknown>>, context: Context): Promise<ExitCode>;
};

/** A command whose `run` is typed by its table: reading an option that the table does not list is a compile error. */
export function verb<
  const First extends Argument = never,
  const Second extends Argument = never,
  const Options extends readonly Option[] = readonly [],
>(
  entry: Table & {
    readonly argument?: First;
    readonly second?: Second;
    readonly options: Options;
    run(given: Given<First | Second | Options[number]>, context: Context): Promise<ExitCode>;
  },
): Verb {
  return {
    ...entry,
    run: (given, context) =>
      // `givenOf` builds the record from the same table, name by name.
      entry.run(given as Given<First | Second | Options[number]>, context),
  };
}
