/** A run of values, both ends included, and what belongs to it. */
export type Interval<Bound extends number | bigint, Value> = {
  readonly first: Bound;
  readonly last: Bound;
  readonly value: Value;
};

export type Accept<Value> = (value: Value) => boolean;

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

  /** Is the value of one of these intervals accepted? Finds no more of them than that needs. */
  someMeeting(first: Bound, last: Bound, accept: Accept<Value>): boolean {
    return this.#some(0, this.#sorted.length, last, first, accept);
  }

  /** Is the value of an interval that contains the one from `first` to `last` accepted? Asks in the order of the intervals. */
  someCovering(first: Bound, last: Bound, accept: Accept<Value>): boolean {
    return this.#some(0, this.#sorted.length, first, last, accept);
  }

  /** Asks about the intervals that begin at `start` or before it, and end at `end` or after it. */
  #some(from: number, to: number, start: Bound, end: Bound, accept: Accept<Value>): boolean {
    const middle = (from + to) >> 1;
    const own = this.#sorted[middle];
    const reach = this.#reach[middle];
    if (from >= to || own === undefined || reach === undefined || reach < end) return false;
    if (this.#some(from, middle, start, end, accept)) return true;
    if (own.first > start) return false;
    if (own.last >= end && accept(own.value)) return true;
    return this.#some(middle + 1, to, start, end, accept);
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
