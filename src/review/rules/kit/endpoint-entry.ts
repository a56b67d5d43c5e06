import { tiers } from '../../../language/types.ts';
import { destinationCovers } from '../../../net/destination-set.ts';
import { firstDifference } from '../../../net/order.ts';
import { pathCovers } from '../../../net/path.ts';
import { portsCover } from '../../../net/port.ts';
import type { Box } from '../../access/box.ts';
import type { ListedEndpoint } from './about-endpoints.ts';
import { endpointBoxes } from './endpoint-boxes.ts';

/** An endpoint, its position among all endpoints, and the access that it allows. */
export type Entry = {
  readonly listed: ListedEndpoint;
  readonly position: number;
  readonly boxes: EntryBox[];
};

export type EntryBox = Box & { readonly entry: Entry };

export function entryOf(listed: ListedEndpoint, position: number): Entry {
  const entry: Entry = { listed, position, boxes: [] };
  for (const box of endpointBoxes(listed.endpoint)) entry.boxes.push({ ...box, entry });
  return entry;
}

/** Is the outer entry wider or earlier, and not in a weaker tier, which a site may leave out? */
export function isCovered(inner: Entry, outer: Entry): boolean {
  if (inner === outer || !mayCover(outer, inner)) return false;
  return covers(outer, inner) && (goesFirst(outer, inner) || !covers(inner, outer));
}

/** May an entry with this tier and inspection cover the other one? */
export function mayCover(outer: Entry, inner: Entry): boolean {
  const [mine, theirs] = [inner.listed.endpoint, outer.listed.endpoint];
  // A different inspection is not redundant, even inside the access of the other endpoint.
  return mine.inspection === theirs.inspection && rank(outer) <= rank(inner);
}

/** Of two endpoints with the same access, keeps the one in the stronger tier, then the earlier one. */
function goesFirst(one: Entry, other: Entry): boolean {
  return firstDifference(rank(one) - rank(other), one.position - other.position) < 0;
}

function rank({ listed }: Entry): number {
  return tiers.indexOf(listed.group.tier);
}

function covers(outer: Entry, inner: Entry): boolean {
  return (
    destinationCovers(outer.listed.endpoint.destination, inner.listed.endpoint.destination) &&
    coversParts(outer, inner)
  );
}

/** Does the outer entry have all paths and ports of the inner one, whatever their destinations? */
export function coversParts(outer: Entry, inner: Entry): boolean {
  return inner.boxes.every((box) =>
    outer.boxes.some(
      (other) => portsCover(other.ports, box.ports) && pathCovers(other.path, box.path),
    ),
  );
}
