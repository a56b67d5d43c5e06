import type { ExitCode } from '../../errors.ts';
import type { Paint } from '../../report/page/frame.ts';

/** What a value is: one of a few words, or something that a shell completes in its own way. */
export type Values = readonly string[] | 'target' | 'folder' | 'spec' | 'text';

/** An option of the command line, without its dashes. */
export type Option = {
  readonly name: string;
  readonly describe: string;
  /** Missing for a switch, which takes no value. */
  readonly values?: Values;
  readonly repeats?: true;
  /** The option that cannot stand beside this one. */
  readonly excludes?: string;
};

/** The one word that a verb takes besides its options. */
export type Argument = {
  readonly name: string;
  readonly describe: string;
  readonly values: Values;
  readonly required?: true;
  /** Several such words may stand there. */
  readonly repeats?: true;
  /** One such word, for whoever gave none. */
  readonly example?: string;
};

/** What the user wrote, by the names of the verb's own table. */
export type Given = {
  readonly argument: string | undefined;
  readonly second: string | undefined;
  /** All words besides the options, where several of one kind may stand. */
  readonly words: readonly string[];
  /** Is the switch there? */
  has(option: string): boolean;
  /** The value of an option; fails when it is given more than once. */
  text(option: string): string | undefined;
  /** All values of an option that repeats. */
  texts(option: string): readonly string[];
  readonly paint: Paint;
};

/** A verb as the parser, the help, the documentation and the completion of a shell all know it. */
export type Verb = {
  readonly name: string;
  readonly describe: string;
  readonly argument?: Argument;
  /** What may stand behind it. */
  readonly second?: Argument;
  readonly options: readonly Option[];
  run(given: Given): Promise<ExitCode>;
};
