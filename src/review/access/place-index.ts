import { getOrAdd } from '../../maps.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { NetworkIndex } from '../../net/network-index.ts';
import { pathCovers } from '../../net/path.ts';
import { portsCover } from '../../net/port.ts';
import type { Box } from './box.ts';
import { clientsCover } from './clients.ts';

// More boxes of one destination than these are not looked at one by one.
const few = 8;

/**
 * Boxes by exactly their destination: a shortcut before a subtraction, since most access of one side is at the same
 * destinations on the other side. It costs less than a `BoxIndex`.
 */
class PlaceIndex<Of extends Box> {
  readonly #names = new Map<string, Of[]>();
  readonly #wildcards = new Map<string, Of[]>();
  readonly #networks = new NetworkIndex<Of[]>();
  /** By their texts. */
  readonly #others = new Map<string, Of[]>();

  constructor(boxes: readonly Of[]) {
    for (const box of boxes) {
      // Most destinations have one box, and a list that grows from nothing takes room for 17.
      const here = this.#getOrAdd(box.destination, () => [box]);
      if (here[0] !== box) here.push(box);
    }
  }

  /** Do a few boxes of exactly this destination contain the box, together for all of its clients? Asks only accepted ones. */
  holds<Inner extends Box>(box: Inner, accept: (outer: Of, inner: Inner) => boolean): boolean {
    const here = this.#find(box.destination);
    if (here === undefined || here.length > few) return false;
    const clients: Of['clients'][] = [];
    for (const other of here) {
      if (!coversPart(other, box) || !accept(other, box)) continue;
      // Most boxes are at the same place for the same clients.
      if (other.clients === box.clients) return true;
      clients.push(other.clients);
    }
    return clients.length > 0 && clientsCover(clients, box.clients);
  }

  #getOrAdd(destination: Destination, make: () => Of[]): Of[] {
    if (destination.kind === 'network') return this.#networks.getOrAdd(destination.network, make);
    return getOrAdd(this.#homeOf(destination), keyOf(destination), make);
  }

  #find(destination: Destination): readonly Of[] | undefined {
    if (destination.kind === 'network') return this.#networks.find(destination.network);
    return this.#homeOf(destination).get(keyOf(destination));
  }

  #homeOf(destination: Destination): Map<string, Of[]> {
    if (destination.kind !== 'host' || destination.host.kind === 'pattern') return this.#others;
    return destination.host.kind === 'exact' ? this.#names : this.#wildcards;
  }
}

/** A key among destinations of the same kind. A host has it already. */
function keyOf(destination: Destination): string {
  if (destination.kind !== 'host' || destination.host.kind === 'pattern')
    return formatDestination(destination);
  return destination.host.kind === 'exact' ? destination.host.name : destination.host.of;
}

/** Does the outer box contain all ports and the path of the inner one? */
function coversPart(outer: Box, inner: Box): boolean {
  return portsCover(outer.ports, inner.ports) && pathCovers(outer.path, inner.path);
}

/**
 * The boxes, without those that a few of the others with exactly the same destination contain, of those that are accepted
 * for a box. Most access is the same on both sides.
 */
export function uncoveredBoxes<Of extends Box, Other extends Box>(
  boxes: readonly Of[],
  others: readonly Other[],
  accept: (outer: Other, inner: Of) => boolean = () => true,
): Of[] {
  const index = new PlaceIndex(others);
  return boxes.filter((box) => !index.holds(box, accept));
}
