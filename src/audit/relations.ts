import { getOrAdd } from '../maps.ts';
import { destinationsIntersect } from '../net/destination-set.ts';
import { type Network, subtractNetworks } from '../net/network.ts';
import { pathCovers } from '../net/path.ts';
import { type PortRange, portsIntersect, subtractPorts } from '../net/port.ts';
import type { NamedDestination } from './named.ts';
import type { Opened, OpenedIndex } from './opened.ts';

/** The endpoints that have to do with a named destination. */
export type Relations = {
  /** Exactly this destination and path. */
  readonly exact: readonly Opened[];
  /** The same destination with a path that includes this one. */
  readonly above: readonly Opened[];
  /** A wider destination. */
  readonly wider: readonly Opened[];
  /** A part of it: a name, a network or a path within. Made only when it is asked for. */
  within(): readonly Opened[];
};

/** Finds the endpoints around a named destination by index. */
export function relationsOf(
  named: NamedDestination,
  index: OpenedIndex,
  isWider: (opened: Opened) => boolean,
): Relations {
  const { destination, path } = named;
  const same = index.of(destination);
  const exact = same.filter((each) => each.endpoint.path === path);
  return {
    exact,
    above: same.filter(
      (each) => each.endpoint.path !== path && pathCovers(each.endpoint.path, path),
    ),
    wider: index.covering(destination, path, isWider),
    within: () => [
      ...same.filter((each) => each.endpoint.path !== path && pathCovers(path, each.endpoint.path)),
      ...index.within(destination).filter((each) => isPart(each, named)),
    ],
  };
}

function isPart({ destination }: Opened, named: NamedDestination): boolean {
  return destination !== undefined && destinationsIntersect(named.destination, destination);
}

/** Whether networks within a named network contain all its addresses, each on all these ports. */
export function coverTogether(
  { destination }: NamedDestination,
  parts: readonly Opened[],
  ports: readonly PortRange[],
): boolean {
  if (destination.kind !== 'network') return false;
  // Endpoints of one list share their ports, so they are compared once.
  const known = new Map<Opened['ports'], boolean>();
  const opensAll = (each: Opened) =>
    getOrAdd(known, each.ports, () => subtractPorts(ports, each.ports).length === 0);
  const networks = parts.filter(opensAll).flatMap(networkOf);
  return subtractNetworks([destination.network], networks).length === 0;
}

function networkOf({ destination }: Opened): Network[] {
  return destination?.kind === 'network' ? [destination.network] : [];
}

/** Whether an endpoint opens one of the ports. */
export function opensSome({ ports }: Opened, wanted: readonly PortRange[]): boolean {
  return ports.some((range) => wanted.some((other) => portsIntersect(range, other)));
}
