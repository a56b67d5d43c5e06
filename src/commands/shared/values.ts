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

/** A part of the sites: every `count`-th one, from the `index`-th; both count from 1. */
export type Shard = { readonly index: number; readonly count: number };

/** The shard of `--shard`: `1/4` to `4/4`. Throws a UserError for anything else. */
export function parseShard(text: string): Shard {
  const [, first = '', second = ''] = /^([1-9][0-9]{0,5})\/([1-9][0-9]{0,5})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (first !== '' && index <= count) return { index, count };
  throw new UserError(
    `invalid value ${quote(text)} for --shard`,
    first === ''
      ? 'use the number of the part and the number of parts, for example 1/4'
      : `use 1/${count} to ${count}/${count}`,
  );
}
