/** A location in a source file. Lines and columns count from 1; columns count code points. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many code points of that line the mistake covers; at least 1. */
  readonly length: number;
};

/** A location in the form that messages use and editors understand: `spec.yaml:12:7`. */
export function formatPlace({ file, line, column }: Omit<Place, 'length'>): string {
  return `${file}:${line}:${column}`;
}

/** One mistake in the user's files: what is wrong, where, and the fix. */
export type Problem = {
  /** Stable kebab-case id, printed with the message. */
  readonly rule: string;
  /** What is wrong, with the wrong text in quotes. */
  readonly message: string;
  /** The fix: one edit or command in the imperative, or a suggestion ("did you mean ..."). */
  readonly help: string;
  readonly at: Place;
  /** The edit that `validate --fix` makes, if the text has exactly one right spelling. */
  readonly fix?: PlacedFix;
};

/** The one right spelling of a text. The help of the same refusal names it. */
export type Fix = {
  /** The text as the file writes it. If the location contains something else, such as quotes, nothing is replaced. */
  readonly from: string;
  /** The values that replace it; several if one item of a list becomes several. */
  readonly to: readonly string[];
  /** `quotes`: the value needs quotes in YAML. `line`: the line of a list file, which has no quotes. */
  readonly style?: 'quotes' | 'line';
};

/** A fix and the location of its text. */
export type PlacedFix = Fix & { readonly at: Place };

/** How many problems a report shows. More are too many to read at once. */
export const mostShown = 50;

/**
 * Validation stops at this many problems. It is more than a report shows, since problems are not found in the exact
 * order of the file. It is a limit, since a hostile file could fill the memory with its mistakes.
 */
export const enoughProblems = 4 * mostShown;

/** Adds problems to others until there are enough. */
export function addProblems(to: Problem[], problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, Math.max(0, enoughProblems - to.length)))
    to.push(problem);
}

/** Either a value or the problems that prevent it. */
export type Result<Value, Failure = Problem[]> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** Wraps a value. */
export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Wraps the reason why there is no value. */
export function failure<Failure>(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error };
}

/** Why a parser refuses a text: a message and a fix, without a location. */
export type Refusal = {
  readonly rule: string;
  readonly message: string;
  readonly help: string;
  /** The target option that causes the refusal, if one does. */
  readonly option?: string;
  /** The right spelling, if there is exactly one. */
  readonly fix?: Fix | undefined;
};

/** Makes a refusal of a rule id, a message and a fix. */
export function refuse(rule: string, message: string, help: string): Refusal {
  return { rule, message, help };
}

/** The refusal of a text that has exactly one right spelling. */
export function respell(rule: string, message: string, from: string, to: string): Refusal {
  return { rule, message, help: `write "${to}"`, fix: { from, to: [to] } };
}

/**
 * The refusal of `part` for the whole text in which it begins at `start`. Its fix becomes one of the whole text. Without
 * a fix, or if `accepts` refuses the repaired text, it is the refusal of the part without a fix.
 */
export function respellWhole(
  refusal: Refusal,
  { text, part, start }: { readonly text: string; readonly part: string; readonly start: number },
  accepts: (repaired: string) => boolean,
): Refusal {
  const { fix, ...plain } = refusal;
  const [to, ...more] = fix?.to ?? [];
  if (fix?.from !== part || to === undefined || more.length > 0) return plain;
  const whole = text.slice(0, start) + to + text.slice(start + part.length);
  // An equal text would be judged without end.
  const isRight = whole !== text && accepts(whole);
  return isRight ? respell(refusal.rule, refusal.message, text, whole) : plain;
}

/** Adds a location to a refusal. */
export function problemAt({ rule, message, help, fix }: Refusal, at: Place): Problem {
  const problem = { rule, message, help, at };
  return fix === undefined ? problem : { ...problem, fix: { ...fix, at } };
}
