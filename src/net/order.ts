/** Compares by UTF-16 code unit, the same on every machine and locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares two numbers or two bigints. */
export function compareNumber<Value extends number | bigint>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The first comparison that is not 0, or 0. */
export function firstDifference(...comparisons: readonly number[]): number {
  for (const comparison of comparisons) if (comparison !== 0) return comparison;
  return 0;
}

/** A sorted copy that keeps one of the values that compare as equal. */
export function sortedUnique<Value>(
  values: Iterable<Value>,
  compare: (a: Value, b: Value) => number,
): Value[] {
  const unique: Value[] = [];
  for (const value of [...values].sort(compare)) {
    const before = unique.at(-1);
    if (unique.length === 0 || before === undefined || compare(before, value) !== 0)
      unique.push(value);
  }
  return unique;
}

/** The position of the first value whose text is not less than `least`; the values are sorted by their texts. */
export function firstAtLeast<Value>(
  sorted: readonly Value[],
  least: string,
  textOf: (value: Value) => string,
): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle];
    if (value !== undefined && compareText(textOf(value), least) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many of the ascending values are below this one? So the position of a value that is one of them. A map of big integers
 * would search IPv6 blocks one by one: V8 hashes only the last 64 bits.
 */
export function countBelow(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
