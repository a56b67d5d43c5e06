import type { Destination } from '../../net/destination.ts';
import { DestinationIndex, type NearDestinations } from '../../net/destination-index.ts';
import { type Flow, portOf } from '../../net/flow.ts';
import type { PortRange } from '../../net/port.ts';
import type { Box } from './box.ts';
import { joinNetworks } from './join-networks.ts';
import { inOrder, type Part, type Placed, Shelf } from './shelf.ts';

/** A destination, and perhaps a path and ports; one that is left out means all of them. */
type Place = Part & { readonly destination: Destination };

/** An index of boxes by destination, path and ports, to find boxes that overlap others without a look at each box. */
export class BoxIndex<Of extends Box> {
  readonly #all: readonly Of[];
  readonly #shelves = new DestinationIndex<Shelf<Of>>();
  #joined: BoxIndex<Box> | undefined;

  constructor(boxes: readonly Of[]) {
    this.#all = boxes;
    for (const [position, box] of boxes.entries()) {
      const placed = { box, position };
      this.#shelves.getOrAdd(box.destination, () => new Shelf(placed)).add(placed);
    }
  }

  /**
   * All boxes that overlap the place, and perhaps others. For a host: its own boxes, those of hosts below it, of parent
   * domains, of patterns, of any destination. Each part is in the order of the boxes.
   */
  near(place: Place): readonly Of[] {
    const { destination } = place;
    if (destination.kind === 'any') return this.#all;
    const isPattern = destination.kind === 'host' && destination.host.kind === 'pattern';
    return collected(this.#shelves.near(destination), (shelf) => shelf.near(place), isPattern);
  }

  /** The same on several ranges of ports; each box once. */
  nearOn(place: Omit<Place, 'ports'>, ranges: readonly PortRange[]): readonly Of[] {
    return [...new Set(ranges.flatMap((ports) => this.near({ ...place, ports })))];
  }

  /** Is one of the boxes near the place accepted? Finds no more networks than that needs. */
  someNear(place: Place, accept: (box: Of) => boolean): boolean {
    return this.#shelves.someNear(place.destination, (shelf) =>
      shelf.near(place).some(({ box }) => accept(box)),
    );
  }

  /** An index of the same access, in which networks of the same clients and ports are merged. Made once. */
  joined(): BoxIndex<Box> {
    this.#joined ??= new BoxIndex<Box>(joinNetworks(this.#all));
    return this.#joined;
  }

  /** All boxes that contain every destination and the path of a box, on one of its ports; perhaps others with its path. */
  covering(box: Box): readonly Of[] {
    const found: Of[] = [];
    this.firstCovering(box, (outer) => {
      found.push(outer);
      return false;
    });
    return found;
  }

  /** The first of these boxes that is accepted; finds no more networks than that needs. */
  firstCovering(box: Box, accept: (outer: Of) => boolean): Of | undefined {
    let first: Of | undefined;
    this.#shelves.someCovering(box.destination, (shelf) => {
      first = shelf.covering(box).find((placed) => accept(placed.box))?.box;
      return first !== undefined;
    });
    return first;
  }

  /** Do more than so many destinations of boxes cover this one? */
  isCoveredBy(most: number, destination: Destination): boolean {
    let count = 0;
    return this.#shelves.someCovering(destination, () => {
      count += 1;
      return count > most;
    });
  }

  /**
   * All boxes whose destination contains that of the flow, on its port; perhaps others at this destination. Those on
   * `own path` all contain the path of the flow.
   */
  holding(flow: Flow, paths: 'own path' | 'any path' = 'own path'): readonly Of[] {
    const ports = portOf(flow);
    return collected(this.#shelves.holding(flow.peer), (shelf) =>
      paths === 'any path' ? shelf.near({ ports }) : shelf.covering({ path: flow.path, ports }),
    );
  }
}

/** The boxes of all shelves, part by part. What overlaps a pattern comes shelf by shelf, all else box by box. */
function collected<Of extends Box>(
  { same, below, above, patterns, everywhere }: NearDestinations<Shelf<Of>>,
  take: Take<Of>,
  isPattern = false,
): readonly Of[] {
  const found: Of[] = [];
  addEach(found, same, take);
  if (isPattern) addEach(found, below, take);
  else addInOrder(found, below, take);
  addEach(found, above, take);
  addInOrder(found, patterns, take);
  addInOrder(found, everywhere, take);
  return found;
}

type Take<Of extends Box> = (shelf: Shelf<Of>) => readonly Placed<Of>[];

/** Adds the boxes shelf by shelf. */
function addEach<Of extends Box>(found: Of[], shelves: readonly Shelf<Of>[], take: Take<Of>): void {
  for (const shelf of shelves) for (const { box } of take(shelf)) found.push(box);
}

/** Adds the boxes of all shelves in the order of the boxes; those of one shelf have it already. */
function addInOrder<Of extends Box>(
  found: Of[],
  shelves: readonly Shelf<Of>[],
  take: Take<Of>,
): void {
  if (shelves.length < 2) addEach(found, shelves, take);
  else for (const { box } of inOrder(shelves.map(take))) found.push(box);
}
