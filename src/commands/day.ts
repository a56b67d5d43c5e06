import { UserError } from '../errors.ts';
import { parseDate } from '../language/date.ts';

/** The day of `--as-of`; undefined when none is given. Throws a UserError for what is no date. */
export function dayOf(asOf: string | undefined): string | undefined {
  if (asOf === undefined) return undefined;
  const day = parseDate(asOf);
  if (!day.ok) throw new UserError(`--as-of: ${day.error.message}`, day.error.help);
  return day.value;
}
