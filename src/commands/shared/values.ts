import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { parseDate } from '../../language/date.ts';

const units: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 * 1024 };

/**
 * The number of bytes of a `--max-size`: `1048576`, `512KiB` or `32MiB`. Throws a UserError for anything else, and for
 * an empty text.
 */
export function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,9})(KiB|MiB)?$/.exec(text) ?? [];
  const size = Number(digits) * (units[unit] ?? 0);
  if (digits !== '' && Number.isSafeInteger(size)) return size;
  throw new UserError(
    `invalid --max-size ${quote(text)}`,
    'use a number of bytes, KiB or MiB, for example 32MiB',
  );
}

/** The day of `--as-of`; undefined without the option. Throws a UserError for an invalid date. */
export function dayOf(asOf: string | undefined): string | undefined {
  if (asOf === undefined) return undefined;
  const day = parseDate(asOf);
  if (!day.ok) throw new UserError(`--as-of: ${day.error.message}`, day.error.help);
  return day.value;
}
