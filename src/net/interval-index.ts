/** A run of values, both ends included, and what belongs to it. */
export type Interval<Bound extends number | bigint, Value> = {
  readonly first: Bound;
  readonly last: Bound;
  readonly value: Value;
};

/** Finds the intervals that meet another one: in time for the found ones and the logarithm of all. */
export class IntervalIndex<Bound extends number | bigint, Value> {
  /** Sorted by first, then by last; equal intervals in the given order. */
  readonly #sorted: readonly Interval<Bound, Value>[];
  /** The intervals as a balanced tree: the highest end in the part whose middle is at the same position. */
  readonly #reach: Bound[] = [];

  constructor(intervals: readonly Interval<Bound, Value>[]) {
    this.#sorted = [...intervals].sort(compareIntervals);
    this.#fill(0, this.#sorted.length);
  }

  /** The values of all intervals that have a value from `first` to `last`, in the order of the intervals. */
  meeting(first: Bound, last: Bound): Value[] {
    const found: Value[] = [];
    this.#collect(0, this.#sorted.length, first, last, found);
    return found;
  }

  /** The same, each found when it is asked for. */
  eachMeeting(first: Bound, last: Bound): Iterable<Value> {
    return this.#around(0, this.#sorted.length, last, first);
  }

  /** The values of all intervals that contain the one from `first` to `last`, in their order; each found when it is asked for. */
  covering(first: Bound, last: Bound): Iterable<Value> {
    return this.#around(0, this.#sorted.length, first, last);
  }

  /** The intervals that begin at `start` or before it, and end at `end` or after it. */
  *#around(from: number, to: number, start: Bound, end: Bound): Generator<Value> {
    const middle = (from + to) >> 1;
    const own = this.#sorted[middle];
    const reach = this.#reach[middle];
    if (from >= to || own === undefined || reach === undefined || reach < end) return;
    yield* this.#around(from, middle, start, end);
    if (own.first > start) return;
    if (own.last >= end) yield own.value;
    yield* this.#around(middle + 1, to, start, end);
  }

  #fill(from: number, to: number): Bound | undefined {
    const middle = (from + to) >> 1;
    const own = this.#sorted[middle];
    if (from >= to || own === undefined) return undefined;
    const reach = [this.#fill(from, middle), this.#fill(middle + 1, to)].reduce<Bound>(
      (highest, each) => (each !== undefined && each > highest ? each : highest),
      own.last,
    );
    this.#reach[middle] = reach;
    return reach;
  }

  #collect(from: number, to: number, first: Bound, last: Bound, found: Value[]): void {
    if (from >= to) return;
    const middle = (from + to) >> 1;
    const own = this.#sorted[middle];
    const reach = this.#reach[middle];
    if (own === undefined || reach === undefined || reach < first) return;
    this.#collect(from, middle, first, last, found);
    if (own.first > last) return;
    if (own.last >= first) found.push(own.value);
    this.#collect(middle + 1, to, first, last, found);
  }
}

function compareIntervals<Bound extends number | bigint>(
  a: Interval<Bound, unknown>,
  b: Interval<Bound, unknown>,
): number {
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  if (a.last !== b.last) return a.last < b.last ? -1 : 1;
  return 0;
}
