import { grouped } from '../../maps.ts';
import type { Family } from '../../net/address.ts';
import { formatDestination } from '../../net/destination.ts';
import {
  destinationCovers,
  destinationsIntersect,
  formatRegion,
  subtractDestinations,
} from '../../net/destination-set.ts';
import { mergeNetworks, type Network } from '../../net/network.ts';
import { compareNumber, sortedUnique } from '../../net/order.ts';
import { pathCovers } from '../../net/path.ts';
import { mergePorts, type PortRange, portsCover, portsIntersect } from '../../net/port.ts';
import type { Box, Remainder } from './box.ts';
import { BoxIndex } from './box-index.ts';
import { clientsCover, clientsMeet, includesNetwork, mergedClients } from './clients.ts';
import { uncoveredBoxes } from './place-index.ts';

/**
 * Subtracts `taken` from the boxes, completely: a flow is in a remainder exactly if it is in a box and in none of
 * `taken`. A box that is taken in full has no remainder.
 */
export function subtractBoxes<Of extends Box>(
  boxes: readonly Of[],
  taken: readonly Box[],
): Remainder<Of>[] {
  const left = uncoveredBoxes(boxes, taken);
  return left.length === 0 ? [] : subtractIndexed(left, new BoxIndex(taken));
}

/** The same for taken boxes that have an index already, and boxes that are not at the same places (`uncoveredBoxes`). */
export function subtractIndexed<Of extends Box>(
  boxes: readonly Of[],
  index: BoxIndex<Box>,
): Remainder<Of>[] {
  return boxes.flatMap((box) => remaindersOf(box, index));
}

function remaindersOf<Of extends Box>(box: Of, index: BoxIndex<Box>): Remainder<Of>[] {
  return box.destination.kind === 'network'
    ? remaindersIn(box, index.joined())
    : remaindersIn(box, index);
}

function remaindersIn<Of extends Box>(box: Of, index: BoxIndex<Box>): Remainder<Of>[] {
  // A shortcut: boxes that cover all but the clients of another, together for all its clients.
  const outer = index.covering(box).filter((other) => coversOnPorts(other, box));
  const clients = outer.map((other) => other.clients);
  if (clientsCover(clients, box.clients)) return [];
  const takers = index.near(box).filter((other) => meets(box, other));
  if (takers.length === 0) return [wholeOf(box)];
  // A shortcut: no ports and no clients need to be cut.
  if (takers.every((taker) => coversParts(taker, box)))
    return leftAt(box, { ports: box.ports, clients: mergedClients(box.clients) }, takers);
  const cells = cellsOf(box, takers);
  return merge(cells.flatMap((cell) => leftIn(box, cell, takers)));
}

/** A box of which nothing is taken. */
function wholeOf<Of extends Box>(box: Of): Remainder<Of> {
  return {
    of: box,
    clients: mergedClients(box.clients),
    destination: { base: box.destination, except: [] },
    exceptBelow: [],
    ports: [box.ports],
  };
}

function meets(box: Box, other: Box): boolean {
  return (
    portsIntersect(box.ports, other.ports) &&
    pathsMeet(box, other) &&
    clientsMeet(box.clients, other.clients) &&
    destinationsIntersect(box.destination, other.destination)
  );
}

function pathsMeet(a: Box, b: Box): boolean {
  return pathCovers(a.path, b.path) || pathCovers(b.path, a.path);
}

/** Does the outer box contain all destinations and ports of the inner one? The index has found that it contains the path. */
function coversOnPorts(outer: Box, inner: Box): boolean {
  return (
    portsCover(outer.ports, inner.ports) && destinationCovers(outer.destination, inner.destination)
  );
}

/** A part of a box in which each taken box covers all ports and clients, or none. */
type Cell = { readonly ports: PortRange; readonly clients: Network };

/** Does the outer box contain all ports and clients of the inner one? */
function coversParts(outer: Box, inner: Box): boolean {
  if (!portsCover(outer.ports, inner.ports)) return false;
  return outer.clients === inner.clients || clientsCover([outer.clients], inner.clients);
}

function cellsOf(box: Box, takers: readonly Box[]): Cell[] {
  const ports = cutPorts(
    box.ports,
    takers.map((taker) => taker.ports),
  );
  const clients = cutClients(
    box.clients,
    takers.map((taker) => taker.clients),
  );
  return ports.flatMap((range) => clients.map((client) => ({ ports: range, clients: client })));
}

function cutPorts(range: PortRange, others: readonly PortRange[]): PortRange[] {
  const starts = [...new Set(others)]
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

/** The clients, cut wherever a network of the others begins or ends. */
function cutClients(
  clients: readonly Network[],
  others: readonly (readonly Network[])[],
): Network[] {
  const starts: Record<Family, bigint[]> = { 4: [], 6: [] };
  for (const { family, first, last } of [...new Set(others)].flat())
    starts[family].push(first, last + 1n);
  const sorted = {
    4: sortedUnique(starts[4], compareNumber),
    6: sortedUnique(starts[6], compareNumber),
  };
  return clients.flatMap((client) => cutNetwork(client, sorted[client.family]));
}

function cutNetwork(network: Network, starts: readonly bigint[]): Network[] {
  const cuts = [network.first];
  for (let at = firstAfter(starts, network.first); at < starts.length; at += 1) {
    const start = starts[at];
    if (start === undefined || start > network.last) break;
    cuts.push(start);
  }
  return cuts.map((first, index) => ({
    ...network,
    first,
    last: (cuts[index + 1] ?? network.last + 1n) - 1n,
  }));
}

/** The position of the first value that is greater. */
function firstAfter(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? value) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function leftIn<Of extends Box>(box: Of, cell: Cell, takers: readonly Box[]): Remainder<Of>[] {
  const here = takers.filter(
    (taker) => portsCover(taker.ports, cell.ports) && includesNetwork(taker.clients, cell.clients),
  );
  return leftAt(box, { ports: cell.ports, clients: [cell.clients] }, here);
}

/** What is left of a part of a box if each taken box contains all of its ports and clients. */
function leftAt<Of extends Box>(
  box: Of,
  { ports, clients }: Pick<Box, 'ports' | 'clients'>,
  here: readonly Box[],
): Remainder<Of>[] {
  const whole = here.filter((taker) => pathCovers(taker.path, box.path));
  const below = here.filter((taker) => !pathCovers(taker.path, box.path));
  // A box taken below a path leaves the path itself, so it never empties the destination.
  return subtractDestinations(
    box.destination,
    whole.map((taker) => taker.destination),
  ).map((destination) => ({
    of: box,
    clients,
    destination,
    exceptBelow: below.filter((taker) =>
      destinationsIntersect(destination.base, taker.destination),
    ),
    ports: [ports],
  }));
}

/** Joins remainders that differ only in their ports, then those that differ only in their clients. */
function merge<Of extends Box>(remainders: Remainder<Of>[]): Remainder<Of>[] {
  // The key of a remainder is as long as its exceptions.
  if (remainders.length < 2) return remainders;
  const byPorts = join(remainders, (each) => `${placeKey(each)} ${clientsKey(each)}`);
  return join(byPorts, (each) => `${placeKey(each)} ${portsKey(each)}`);
}

function join<Of extends Box>(
  remainders: readonly Remainder<Of>[],
  keyOf: (remainder: Remainder<Of>) => string,
): Remainder<Of>[] {
  return [...grouped(remainders, keyOf).values()].flatMap((alike) => {
    const last = alike.at(-1);
    if (last === undefined || alike.length === 1) return alike;
    const ports = mergePorts(alike.flatMap((each) => each.ports));
    return [{ ...last, ports, clients: mergeNetworks(alike.flatMap((each) => each.clients)) }];
  });
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
