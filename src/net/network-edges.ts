import { bitsOf, type Family } from './address.ts';
import type { Network } from './network.ts';
import { nextFree } from './network-owners.ts';
import { compareNumber, countBelow, sortedUnique } from './order.ts';

/** A network with its position in an order. */
export type OrderedNetwork = { readonly network: Network; readonly order: number };

/**
 * Finds the first network, by its order, that reaches over an edge of another network: it has both the address at the
 * edge and the adjacent address outside. Built once, it answers in logarithmic time.
 */
export class EdgeIndex {
  readonly #families: ReadonlyMap<Family, Edges>;

  constructor(networks: readonly OrderedNetwork[]) {
    this.#families = new Map(
      ([4, 6] as const).map((family) => [
        family,
        edgesOf(networks.filter(({ network }) => network.family === family)),
      ]),
    );
  }

  /** The lowest order of the networks that reach over one of the edges; infinite without one. */
  firstOver({ family, first, last }: Network): number {
    const edges = this.#families.get(family);
    if (edges === undefined) return Number.POSITIVE_INFINITY;
    const end = last === (1n << BigInt(bitsOf(family))) - 1n ? first : last + 1n;
    return Math.min(orderAt(edges, first), orderAt(edges, end));
  }
}

/** The lowest order at each edge from `starts[i]` to the next start. An edge is the address behind it. */
type Edges = { readonly starts: readonly bigint[]; readonly orders: readonly number[] };

function orderAt({ starts, orders }: Edges, edge: bigint): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? edge) <= edge) low = middle + 1;
    else high = middle;
  }
  return orders[low - 1] ?? Number.POSITIVE_INFINITY;
}

/** Gives each edge to the first network that reaches over it. */
function edgesOf(networks: readonly OrderedNetwork[]): Edges {
  const edges = networks.flatMap(({ network }) => [network.first + 1n, network.last + 1n]);
  const starts = sortedUnique(edges, compareNumber);
  const orders = starts.map(() => Number.POSITIVE_INFINITY);
  // The next place that no network has: places that have one are skipped.
  const free = starts.map((_, index) => index);
  for (const { network, order } of [...networks].sort((a, b) => a.order - b.order)) {
    const end = countBelow(starts, network.last + 1n);
    let place = nextFree(free, countBelow(starts, network.first + 1n));
    while (place < end) {
      orders[place] = order;
      free[place] = place + 1;
      place = nextFree(free, place);
    }
  }
  return { starts, orders };
}
