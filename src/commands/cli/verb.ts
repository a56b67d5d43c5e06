import type { ExitCode } from '../../errors.ts';
import type { Paint } from '../../report/page/paint.ts';

/** What a value is: one of a few words, or something that a shell completes in its own way. */
export type Values = readonly string[] | 'target' | 'folder' | 'spec' | 'text';

/** What options and the other words of a verb have alike. */
type Word = {
  readonly name: string;
  readonly describe: string;
  /** Several of it may stand there. */
  readonly repeats?: true;
  /** What is meant when it is not given. */
  readonly default?: string;
};

/** An option of the command line, without its dashes. */
export type Option = Word & {
  /** Missing for a switch, which takes no value. */
  readonly values?: Values;
  /** The option that cannot stand beside this one. */
  readonly excludes?: string;
};

/** The one word that a verb takes besides its options. */
export type Argument = Word & {
  readonly values: Values;
  readonly required?: true;
  /** One such word, for whoever gave none. */
  readonly example?: string;
};

/** What the command line knows. */
export type Vocabulary = { readonly verbs: readonly Verb[]; readonly common: readonly Option[] };

/** What a verb is told besides its own words. */
export type Context = { readonly paint: Paint; readonly known: Vocabulary };

/** The words and options of a verb, as its table has them. */
export type Table = {
  readonly name: string;
  readonly describe: string;
  readonly argument?: Argument;
  /** What may stand behind it. */
  readonly second?: Argument;
  readonly options: readonly Option[];
};

/** `dry-run` is given as `dryRun`. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

type ValueOf<One> = One extends { readonly values: readonly (infer Choice)[] } ? Choice : string;

/** Without values it is a switch; what neither is required nor has a default may be missing. */
type Read<One> = One extends { readonly values: Values }
  ? One extends { readonly repeats: true }
    ? readonly ValueOf<One>[]
    : One extends { readonly required: true } | { readonly default: string }
      ? ValueOf<One>
      : ValueOf<One> | undefined
  : boolean;

/** What the user wrote, by the names and types of a verb's table. */
export type Given<Words extends Argument | Option> = {
  readonly [Each in Words as Camel<Each['name']>]: Read<Each>;
};

/** A verb as the parser, the help, the documentation and the completion of a shell all know it. */
export type Verb = Table & {
  /** Does it; `given` is what `givenOf` makes of this table. */
  run(given: Readonly<Record<string, unknown>>, context: Context): Promise<ExitCode>;
};

/** A verb whose run takes what its table says, by name and type: an option that the table lacks does not compile. */
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
      // The parser makes it of the same table, name by name.
      entry.run(given as Given<First | Second | Options[number]>, context),
  };
}
