import { getOrAdd } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import { DestinationIndex } from '../../../net/destination-index.ts';
import { type Flow, portOf } from '../../../net/flow.ts';
import { wholeHost } from '../../../net/path.ts';
import type { PortRange } from '../../../net/port.ts';
import { PortIndex } from '../../../net/port-index.ts';
import { hasPort } from './decisions.ts';
import { withoutHidden } from './hidden-networks.ts';

/** What a line of a file matches. */
export type Match<Value> = {
  readonly destination: Destination;
  readonly ports: readonly PortRange[];
  /** A key of the path, by the rules of the target; `/` matches every path. */
  readonly path: string;
  /** Of several that match a flow, the lowest wins. Unique among them. */
  readonly rank: number;
  readonly value: Value;
};

/** What matches a flow first, and its rank. */
export type Found<Value> = Pick<Match<Value>, 'rank' | 'value'>;

// Up to this number of ranges, a look at each is as fast as a search.
const few = 8;

/** Finds what matches a flow first, as a search of all matches from the lowest rank on would. */
export class FirstMatch<Value> {
  readonly #places = new DestinationIndex<Map<string, Matches<Value>>>();

  constructor(matches: readonly Match<Value>[]) {
    for (const match of withoutHidden(matches)) {
      const paths = this.#places.getOrAdd(match.destination, () => new Map());
      getOrAdd(paths, match.path, () => new Matches<Value>()).add(match);
    }
  }

  /** `paths` are the keys of all paths that match the path of the flow. */
  find(flow: Flow, paths: readonly string[] = [wholeHost]): Found<Value> | undefined {
    const { same, below, above, patterns, everywhere } = this.#places.holding(flow.peer);
    let first: Match<Value> | undefined;
    for (const places of [same, below, above, patterns, everywhere]) {
      for (const place of places) first = lower(first, firstIn(place, flow, paths));
    }
    return first;
  }
}

type Paths<Value> = ReadonlyMap<string, Matches<Value>>;

function firstIn<Value>(
  place: Paths<Value>,
  flow: Flow,
  paths: readonly string[],
): Match<Value> | undefined {
  let first: Match<Value> | undefined;
  for (const path of paths) first = lower(first, place.get(path)?.find(flow));
  return first;
}

function lower<Of extends { readonly rank: number }>(
  one: Of | undefined,
  other: Of | undefined,
): Of | undefined {
  if (one === undefined) return other;
  return other !== undefined && other.rank < one.rank ? other : one;
}

/** The matches of one destination and path. */
class Matches<Value> {
  readonly #all: Match<Value>[] = [];
  #ranges = 0;
  #index: PortIndex<Match<Value>> | undefined;

  add(match: Match<Value>): void {
    this.#all.push(match);
    this.#ranges += match.ports.length;
  }

  find(flow: Flow): Match<Value> | undefined {
    const admitting = this.#ranges > few ? this.#indexed(flow) : this.#admitting(flow);
    return admitting.reduce<Match<Value> | undefined>(lower, undefined);
  }

  #admitting(flow: Flow): Match<Value>[] {
    return this.#all.filter(({ ports }) => ports.some((range) => hasPort(range, flow)));
  }

  #indexed(flow: Flow): Match<Value>[] {
    this.#index ??= new PortIndex(this.#all, ({ ports }) => ports);
    return this.#index.meeting(portOf(flow));
  }
}

/** The first of the found ones. */
export function firstOf<Value>(
  found: readonly (Found<Value> | undefined)[],
): Found<Value> | undefined {
  return found.reduce(lower, undefined);
}
