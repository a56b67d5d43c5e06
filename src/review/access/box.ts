import type { Destination } from '../../net/destination.ts';
import type { DestinationRegion } from '../../net/destination-set.ts';
import type { Network } from '../../net/network.ts';
import type { UrlPath } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';

/** A part of all access: from these clients to this destination, below this path, on these ports. */
export type Box = {
  /** Never empty. */
  readonly clients: readonly Network[];
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: PortRange;
};

/** A destination below a path. */
export type Subtree = Pick<Box, 'destination' | 'path'>;

/** The rest of a box after a subtraction. The region is not empty, and the path itself is always in it. */
export type Remainder<Of extends Box> = {
  readonly of: Of;
  readonly clients: readonly Network[];
  readonly destination: DestinationRegion;
  /** Destinations that are excluded below a path, which is below the path of the box. */
  readonly exceptBelow: readonly Subtree[];
  /** Sorted and merged. */
  readonly ports: readonly PortRange[];
};
