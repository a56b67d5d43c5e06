import { getOrAdd } from '../../maps.ts';
import type { Address, Family } from '../../net/address.ts';
import type { Peer } from '../../net/destination.ts';
import {
  everyAddress,
  formatNetwork,
  mergeNetworks,
  type Network,
  subtractNetworks,
} from '../../net/network.ts';
import { indexOf } from '../../net/network-index.ts';

/** Every address of both families: the clients of a target that does not filter by client. */
export const everyClient: readonly Network[] = [everyAddress(4), everyAddress(6)];

/** The client that a flow is tested for: the first one of the address's family, else the first one. */
export function clientFor(clients: readonly Network[], peer: Peer): Address {
  const near = clients.find(
    (client) => peer.kind === 'name' || client.family === peer.address.family,
  );
  const chosen = near ?? clients[0];
  if (chosen === undefined) throw new Error('a site has clients');
  return firstOf(chosen);
}

/** The first address of a network, which represents it. */
function firstOf({ family, first }: Network): Address {
  return { family, value: first };
}

type Clients = readonly Network[];

/** What is computed once for a list of clients, which thousands of boxes share. */
type Known = {
  readonly number: number;
  readonly text: string;
  readonly families: Map<Family, Clients>;
  /** By the numbers of the lists that may cover it. */
  readonly covered: Map<string | number, boolean>;
  readonly met: WeakMap<Clients, boolean>;
  merged: Clients | undefined;
};

const known = new WeakMap<Clients, Known>();

let count = 0;

function nextNumber(): number {
  count += 1;
  return count;
}

function knownOf(clients: Clients): Known {
  return getOrAdd(known, clients, () => ({
    number: nextNumber(),
    text: clients.map(formatNetwork).join(' '),
    families: new Map(),
    covered: new Map(),
    met: new WeakMap(),
    merged: undefined,
  }));
}

/** The clients as text: equal for equal lists. */
export function clientsText(clients: Clients): string {
  return knownOf(clients).text;
}

/** The same clients as few networks: the same list for the same clients. */
export function mergedClients(clients: Clients): Clients {
  const own = knownOf(clients);
  own.merged ??= mergeNetworks(clients);
  return own.merged;
}

/** A number for each list of clients, which is the same for the same list. */
export function numberOf(clients: Clients): number {
  return knownOf(clients).number;
}

/** The clients of one family: the same list for the same clients. */
export function clientsOfFamily(clients: Clients, family: Family): Clients {
  return getOrAdd(knownOf(clients).families, family, () =>
    clients.filter((client) => client.family === family),
  );
}

/** Are all addresses of the network in one of the clients' networks? */
export function includesNetwork(clients: Clients, network: Network): boolean {
  return indexOf(clients).someCovering(network, () => true);
}

/** Are all inner clients among the outer ones together? */
export function clientsCover(outer: readonly Clients[], inner: Clients): boolean {
  if (outer.includes(inner)) return true;
  const [first] = outer;
  const lists = outer.length === 1 ? outer : [...new Set(outer)];
  // One list is the common case, whose number needs no text.
  const key = first && lists.length === 1 ? numberOf(first) : lists.map(numberOf).join(' ');
  return getOrAdd(
    knownOf(inner).covered,
    key,
    () => subtractNetworks(inner, lists.flat()).length === 0,
  );
}

/** Do two lists of clients have an address in common? */
export function clientsMeet(some: Clients, others: Clients): boolean {
  if (some === others) return some.length > 0;
  return getOrAdd(knownOf(some).met, others, () => {
    const index = indexOf(others);
    return some.some((client) => index.meeting(client).length > 0);
  });
}
