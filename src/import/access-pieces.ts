import { getOrAdd, grouped } from '../maps.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { DestinationIndex } from '../net/destination-index.ts';
import {
  type DestinationRegion,
  destinationCovers,
  destinationsIntersect,
  formatRegion,
  subtractDestinations,
} from '../net/destination-set.ts';
import { intersectNetworks, mergeNetworks } from '../net/network.ts';
import { compareNumber } from '../net/order.ts';
import { pathCovers, pathsAbove, type UrlPath } from '../net/path.ts';
import {
  formatPortRange,
  mergePorts,
  type PortRange,
  portsCover,
  portsIntersect,
  sharedPorts,
  subtractPorts,
} from '../net/port.ts';

/** A destination from a path on, and the ports of it that are allowed: merged, never empty. */
export type AllowedPlace = {
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: readonly PortRange[];
};

/** What is left of a place. The region is never empty. */
export type AccessPiece = {
  readonly region: DestinationRegion;
  readonly path: UrlPath;
  readonly ports: readonly PortRange[];
};

/** Places by destination and path, with adjacent and overlapping networks merged: the same access in fewer of them. */
export class PlaceIndex {
  readonly #paths = new DestinationIndex<Map<string, AllowedPlace[]>>();
  readonly #isEmpty: boolean;

  constructor(places: readonly AllowedPlace[]) {
    this.#isEmpty = places.length === 0;
    for (const place of joinNetworks(places)) {
      const paths = this.#paths.getOrAdd(place.destination, () => new Map());
      getOrAdd(paths, place.path, () => []).push(place);
    }
  }

  /** The places that overlap a destination and contain a path on one of the ports. */
  above({ destination, path, ports }: AllowedPlace): AllowedPlace[] {
    if (this.#isEmpty) return [];
    const { same, below, above, patterns, everywhere } = this.#paths.near(destination);
    const keys = pathsAbove(path);
    return [same, below, above, patterns, everywhere]
      .flat()
      .flatMap((paths) => keys.flatMap((key) => paths.get(key) ?? []))
      .filter((place) => meetsOnPorts(place.ports, ports))
      .filter((place) => destinationsIntersect(place.destination, destination));
  }
}

function joinNetworks(places: readonly AllowedPlace[]): AllowedPlace[] {
  const alike = grouped(places, ({ destination, path, ports }) => {
    return destination.kind === 'network' ? `${path} ${ports.map(formatPortRange).join()}` : '';
  });
  return [...alike].flatMap(([key, own]) => {
    const [first] = own;
    if (key === '' || first === undefined) return own;
    const networks = own.flatMap(({ destination }) =>
      destination.kind === 'network' ? [destination.network] : [],
    );
    return mergeNetworks(networks).map((network): AllowedPlace => {
      return { ...first, destination: { kind: 'network', network } };
    });
  });
}

function meetsOnPorts(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  return some.some((range) => others.some((other) => portsIntersect(range, other)));
}

/** All of a place. */
export function wholePiece({ destination, path, ports }: AllowedPlace): AccessPiece {
  return { region: { base: destination, except: [] }, path, ports };
}

/** A piece without the access of an index. What is taken only below the piece's path leaves the path itself. */
export function withoutPlaces(piece: AccessPiece, index: PlaceIndex): readonly AccessPiece[] {
  const { region, path, ports } = piece;
  const { base, except } = region;
  const takers = index.above({ destination: base, path, ports });
  if (takers.length === 0) return [piece];
  const whole = takers.filter(({ destination }) => destinationCovers(destination, base));
  const taken = mergePorts(whole.flatMap((taker) => taker.ports));
  const left = subtractPorts(ports, taken);
  const pieces = cellsOf(left, takers).flatMap((range) => {
    const here = takers.filter((taker) => taker.ports.some((own) => portsCover(own, range)));
    const destinations = here.map(({ destination }) => destination);
    return subtractDestinations(base, [...except, ...destinations]).map(
      (rest): AccessPiece => ({ region: rest, path, ports: [range] }),
    );
  });
  return joinPorts(pieces);
}

/** The ports, cut wherever those of a place begin or end. */
function cellsOf(ports: readonly PortRange[], places: readonly AllowedPlace[]): PortRange[] {
  const texts = new Map(
    places.flatMap((place) => place.ports.map((range) => [formatPortRange(range), range] as const)),
  );
  const others = [...texts.values()];
  return ports.flatMap((range) => {
    const starts = others
      .filter((other) => portsIntersect(range, other))
      .flatMap(({ low, high }) => [low, high + 1])
      .filter((start) => start > range.low && start <= range.high);
    const cuts = [range.low, ...[...new Set(starts)].sort(compareNumber)];
    return cuts.map((low, index) => {
      return { ...range, low, high: (cuts[index + 1] ?? range.high + 1) - 1 };
    });
  });
}

/** Pieces of one region and path as one. */
export function joinPorts(pieces: readonly AccessPiece[]): readonly AccessPiece[] {
  if (pieces.length < 2) return pieces;
  return [...grouped(pieces, pieceKey).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined || alike.length === 1) return alike;
    return [{ ...first, ports: mergePorts(alike.flatMap(({ ports }) => ports)) }];
  });
}

function pieceKey({ region, path }: AccessPiece): string {
  return `${formatRegion(region)} ${path}`;
}

/** What two places that overlap have in common; one of their paths contains the other. */
export function sharedPieces(one: AllowedPlace, other: AllowedPlace): AccessPiece[] {
  const path = pathCovers(one.path, other.path) ? other.path : one.path;
  const ports = mergePorts(sharedPorts(one.ports, other.ports));
  return sharedDestinations(one.destination, other.destination).map((base) => {
    return { region: { base, except: [] }, path, ports };
  });
}

/** Two patterns that overlap share names that no destination describes: then it is the first of them. */
function sharedDestinations(one: Destination, other: Destination): Destination[] {
  if (one.kind === 'network' && other.kind === 'network')
    return intersectNetworks([one.network], [other.network]).map((network) => {
      return { kind: 'network', network };
    });
  return destinationCovers(one, other) || one.kind === 'any' ? [other] : [one];
}

/** A place as text: equal for equal destinations and paths. */
export function placeText(destination: Destination, path: string): string {
  return formatDestination(destination) + (path === '/' ? '' : path);
}
