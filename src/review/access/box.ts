import type { Destination } from '../../net/destination.ts';
import type { DestinationRegion } from '../../net/destination-set.ts';
import type { Network } from '../../net/network.ts';
import type { UrlPath } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';

/** A part of all access: these clients may go to this destination, below this path, on these ports. */
export type Box = {
  /** Never empty. */
  readonly clients: readonly Network[];
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: PortRange;
};

/** A destination from a path on. */
export type Subtree = Pick<Box, 'destination' | 'path'>;

/** What is left of a box; the region is not empty, and the path itself is in it whatever was taken below it. */
export type Remainder<Of extends Box> = {
  readonly of: Of;
  readonly clients: readonly Network[];
  readonly destination: DestinationRegion;
  /** Destinations that are not in it from a path on that lies below the box's own. */
  readonly exceptBelow: readonly Subtree[];
  /** Sorted and merged. */
  readonly ports: readonly PortRange[];
};
