import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';

const units: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 * 1024 };

/** Reads a number of bytes: `1048576`, `512KiB` or `32MiB`. Fails on anything else, and on nothing at all. */
export function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,9})(KiB|MiB)?$/.exec(text) ?? [];
  const size = Number(digits) * (units[unit] ?? 0);
  if (digits !== '' && Number.isSafeInteger(size)) return size;
  throw new UserError(
    `--max-size ${quote(text)} is not a number of bytes`,
    'write it like 1048576, 512KiB or 32MiB',
  );
}
