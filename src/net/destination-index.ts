import { getOrAdd } from '../maps.ts';
import {
  type Destination,
  destinationHolds,
  formatDestination,
  isDevice,
  type Peer,
} from './destination.ts';
import { HostIndex, type NearHosts, noHosts } from './host-index.ts';
import type { Accept } from './interval-index.ts';
import { NetworkIndex } from './network-index.ts';

/** What may overlap a destination, in parts. */
export type NearDestinations<Value> = NearHosts<Value> & {
  /** `any`, with and without exceptions. */
  readonly everywhere: readonly Value[];
};

/** What overlaps a destination that nothing overlaps. */
export const nothing: NearDestinations<never> = { ...noHosts, everywhere: [] };

function withEverywhere<Value>(
  near: NearHosts<Value>,
  everywhere: readonly Value[],
): NearDestinations<Value> {
  if (near === noHosts && everywhere.length === 0) return nothing;
  const { same, below, above, patterns } = near;
  return { same, below, above, patterns, everywhere };
}

type Listed<Value> = { readonly destination: Destination; readonly value: Value };

/** Values by destination, to find those that overlap a destination or contain a peer without a look at each. */
export class DestinationIndex<Value> {
  readonly #hosts = new HostIndex<Value>();
  readonly #networks = new NetworkIndex<Value>();
  /** The resolvers, the device itself, and `any` with each list of exceptions. */
  readonly #others = new Map<string, Listed<Value>>();
  /** In the order of their first mention. */
  readonly #all: Value[] = [];

  /** The value of exactly this destination; a missing one is made, and kept. A value is never undefined. */
  getOrAdd(destination: Destination, make: () => Value): Value {
    const add = () => {
      const value = make();
      this.#all.push(value);
      return value;
    };
    switch (destination.kind) {
      case 'host':
        return this.#hosts.getOrAdd(destination.host, add);
      case 'network':
        return this.#networks.getOrAdd(destination.network, add);
      default:
        return getOrAdd(this.#others, formatDestination(destination), () => ({
          destination,
          value: add(),
        })).value;
    }
  }

  /** The value of exactly this destination, if it has one. */
  find(destination: Destination): Value | undefined {
    switch (destination.kind) {
      case 'host':
        return this.#hosts.find(destination.host);
      case 'network':
        return this.#networks.find(destination.network);
      default:
        return this.#others.get(formatDestination(destination))?.value;
    }
  }

  /** The values of all destinations that overlap this one, and perhaps others. */
  near(destination: Destination): NearDestinations<Value> {
    const rest = { ...nothing, everywhere: this.#othersOf('any') };
    switch (destination.kind) {
      case 'host':
        return withEverywhere(this.#hosts.near(destination.host), rest.everywhere);
      case 'network':
        return { ...rest, below: this.#networks.meeting(destination.network) };
      case 'resolvers':
      case 'self':
        return { ...rest, below: this.#devices() };
      case 'any':
        return { ...rest, below: this.#all, everywhere: nothing.everywhere };
    }
  }

  /** Is the value of one of these destinations accepted? Asks in any order, and finds no more networks than that needs. */
  someNear(destination: Destination, accept: Accept<Value>): boolean {
    if (destination.kind === 'network')
      return (
        this.#networks.someMeeting(destination.network, accept) ||
        this.#othersOf('any').some(accept)
      );
    const { same, below, above, patterns, everywhere } = this.near(destination);
    return [same, below, above, patterns, everywhere].some((part) => part.some(accept));
  }

  /** Is the value of a destination that covers this one accepted, or perhaps of another one? Finds no more networks than that needs. */
  someCovering(destination: Destination, accept: Accept<Value>): boolean {
    const isIn =
      destination.kind === 'network'
        ? this.#networks.someCovering(destination.network, accept)
        : this.#coveringHere(destination).some(accept);
    return isIn || this.#othersOf('any').some(accept);
  }

  /** The values of all destinations that cover this one, and perhaps others. */
  covering(destination: Destination): Value[] {
    const own =
      destination.kind === 'network'
        ? this.#networks.meeting(destination.network)
        : this.#coveringHere(destination);
    return [...own, ...this.#othersOf('any')];
  }

  #coveringHere(destination: Destination): readonly Value[] {
    if (destination.kind === 'host') return this.#hosts.covering(destination.host);
    return isDevice(destination) ? this.#devices() : [];
  }

  /** The values of all destinations that contain the peer. The resolvers contain none: their addresses are known by site. */
  holding(peer: Peer): NearDestinations<Value> {
    const everywhere = this.#everywhereFor(peer);
    if (peer.kind === 'name') return withEverywhere(this.#hosts.holding(peer.name), everywhere);
    const below = this.#networks.holding(peer.address);
    return below.length === 0
      ? withEverywhere(noHosts, everywhere)
      : { ...nothing, below, everywhere };
  }

  #everywhereFor(peer: Peer): readonly Value[] {
    // Most indexes list hosts and networks only, and a verification asks a million times.
    if (this.#others.size === 0) return nothing.everywhere;
    const found: Value[] = [];
    for (const { destination, value } of this.#others.values())
      if (destinationHolds(destination, peer)) found.push(value);
    return found.length === 0 ? nothing.everywhere : found;
  }

  #devices(): Value[] {
    return [...this.#othersOf('resolvers'), ...this.#othersOf('self')];
  }

  #othersOf(kind: Destination['kind']): Value[] {
    return [...this.#others.values()]
      .filter(({ destination }) => destination.kind === kind)
      .map(({ value }) => value);
  }
}
