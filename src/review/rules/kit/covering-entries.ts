import { getOrAdd, grouped, withoutRepeats } from '../../../maps.ts';
import { CoverIndex } from '../../../net/cover-index.ts';
import { formatDestination } from '../../../net/destination.ts';
import type { Network } from '../../../net/network.ts';
import { formatPortRange } from '../../../net/port.ts';
import { BoxIndex } from '../../access/box-index.ts';
import { coversParts, type Entry, type EntryBox, isCovered, mayCover } from './endpoint-entry.ts';

// A look at the entries of so many networks is faster than an index of all nested networks.
const mostCompared = 32;

/** Entries, to find the first one that covers another entry. */
export class CoveringEntries {
  readonly #entries: readonly Entry[];
  readonly #index: BoxIndex<EntryBox>;
  readonly #most: number;
  #nested: NestedEntries | undefined;

  /** `most` is how many networks around another one are compared one by one. */
  constructor(entries: readonly Entry[], most = mostCompared) {
    this.#entries = firstOfEach(entries);
    this.#index = new BoxIndex(this.#entries.flatMap(({ boxes }) => boxes));
    this.#most = most;
  }

  first(entry: Entry): Entry | undefined {
    // What covers the entry covers its first box, too.
    const [box] = entry.boxes;
    if (box === undefined) return undefined;
    const { destination } = box;
    if (destination.kind !== 'network' || !this.#index.isCoveredBy(this.#most, destination))
      return firstAround(entry, this.#index.covering(box));
    this.#nested ??= new NestedEntries(this.#entries);
    const everywhere = this.#index.covering({ ...box, destination: { kind: 'any' } });
    return earlier(this.#nested.first(entry, destination.network), firstAround(entry, everywhere));
  }
}

/** The first of these entries that covers the other one. */
function firstAround(entry: Entry, boxes: readonly EntryBox[]): Entry | undefined {
  let first: Entry | undefined;
  for (const { entry: other } of boxes)
    if (earlier(other, first) === other && isCovered(entry, other)) first = other;
  return first;
}

function earlier(one: Entry | undefined, other: Entry | undefined): Entry | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.position < one.position ? other : one;
}

/**
 * The first entry of each access, tier and inspection. A later entry with all three in common covers nothing that the
 * first one does not, so a host that is listed thousands of times is compared with one entry.
 */
function firstOfEach(entries: readonly Entry[]): Entry[] {
  return withoutRepeats(entries, (entry) =>
    JSON.stringify([formatDestination(entry.listed.endpoint.destination), kindOf(entry)]),
  );
}

/** The same for entries that differ only in their destination and position. */
function kindOf({ listed: { endpoint, group }, boxes }: Entry): string {
  const parts = boxes.map(({ path, ports }) => [path, formatPortRange(ports)]);
  return JSON.stringify([parts, group.tier, endpoint.inspection]);
}

/** Entries of networks by their kind: of those that cover an entry, all but an equal one are wider. */
class NestedEntries {
  readonly #kinds: readonly Kind[];
  /** The kinds that may cover those of a kind. */
  readonly #around = new Map<string, readonly Kind[]>();

  constructor(entries: readonly Entry[]) {
    this.#kinds = [...grouped(entries.filter(isNetwork), kindOf).values()].flatMap((alike) => {
      const [any] = alike;
      return any === undefined ? [] : [{ any, index: new CoverIndex(alike.flatMap(placed)) }];
    });
  }

  first(entry: Entry, network: Network): Entry | undefined {
    return this.#kindsAround(entry)
      .map(({ index }) => index.first(network, (other) => isCovered(entry, other)))
      .reduce(earlier, undefined);
  }

  #kindsAround(entry: Entry): readonly Kind[] {
    return getOrAdd(this.#around, kindOf(entry), () =>
      this.#kinds.filter(({ any }) => mayCover(any, entry) && coversParts(any, entry)),
    );
  }
}

type Kind = { readonly any: Entry; readonly index: CoverIndex<Entry> };

function isNetwork({ listed }: Entry): boolean {
  return listed.endpoint.destination.kind === 'network';
}

function placed(entry: Entry): { network: Network; value: Entry }[] {
  const { destination } = entry.listed.endpoint;
  return destination.kind === 'network' ? [{ network: destination.network, value: entry }] : [];
}
