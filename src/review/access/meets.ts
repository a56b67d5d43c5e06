import {
  destinationCovers,
  destinationsIntersect,
  subtractDestinations,
} from '../../net/destination-set.ts';
import { networksIntersect } from '../../net/network.ts';
import { pathCovers } from '../../net/path.ts';
import { portsIntersect } from '../../net/port.ts';
import type { Box, Remainder } from './box.ts';

/** Returns true if the remainder contains a part of the box. */
export function meets({ of, destination, ports, clients }: Remainder<Box>, box: Box): boolean {
  const { base, except } = destination;
  if (!destinationsIntersect(base, box.destination)) return false;
  return (
    ports.some((range) => portsIntersect(range, box.ports)) &&
    clients.some((client) => box.clients.some((each) => networksIntersect(client, each))) &&
    (pathCovers(of.path, box.path) || pathCovers(box.path, of.path)) &&
    // The region itself is never empty.
    (!destinationCovers(base, box.destination) ||
      subtractDestinations(box.destination, except).length > 0)
  );
}
