import { tiers } from '../../../language/types.ts';
import { withoutRepeats } from '../../../maps.ts';
import { formatDestination } from '../../../net/destination.ts';
import { destinationCovers } from '../../../net/destination-set.ts';
import { firstDifference } from '../../../net/order.ts';
import { pathCovers } from '../../../net/path.ts';
import { formatPortRange, portsCover } from '../../../net/port.ts';
import type { Box } from '../../access/box.ts';
import { BoxIndex } from '../../access/box-index.ts';
import {
  aboutEndpoint,
  endpointsOf,
  type ListedEndpoint,
  type Message,
} from '../kit/about-endpoints.ts';
import { endpointBoxes } from '../kit/endpoint-boxes.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint whose access another endpoint already allows in full. */
export const duplicateOrCovered: SpecRule = {
  id: 'duplicate-or-covered',
  severity: 2,
  title: 'an endpoint adds no access',
  why: 'Another endpoint already allows the same access. Removing one of the two does not remove the access.',
  remedy:
    'remove this endpoint, unless its section, purpose or weaker tier says more than the other endpoint',
  check: ({ spec }) => {
    const entries = endpointsOf(spec).map(entryOf);
    // What one site gives is not allowed at the others.
    const everywhere = entries.filter(({ listed }) => listed.endpoint.given === undefined);
    const index = new BoxIndex(firstOfEach(everywhere).flatMap(({ boxes }) => boxes));
    return entries.flatMap((entry) => {
      const other = coveringEntry(entry, index);
      return other === undefined ? [] : [aboutEndpoint(entry.listed, coveredBy(other))];
    });
  },
};

/** An endpoint, its position among all endpoints, and the access that it allows. */
type Entry = {
  readonly listed: ListedEndpoint;
  readonly position: number;
  readonly boxes: EntryBox[];
};
type EntryBox = Box & { readonly entry: Entry };

function entryOf(listed: ListedEndpoint, position: number): Entry {
  const entry: Entry = { listed, position, boxes: [] };
  for (const box of endpointBoxes(listed.endpoint)) entry.boxes.push({ ...box, entry });
  return entry;
}

/**
 * The first entry of each access, tier and inspection. A later entry with all three in common covers nothing that the
 * first one does not, so a host that is listed thousands of times is compared with one entry.
 */
function firstOfEach(entries: readonly Entry[]): Entry[] {
  return withoutRepeats(entries, ({ listed: { endpoint, group }, boxes }) =>
    JSON.stringify([
      formatDestination(endpoint.destination),
      boxes.map(({ path, ports }) => [path, formatPortRange(ports)]),
      group.tier,
      endpoint.inspection,
    ]),
  );
}

/** The first endpoint that covers the entry: wider or earlier, and not in a weaker tier, which a site may leave out. */
function coveringEntry(entry: Entry, index: BoxIndex<EntryBox>): Entry | undefined {
  const [box] = entry.boxes;
  if (box === undefined) return undefined;
  // What covers the entry covers its first box, too.
  let first: Entry | undefined;
  for (const { entry: other } of index.covering(box)) {
    const isEarlier = first === undefined || other.position < first.position;
    if (isEarlier && isCovered(entry, other)) first = other;
  }
  return first;
}

function isCovered(inner: Entry, outer: Entry): boolean {
  if (inner === outer) return false;
  const [mine, theirs] = [inner.listed.endpoint, outer.listed.endpoint];
  // A different inspection is not redundant, even inside the access of the other endpoint.
  if (mine.inspection !== theirs.inspection || rank(outer) > rank(inner)) return false;
  return covers(outer, inner) && (goesFirst(outer, inner) || !covers(inner, outer));
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
    inner.boxes.every((box) =>
      outer.boxes.some(
        (other) => portsCover(other.ports, box.ports) && pathCovers(other.path, box.path),
      ),
    )
  );
}

function coveredBy({ listed }: Entry): Message {
  const { endpoint, group } = listed;
  return {
    message: `is already allowed by "${endpoint.written}" in group ${group.id}`,
    common: 'is already allowed by another endpoint',
  };
}
