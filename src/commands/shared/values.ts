import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { parseDate } from '../../language/date.ts';

const units: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 * 1024 };

/**
 * The most bytes of a file that `--max-size` names: `1048576`, `512KiB` or `32MiB`. Throws a UserError for anything
 * else, and for nothing at all.
 */
export function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,9})(KiB|MiB)?$/.exec(text) ?? [];
  const size = Number(digits) * (units[unit] ?? 0);
  if (digits !== '' && Number.isSafeInteger(size)) return size;
  throw new UserError(
    `--max-size ${quote(text)} is not a number of bytes`,
    'write it like 1048576, 512KiB or 32MiB',
  );
}

/** The day of `--as-of`; undefined when none is given. Throws a UserError for what is no date. */
export function dayOf(asOf: string | undefined): string | undefined {
  if (asOf === undefined) return undefined;
  const day = parseDate(asOf);
  if (!day.ok) throw new UserError(`--as-of: ${day.error.message}`, day.error.help);
  return day.value;
}
