import { formatDestination } from '../../net/destination.ts';
import {
  destinationsIntersect,
  formatRegion,
  subtractDestinations,
} from '../../net/destination-set.ts';
import {
  mergeNetworks,
  type Network,
  networkCovers,
  networksIntersect,
  subtractNetworks,
} from '../../net/network.ts';
import { pathCovers } from '../../net/path.ts';
import { mergePorts, type PortRange, portsCover, portsIntersect } from '../../net/port.ts';
import type { Box, Remainder } from './box.ts';
import { BoxIndex } from './box-index.ts';

/**
 * Subtracts `taken` from the boxes, completely: a flow is in a remainder exactly if it is in a box and in none of
 * `taken`. A box that is taken in full has no remainder.
 */
export function subtractBoxes<Of extends Box>(
  boxes: readonly Of[],
  taken: readonly Box[],
): Remainder<Of>[] {
  const index = new BoxIndex(taken);
  return boxes.flatMap((box) => remaindersOf(box, index.near(box.destination)));
}

function remaindersOf<Of extends Box>(box: Of, near: readonly Box[]): Remainder<Of>[] {
  const takers = near.filter((other) => meets(box, other));
  if (takers.some((other) => covers(other, box))) return [];
  const cells = cellsOf(box, takers);
  return merge(cells.flatMap((cell) => leftIn(box, cell, takers)));
}

function meets(box: Box, other: Box): boolean {
  return (
    portsIntersect(box.ports, other.ports) &&
    pathsMeet(box, other) &&
    box.clients.some((client) => other.clients.some((each) => networksIntersect(client, each))) &&
    destinationsIntersect(box.destination, other.destination)
  );
}

function pathsMeet(a: Box, b: Box): boolean {
  return pathCovers(a.path, b.path) || pathCovers(b.path, a.path);
}

/** A shortcut for the common case: one box covers another in full. */
function covers(outer: Box, inner: Box): boolean {
  return (
    portsCover(outer.ports, inner.ports) &&
    pathCovers(outer.path, inner.path) &&
    subtractNetworks(inner.clients, outer.clients).length === 0 &&
    subtractDestinations(inner.destination, [outer.destination]).length === 0
  );
}

/** A part of a box in which each taken box covers all ports and clients, or none. */
type Cell = { readonly ports: PortRange; readonly clients: Network };

function cellsOf(box: Box, takers: readonly Box[]): Cell[] {
  const ports = cutPorts(
    box.ports,
    takers.map((taker) => taker.ports),
  );
  const clients = box.clients.flatMap((client) =>
    cutNetwork(
      client,
      takers.flatMap((taker) => taker.clients),
    ),
  );
  return ports.flatMap((range) => clients.map((client) => ({ ports: range, clients: client })));
}

function cutPorts(range: PortRange, others: readonly PortRange[]): PortRange[] {
  const starts = others
    .filter((other) => portsIntersect(range, other))
    .flatMap(({ low, high }) => [low, high + 1])
    .filter((start) => start > range.low && start <= range.high);
  const cuts = [range.low, ...[...new Set(starts)].sort((a, b) => a - b)];
  return cuts.map((low, index) => ({
    ...range,
    low,
    high: (cuts[index + 1] ?? range.high + 1) - 1,
  }));
}

function cutNetwork(network: Network, others: readonly Network[]): Network[] {
  const starts = others
    .filter((other) => networksIntersect(network, other))
    .flatMap(({ first, last }) => [first, last + 1n])
    .filter((start) => start > network.first && start <= network.last);
  const cuts = [network.first, ...[...new Set(starts)].sort((a, b) => (a < b ? -1 : 1))];
  return cuts.map((first, index) => ({
    ...network,
    first,
    last: (cuts[index + 1] ?? network.last + 1n) - 1n,
  }));
}

function leftIn<Of extends Box>(box: Of, cell: Cell, takers: readonly Box[]): Remainder<Of>[] {
  const here = takers.filter(
    (taker) =>
      portsCover(taker.ports, cell.ports) &&
      taker.clients.some((client) => networkCovers(client, cell.clients)),
  );
  const whole = here.filter((taker) => pathCovers(taker.path, box.path));
  const below = here.filter((taker) => !whole.includes(taker));
  // A box taken below a path leaves the path itself, so it never empties the destination.
  return subtractDestinations(
    box.destination,
    whole.map((taker) => taker.destination),
  ).map((destination) => ({
    of: box,
    clients: [cell.clients],
    destination,
    exceptBelow: below.filter((taker) =>
      destinationsIntersect(destination.base, taker.destination),
    ),
    ports: [cell.ports],
  }));
}

/** Joins remainders that differ only in their ports, then those that differ only in their clients. */
function merge<Of extends Box>(remainders: readonly Remainder<Of>[]): Remainder<Of>[] {
  const byPorts = join(remainders, (each) => `${placeKey(each)} ${clientsKey(each)}`);
  return join(byPorts, (each) => `${placeKey(each)} ${portsKey(each)}`);
}

function join<Of extends Box>(
  remainders: readonly Remainder<Of>[],
  keyOf: (remainder: Remainder<Of>) => string,
): Remainder<Of>[] {
  const joined = new Map<string, Remainder<Of>>();
  for (const each of remainders) {
    const key = keyOf(each);
    const before = joined.get(key);
    joined.set(
      key,
      before === undefined
        ? each
        : {
            ...each,
            ports: mergePorts([...before.ports, ...each.ports]),
            clients: mergeNetworks([...before.clients, ...each.clients]),
          },
    );
  }
  return [...joined.values()];
}

function placeKey({ destination, exceptBelow }: Remainder<Box>): string {
  const below = exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`);
  return [formatRegion(destination), ...below.sort()].join(' ');
}

function clientsKey({ clients }: Remainder<Box>): string {
  return clients.map(({ family, first, last }) => `${family}:${first}-${last}`).join();
}

function portsKey({ ports }: Remainder<Box>): string {
  return ports.map(({ transport, low, high }) => `${transport}:${low}-${high}`).join();
}
