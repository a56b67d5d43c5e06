import { type Endpoint, tiers } from '../../../language/types.ts';
import { destinationCovers } from '../../../net/destination-set.ts';
import { compareNumber, firstDifference } from '../../../net/order.ts';
import { pathCovers, wholeHost } from '../../../net/path.ts';
import { mergePorts, portsCover } from '../../../net/port.ts';
import type { Box } from '../../access/box.ts';
import { BoxIndex } from '../../access/box-index.ts';
import { everyClient } from '../../access/clients.ts';
import { aboutEndpoint, endpointsOf, type ListedEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint all of whose access another one gives already. */
export const duplicateOrCovered: SpecRule = {
  id: 'duplicate-or-covered',
  severity: 2,
  title: 'an endpoint adds nothing',
  why: 'Another endpoint opens all of it already. Whoever removes one of the two believes that it is shut then.',
  remedy:
    'remove it, unless it tells something that the other one does not: a section, a purpose, or a weaker tier',
  check: ({ spec }) => {
    const entries = endpointsOf(spec).map(entryOf);
    const index = new BoxIndex(entries.flatMap(({ boxes }) => boxes));
    return entries.flatMap((entry) => {
      const other = coveringEntry(entry, index);
      return other === undefined ? [] : [aboutEndpoint(entry.listed.endpoint, coveredBy(other))];
    });
  },
};

/** An endpoint, its place among all of them, and what it opens. */
type Entry = {
  readonly listed: ListedEndpoint;
  readonly position: number;
  readonly boxes: EntryBox[];
};
type EntryBox = Box & { readonly entry: Entry };

function entryOf(listed: ListedEndpoint, position: number): Entry {
  const entry: Entry = { listed, position, boxes: [] };
  for (const box of boxesOf(listed.endpoint)) entry.boxes.push({ ...box, entry });
  return entry;
}

/** A path holds in cleartext only: on any other service the whole host is open. */
function boxesOf({ destination, path, services }: Endpoint): Box[] {
  const inPath = services.filter(({ application }) => application === 'http');
  const whole = services.filter(({ application }) => application !== 'http');
  return [
    ...mergePorts(inPath.flatMap(({ ports }) => ports)).map((ports) => ({ path, ports })),
    ...mergePorts(whole.flatMap(({ ports }) => ports)).map((ports) => ({ path: wholeHost, ports })),
  ].map((opened) => ({ clients: everyClient, destination, ...opened }));
}

/** The first endpoint of those that open all of it: wider or earlier, and not of a weaker tier, which a site may leave out. */
function coveringEntry(entry: Entry, index: BoxIndex<EntryBox>): Entry | undefined {
  const { destination } = entry.listed.endpoint;
  const around = index
    .near(destination)
    .filter((box) => destinationCovers(box.destination, destination));
  return [...new Set(around.map((box) => box.entry))]
    .filter((other) => isCovered(entry, other))
    .sort((a, b) => compareNumber(a.position, b.position))[0];
}

function isCovered(inner: Entry, outer: Entry): boolean {
  if (inner === outer) return false;
  const [mine, theirs] = [inner.listed.endpoint, outer.listed.endpoint];
  // A bypass inside of a permission, or a permission inside of a bypass, says something of its own.
  if (mine.inspection !== theirs.inspection || rank(outer) > rank(inner)) return false;
  return covers(outer, inner) && (goesFirst(outer, inner) || !covers(inner, outer));
}

/** Of two that open the same, the stronger tier stays, then the earlier one. */
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

function coveredBy({ listed }: Entry): string {
  const { endpoint, group } = listed;
  return `is open already by "${endpoint.written}" in ${group.id}`;
}
