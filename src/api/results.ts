import { UserError } from '../errors.ts';
import type { Problem as Mistake, Refusal } from '../problem.ts';
import type { Problem, Result } from './types.ts';

/** Wraps a value. */
export function value<Value>(of: Value): Result<Value> {
  return { ok: true, value: of };
}

/** Mistakes in files, as a result. */
export function mistakes(found: readonly Mistake[]): Result<never> {
  const problems = found.map(({ rule, message, help, at: { file, line, column, length } }) => {
    return { rule, message, help, file, line, column, length };
  });
  return { ok: false, problems };
}

/** A mistake in an argument, as a result. */
export function refused({ rule, message, help }: Refusal): Result<never> {
  const problem: Problem = { rule, message, help };
  return { ok: false, problems: [problem] };
}

/** The result of `work`, or the mistake for which it throws a `UserError`, under a rule. Other errors are bugs. */
export function attempt<Value>(rule: string, work: () => Result<Value>): Result<Value> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return refused({ rule, message: error.message, help: error.help });
  }
}
