import { createHash } from 'node:crypto';
import { grouped } from '../maps.ts';

/** The longest id of a spec. */
const longestId = 32;

/** An id that is wanted for something. */
export type WantedId = {
  /** A valid id but for its length. */
  readonly plain: string;
  /** What tells the thing from all others. */
  readonly whole: string;
  /** Whether other things may want the same plain id, now or in a later document. Then it always ends in a hash. */
  readonly isVague?: boolean;
};

/** How many hexadecimal digits of a hash an id ends in, from the first attempt to the last. */
const digits = [0, 6, 12, 24] as const;

/**
 * An id for each of them, at most `longest` characters long. Those that would have one id get a hash of the whole, so
 * that no id depends on the order. Equal wholes have equal ids.
 */
export function distinctIds(wanted: readonly WantedId[], longest = longestId): string[] {
  const levels = wanted.map(({ isVague }): number => (isVague === true ? 1 : 0));
  for (;;) {
    const ids = wanted.map((each, index) => idAt(each, levels[index] ?? 0, longest));
    const clashing = clashes(wanted, ids).filter((index) => (levels[index] ?? 0) < 3);
    if (clashing.length === 0) return ids;
    for (const index of clashing) levels[index] = (levels[index] ?? 0) + 1;
  }
}

/** A text as an id: if it is too long, it is cut and ends in a hash of the whole text. */
export function fitId(plain: string, longest = longestId): string {
  return plain.length <= longest ? plain : cut(plain, plain, 6, longest);
}

function idAt({ plain, whole }: WantedId, level: number, longest: number): string {
  return level === 0 ? fitId(plain, longest) : cut(plain, whole, digits[level] ?? 0, longest);
}

function cut(plain: string, whole: string, count: number, longest: number): string {
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, count);
  const start = plain.slice(0, longest - count - 1).replace(/-+$/, '');
  return `${start}-${hash}`;
}

/** The positions of those whose id another one has too. */
function clashes(wanted: readonly WantedId[], ids: readonly string[]): number[] {
  const places = ids.map((id, index) => ({ id, index, whole: wanted[index]?.whole ?? '' }));
  return [...grouped(places, ({ id }) => id).values()]
    .filter((same) => same.some(({ whole }) => whole !== same[0]?.whole))
    .flatMap((same) => same.map(({ index }) => index));
}
