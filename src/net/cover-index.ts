import type { Network } from './network.ts';
import { compareNumber, countBelow } from './order.ts';

/** A network and what belongs to it. */
export type Placed<Value> = { readonly network: Network; readonly value: Value };

/**
 * Networks in an order, to find the first one that contains another network and is accepted: in logarithmic time for
 * each that contains it and is not accepted, however many contain it.
 */
export class CoverIndex<Value> {
  readonly #families: Readonly<Record<Network['family'], Part<Value>>>;

  constructor(networks: readonly Placed<Value>[]) {
    const of = (family: Network['family']) =>
      partOf(networks.filter(({ network }) => network.family === family));
    this.#families = { 4: of(4), 6: of(6) };
  }

  first(inner: Network, accept: (value: Value) => boolean): Value | undefined {
    return firstIn(this.#families[inner.family], inner, accept)?.value;
  }
}

/** A part of the order: how far its networks reach, and both of its halves, or the networks if they are few. */
type Part<Value> = {
  /** The first address of each network, ascending. */
  readonly starts: readonly bigint[];
  /** The highest last address of all networks up to the start at the same position. */
  readonly reaches: readonly bigint[];
  readonly few: readonly Placed<Value>[];
  readonly halves: readonly Part<Value>[];
};

// A look at so many networks is as fast as a search.
const few = 8;

function partOf<Value>(networks: readonly Placed<Value>[]): Part<Value> {
  return sortedPart(networks)[0];
}

/** The part, and its networks in ascending order. */
function sortedPart<Value>(
  networks: readonly Placed<Value>[],
): readonly [Part<Value>, readonly Network[]] {
  const middle = networks.length >> 1;
  const made =
    networks.length <= few
      ? []
      : [sortedPart(networks.slice(0, middle)), sortedPart(networks.slice(middle))];
  const sorted = (
    made.length === 0
      ? networks.map(({ network }) => network)
      : made.flatMap(([, ofHalf]) => ofHalf)
  ).sort((a, b) => compareNumber(a.first, b.first));
  let reach: bigint | undefined;
  const reaches = sorted.map(({ last }) => {
    reach = reach === undefined || last > reach ? last : reach;
    return reach;
  });
  const part = {
    starts: sorted.map(({ first }) => first),
    reaches,
    few: made.length === 0 ? networks : [],
    halves: made.map(([half]) => half),
  };
  return [part, sorted];
}

function firstIn<Value>(
  part: Part<Value>,
  inner: Network,
  accept: (value: Value) => boolean,
): Placed<Value> | undefined {
  if (!containsOne(part, inner)) return undefined;
  const own = part.few.find(
    ({ network, value }) =>
      network.first <= inner.first && inner.last <= network.last && accept(value),
  );
  if (own !== undefined) return own;
  for (const half of part.halves) {
    const found = firstIn(half, inner, accept);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Does one of the networks of the part contain this one? */
function containsOne({ starts, reaches }: Part<unknown>, { first, last }: Network): boolean {
  const reach = reaches[countBelow(starts, first + 1n) - 1];
  return reach !== undefined && reach >= last;
}
