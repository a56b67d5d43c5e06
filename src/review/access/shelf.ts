import { getOrAdd } from '../../maps.ts';
import { compareNumber } from '../../net/order.ts';
import { pathCovers, type UrlPath } from '../../net/path.ts';
import { PathIndex } from '../../net/path-index.ts';
import type { PortRange } from '../../net/port.ts';
import { PortIndex } from '../../net/port-index.ts';
import type { Box } from './box.ts';

/** A box and its position among all boxes of an index. */
export type Placed<Of extends Box> = { readonly box: Of; readonly position: number };

/** A path and ports; each may be left out, which means all of them. */
export type Part = { readonly path?: UrlPath; readonly ports?: PortRange };

// Below this number, a look at each box is as fast as a search.
const few = 8;

/** The boxes of one destination, found by their paths and ports. */
export class Shelf<Of extends Box> {
  readonly #boxes: Placed<Of>[];
  #paths: PathIndex<PathShelf<Of>> | undefined;

  /** Most shelves have one box, and a list that grows from nothing takes room for 17. */
  constructor(first: Placed<Of>) {
    this.#boxes = [first];
  }

  /** Adds the box, if it is not the first one. */
  add(placed: Placed<Of>): void {
    if (this.#boxes[0] === placed) return;
    this.#boxes.push(placed);
    this.#paths = undefined;
  }

  /** All boxes that overlap the part, and perhaps others; in the order in which they were added. */
  near({ path, ports }: Part): readonly Placed<Of>[] {
    if (this.#boxes.length <= few) return this.#boxes;
    const paths = this.#indexed();
    const shelves = path === undefined ? paths.all() : [...paths.above(path), ...paths.below(path)];
    return inOrder(shelves.map((shelf) => shelf.near(ports)));
  }

  /**
   * All boxes that contain the path on one of the ports, and perhaps others that contain the path; in the order in which
   * they were added.
   */
  covering({ path, ports }: Required<Part>): readonly Placed<Of>[] {
    if (this.#boxes.length <= few)
      return this.#boxes.filter(({ box }) => pathCovers(box.path, path));
    const shelves = this.#indexed().above(path);
    return inOrder(shelves.map((shelf) => shelf.near(ports)));
  }

  #indexed(): PathIndex<PathShelf<Of>> {
    if (this.#paths !== undefined) return this.#paths;
    const paths = new Map<string, PathShelf<Of>>();
    for (const placed of this.#boxes)
      getOrAdd(paths, placed.box.path, () => new PathShelf<Of>()).add(placed);
    this.#paths = new PathIndex(paths);
    return this.#paths;
  }
}

/** The boxes of one destination and path. */
class PathShelf<Of extends Box> {
  readonly #boxes: Placed<Of>[] = [];
  #ports: PortIndex<Placed<Of>> | undefined;

  add(placed: Placed<Of>): void {
    this.#boxes.push(placed);
  }

  near(ports: PortRange | undefined): readonly Placed<Of>[] {
    if (ports === undefined || this.#boxes.length <= few) return this.#boxes;
    this.#ports ??= new PortIndex(this.#boxes, ({ box }) => [box.ports]);
    return inOrder([this.#ports.meeting(ports)]);
  }
}

/** The boxes of several lists by their positions. */
export function inOrder<Of extends Box>(
  lists: readonly (readonly Placed<Of>[])[],
): readonly Placed<Of>[] {
  const [first, second] = lists;
  if (first !== undefined && second === undefined && first.length < 2) return first;
  return lists.flat().sort((a, b) => compareNumber(a.position, b.position));
}
