/** A place in a source file. Lines and columns count from 1; columns count code points. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many code points of that line the mistake covers; at least 1. */
  readonly length: number;
};

/** A place as messages write it, and editors find it: `spec.yaml:12:7`. */
export function formatPlace({ file, line, column }: Omit<Place, 'length'>): string {
  return `${file}:${line}:${column}`;
}

/** One mistake in what the user wrote: what is wrong, where, and the way out. */
export type Problem = {
  /** Stable kebab-case id, printed with the message. */
  readonly rule: string;
  /** One sentence that says what is wrong, with the offending text quoted. */
  readonly message: string;
  /** The way out, as an imperative sentence; may hold a suggestion ("did you mean ..."). */
  readonly help: string;
  readonly at: Place;
};

/** How many problems a report shows: more than that nobody reads in one go. */
export const mostShown = 50;

/**
 * Judging stops when so many problems are certain. More than are shown, since they are found almost in the order of
 * the file and shown exactly in it; and never many more, since a hostile file would fill the memory with its mistakes.
 */
export const enoughProblems = 4 * mostShown;

/** Adds problems to others until there are enough. */
export function addProblems(to: Problem[], problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, Math.max(0, enoughProblems - to.length)))
    to.push(problem);
}

/** Either a value or the problems that kept it from being made. */
export type Result<Value, Failure = Problem[]> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** Wraps a value that was made. */
export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Wraps the reason why a value could not be made. */
export function failure<Failure>(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error };
}

/** What a value parser says of a text that it refuses: a sentence and a way out, without a place. */
export type Refusal = {
  readonly rule: string;
  readonly message: string;
  readonly help: string;
  /** The option of a target that is to blame, where one is. */
  readonly option?: string;
};

/** A refusal in three words: its rule, what is wrong, and the way out. */
export function refuse(rule: string, message: string, help: string): Refusal {
  return { rule, message, help };
}

/** Puts a refusal at a place. */
export function problemAt({ rule, message, help }: Refusal, at: Place): Problem {
  return { rule, message, help, at };
}
