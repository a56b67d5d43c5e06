import type { Family } from './address.ts';
import { CoverIndex, type Placed } from './cover-index.ts';
import type { Network } from './network.ts';
import { compareNumber, countBelow } from './order.ts';

// A look at so many networks is as fast as a search.
const few = 32;

/** Networks in an order, to find the first ones that are inside of another network, and to count them all. */
export class InsideIndex<Value> {
  readonly #families: Readonly<Record<Family, FamilyIndex<Value>>>;

  constructor(networks: readonly Placed<Value>[]) {
    const of = (family: Family) =>
      new FamilyIndex(networks.filter(({ network }) => network.family === family));
    this.#families = { 4: of(4), 6: of(6) };
  }

  /** The values of the first networks inside of this one, at most so many. */
  first(outer: Network, most: number): Value[] {
    return this.#families[outer.family].first(outer, most);
  }

  /** How many networks are inside of this one? */
  count(outer: Network): number {
    return this.#families[outer.family].count(outer);
  }
}

class FamilyIndex<Value> {
  readonly #networks: readonly Placed<Value>[];
  /** The positions of the networks in ascending order of their first addresses, and these addresses. */
  readonly #ascending: readonly number[];
  readonly #starts: readonly bigint[];
  /** Made for the first network that many others begin in. */
  #ends: Ends | undefined;
  #mirrored: CoverIndex<Value> | undefined;

  constructor(networks: readonly Placed<Value>[]) {
    const startOf = (position: number) => networks[position]?.network.first ?? 0n;
    this.#networks = networks;
    this.#ascending = [...networks.keys()].sort((a, b) => compareNumber(startOf(a), startOf(b)));
    this.#starts = this.#ascending.map(startOf);
  }

  first(outer: Network, most: number): Value[] {
    const [from, to] = this.#beginningIn(outer);
    if (to - from <= few) return this.#inside(from, to, outer).slice(0, most);
    this.#mirrored ??= new CoverIndex(
      this.#networks.map(({ network, value }) => ({ network: mirrored(network), value })),
    );
    const found: Value[] = [];
    this.#mirrored.first(mirrored(outer), (value) => found.push(value) >= most);
    return found;
  }

  count(outer: Network): number {
    const [from, to] = this.#beginningIn(outer);
    if (to - from <= few) return this.#inside(from, to, outer).length;
    this.#ends ??= endsOf(
      this.#ascending.flatMap((position) => this.#networks[position]?.network.last ?? []),
    );
    return countUpTo(this.#ends, from, to, outer.last);
  }

  /** The places in ascending order, from one to before another, of the networks that begin in this one. */
  #beginningIn({ first, last }: Network): readonly [number, number] {
    return [countBelow(this.#starts, first), countBelow(this.#starts, last + 1n)];
  }

  #inside(from: number, to: number, { last }: Network): Value[] {
    return this.#ascending
      .slice(from, to)
      .sort(compareNumber)
      .flatMap((position) => this.#networks[position] ?? [])
      .filter(({ network }) => network.last <= last)
      .map(({ value }) => value);
  }
}

/** The bounds by which a network is inside of another exactly if the other one, mirrored too, is inside of it. */
function mirrored({ family, first, last }: Network): Network {
  return { family, first: -first, last: -last };
}

/** The last addresses of networks from one place on, sorted, and the same of both halves; a few have no halves. */
type Ends = {
  readonly from: number;
  readonly sorted: readonly bigint[];
  readonly halves: readonly Ends[];
};

function endsOf(ends: readonly bigint[], from = 0): Ends {
  const sorted = [...ends].sort(compareNumber);
  if (ends.length < 2) return { from, sorted, halves: [] };
  const middle = ends.length >> 1;
  const halves = [endsOf(ends.slice(0, middle), from), endsOf(ends.slice(middle), from + middle)];
  return { from, sorted, halves };
}

/** How many of the ends at these places are not above `last`? */
function countUpTo(ends: Ends, from: number, to: number, last: bigint): number {
  const end = ends.from + ends.sorted.length;
  if (to <= ends.from || end <= from) return 0;
  if (from <= ends.from && end <= to) return countBelow(ends.sorted, last + 1n);
  return ends.halves.reduce((sum, half) => sum + countUpTo(half, from, to, last), 0);
}
