import { getOrAdd } from '../maps.ts';
import type { Address } from './address.ts';
import { type Accept, IntervalIndex } from './interval-index.ts';
import { type Network, networkHolds } from './network.ts';

/**
 * Values by network, to find those of all networks that overlap another one without a look at each network. An address,
 * a block and a range are all networks.
 */
export class NetworkIndex<Value> {
  readonly #families = { 4: new FamilyIndex<Value>(), 6: new FamilyIndex<Value>() } as const;

  /** The value of exactly this network; a missing one is made, and kept. A value is never undefined. */
  getOrAdd(network: Network, make: () => Value): Value {
    return this.#families[network.family].getOrAdd(network, make);
  }

  /** The value of exactly this network, if it has one. */
  find(network: Network): Value | undefined {
    return this.#families[network.family].find(network);
  }

  /** The values of all networks that overlap this one, in ascending order of the networks. */
  meeting({ family, first, last }: Network): Value[] {
    return this.#families[family].meeting(first, last);
  }

  /** Is the value of one of these networks accepted? Finds no more of them than that needs. */
  someMeeting({ family, first, last }: Network, accept: Accept<Value>): boolean {
    return this.#families[family].intervals().someMeeting(first, last, accept);
  }

  /** Is the value of a network that contains this one accepted? Asks in ascending order of the networks. */
  someCovering({ family, first, last }: Network, accept: Accept<Value>): boolean {
    return this.#families[family].intervals().someCovering(first, last, accept);
  }

  /** The values of all networks that contain the address, in ascending order of the networks. */
  holding({ family, value }: Address): Value[] {
    return this.#families[family].meeting(value, value);
  }
}

// Up to this number, a look at each network is as fast as a search.
const few = 8;

const indexes = new WeakMap<readonly Network[], NetworkIndex<Network>>();

/** The index of a list of networks, which must not change; made once for each list. */
export function indexOf(networks: readonly Network[]): NetworkIndex<Network> {
  return getOrAdd(indexes, networks, () => {
    const index = new NetworkIndex<Network>();
    for (const network of networks) index.getOrAdd(network, () => network);
    return index;
  });
}

/** Whether one of the networks contains the address. The list must not change. */
export function holdsAddress(networks: readonly Network[], address: Address): boolean {
  return networks.length <= few
    ? networks.some((network) => networkHolds(network, address))
    : indexOf(networks).holding(address).length > 0;
}

/** The networks of one family. */
class FamilyIndex<Value> {
  /** By the first address, then by the last one. */
  readonly #values = new Map<bigint, Map<bigint, Value>>();
  /** Made for the first search; undefined after a network is added. */
  #index: IntervalIndex<bigint, Value> | undefined;

  getOrAdd({ first, last }: Network, make: () => Value): Value {
    const same = getOrAdd(this.#values, first, () => new Map<bigint, Value>());
    return getOrAdd(same, last, () => {
      this.#index = undefined;
      return make();
    });
  }

  find({ first, last }: Network): Value | undefined {
    return this.#values.get(first)?.get(last);
  }

  meeting(first: bigint, last: bigint): Value[] {
    return this.intervals().meeting(first, last);
  }

  intervals(): IntervalIndex<bigint, Value> {
    this.#index ??= this.#indexed();
    return this.#index;
  }

  #indexed(): IntervalIndex<bigint, Value> {
    const all = [...this.#values].flatMap(([first, same]) =>
      [...same].map(([last, value]) => ({ first, last, value })),
    );
    return new IntervalIndex(all);
  }
}
