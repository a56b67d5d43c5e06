import { getOrAdd } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import { DestinationIndex, nothing } from '../../../net/destination-index.ts';
import { type Flow, portOf } from '../../../net/flow.ts';
import { PathIndex } from '../../../net/path-index.ts';
import { isSeen, type PathMatching, type SeenPath, seenPaths } from '../../../net/path-matching.ts';
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
  readonly #places = new DestinationIndex<Place<Value>>();

  constructor(matches: readonly Match<Value>[]) {
    for (const match of withoutHidden(matches))
      this.#places.getOrAdd(match.destination, () => new Place(match.path)).add(match);
  }

  /** Without `matching`, only matches of the whole host are found. */
  find(flow: Flow, matching?: PathMatching): Found<Value> | undefined {
    const near = this.#places.holding(flow.peer);
    // Most names are asked for in vain.
    if (near === nothing) return undefined;
    const paths = matching === undefined ? [] : seenPaths(matching, flow);
    const { same, below, above, patterns, everywhere } = near;
    let first = firstAt(same, flow, paths);
    first = lower(first, firstAt(below, flow, paths));
    first = lower(first, firstAt(above, flow, paths));
    first = lower(first, firstAt(patterns, flow, paths));
    return lower(first, firstAt(everywhere, flow, paths));
  }
}

/** The matches of one destination. Nearly all have one path, and a map for each would fill the memory. */
class Place<Value> {
  readonly #path: string;
  readonly #own = new Matches<Value>();
  /** The matches of all paths, if there are several. */
  #paths: Map<string, Matches<Value>> | undefined;
  #index: PathIndex<Matches<Value>> | undefined;

  /** `path` is that of the first match. */
  constructor(path: string) {
    this.#path = path;
  }

  add(match: Match<Value>): void {
    if (match.path === this.#path) this.#own.add(match);
    else {
      this.#paths ??= new Map([[this.#path, this.#own]]);
      getOrAdd(this.#paths, match.path, () => new Matches<Value>()).add(match);
    }
  }

  find(flow: Flow, paths: readonly SeenPath[]): Match<Value> | undefined {
    if (this.#paths === undefined)
      return isSeen(this.#path, paths) ? this.#own.find(flow) : undefined;
    this.#index ??= new PathIndex(this.#paths);
    let first: Match<Value> | undefined;
    for (const matches of this.#index.matching(paths)) first = lower(first, matches.find(flow));
    return first;
  }
}

function firstAt<Value>(
  places: readonly Place<Value>[],
  flow: Flow,
  paths: readonly SeenPath[],
): Match<Value> | undefined {
  let first: Match<Value> | undefined;
  for (const place of places) first = lower(first, place.find(flow, paths));
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
  /** Most have one match, and a list that grows from nothing takes room for 17. */
  #all: Match<Value>[] | undefined;
  #ranges = 0;
  #index: PortIndex<Match<Value>> | undefined;

  add(match: Match<Value>): void {
    if (this.#all === undefined) this.#all = [match];
    else this.#all.push(match);
    this.#ranges += match.ports.length;
  }

  find(flow: Flow): Match<Value> | undefined {
    let first: Match<Value> | undefined;
    if (this.#ranges > few) for (const match of this.#indexed(flow)) first = lower(first, match);
    else for (const match of this.#all ?? []) if (admits(match, flow)) first = lower(first, match);
    return first;
  }

  #indexed(flow: Flow): Match<Value>[] {
    this.#index ??= new PortIndex(this.#all ?? [], ({ ports }) => ports);
    return this.#index.meeting(portOf(flow));
  }
}

function admits({ ports }: Match<unknown>, flow: Flow): boolean {
  for (const range of ports) if (hasPort(range, flow)) return true;
  return false;
}

/** The first of the found ones. */
export function firstOf<Value>(
  found: readonly (Found<Value> | undefined)[],
): Found<Value> | undefined {
  return found.reduce(lower, undefined);
}
