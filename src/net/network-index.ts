import { getOrAdd } from '../maps.ts';
import type { Address } from './address.ts';
import { type Accept, type Interval, IntervalIndex } from './interval-index.ts';
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

/** A network, its value, and the networks that begin at the same address, by the last one. */
type Listed<Value> = Interval<bigint, Value> & {
  others: Map<AddressKey, Interval<bigint, Value>> | undefined;
};

/** The networks of one family. */
class FamilyIndex<Value> {
  /** By the first address. */
  readonly #listed = new Map<AddressKey, Listed<Value>>();
  /** Made for the first search; undefined after a network is added. */
  #index: IntervalIndex<bigint, Value> | undefined;

  getOrAdd({ first, last }: Network, make: () => Value): Value {
    const add = () => {
      this.#index = undefined;
      return { first, last, value: make(), others: undefined };
    };
    const listed = getOrAdd(this.#listed, keyOf(first), add);
    if (listed.last === last) return listed.value;
    listed.others ??= new Map();
    return getOrAdd(listed.others, keyOf(last), add).value;
  }

  find({ first, last }: Network): Value | undefined {
    const listed = this.#listed.get(keyOf(first));
    return listed === undefined || listed.last === last
      ? listed?.value
      : listed.others?.get(keyOf(last))?.value;
  }

  meeting(first: bigint, last: bigint): Value[] {
    return this.intervals().meeting(first, last);
  }

  intervals(): IntervalIndex<bigint, Value> {
    this.#index ??= this.#indexed();
    return this.#index;
  }

  #indexed(): IntervalIndex<bigint, Value> {
    const all: Interval<bigint, Value>[] = [];
    for (const listed of this.#listed.values()) {
      all.push(listed);
      for (const other of listed.others?.values() ?? []) all.push(other);
    }
    return new IntervalIndex(all);
  }
}

/**
 * An address as the key of a map. V8 hashes only the last 64 bits of a big integer, which are zeros in the first address
 * of each IPv6 block from /64 on, so a map of thousands of them would be searched one by one.
 */
type AddressKey = number | string;

const highestNumber = 0xffffffffn;

function keyOf(address: bigint): AddressKey {
  return address <= highestNumber ? Number(address) : address.toString(32);
}
