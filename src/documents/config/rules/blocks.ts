import type { Family } from '../../../net/address.ts';
import type { Destination } from '../../../net/destination.ts';
import type { Network } from '../../../net/network.ts';
import type { PortRange } from '../../../net/port.ts';
import { PortMarks } from './port-marks.ts';

/** What a rule denies; undefined where it denies more than Portolan can tell. */
export type Block = {
  readonly networks: readonly Network[] | undefined;
  /** Undefined: every port and protocol. */
  readonly ports: readonly PortRange[] | undefined;
};

// Above this number, inserting takes too long, and the rest counts as blocks of every destination.
const mostNetworks = 10_000;

/**
 * What the rules above a rule deny, to find whether one of them may decide before it. The answer may be yes too often
 * and never no too often: a name can resolve to any address.
 */
export class Blocks {
  readonly #anywhere = new PortMarks();
  readonly #toNetworks = new PortMarks();
  readonly #networks: Readonly<Record<Family, Span[]>> = { 4: [], 6: [] };

  #added = 0;

  add({ networks, ports }: Block): void {
    this.#added += networks?.length ?? 0;
    if (networks === undefined || this.#added > mostNetworks) {
      this.#anywhere.add(ports);
      return;
    }
    this.#toNetworks.add(ports);
    for (const { family, first, last } of networks) insert(this.#networks[family], { first, last });
  }

  /** Whether a rule may deny some of this. */
  meets(destination: Destination, ports: readonly PortRange[]): boolean {
    if (this.#anywhere.meets(ports)) return true;
    if (destination.kind !== 'network') return this.#toNetworks.meets(ports);
    const { family, first, last } = destination.network;
    const spans = this.#networks[family];
    const next = spans[firstEndingFrom(spans, first)];
    return next !== undefined && next.first <= last;
  }
}

type Span = { readonly first: bigint; readonly last: bigint };

/** The position of the first of sorted, disjoint spans that ends at or behind a value. */
function firstEndingFrom(spans: readonly Span[], value: bigint): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.last ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds a span to sorted, disjoint ones, merged with all that it overlaps. */
function insert(spans: Span[], { first, last }: Span): void {
  const at = firstEndingFrom(spans, first);
  let end = at;
  let merged = { first, last };
  for (let next = spans[end]; next !== undefined && next.first <= last; next = spans[end]) {
    merged = {
      first: next.first < merged.first ? next.first : merged.first,
      last: next.last > merged.last ? next.last : merged.last,
    };
    end += 1;
  }
  spans.splice(at, end - at, merged);
}
