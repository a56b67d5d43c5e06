import type { Peer } from './destination.ts';
import { type Destination, formatDestination } from './destination.ts';
import type { Host, HostName } from './host.ts';
import { hostCovers, hostHolds, hostsIntersect, subtractHosts, witness } from './host-set.ts';
import {
  intersectNetworks,
  type Network,
  networkCovers,
  networksIntersect,
  subtractNetworks,
} from './network.ts';

/** Every place that `base` holds and no member of `except` does; `except` holds only what meets the base. */
export type DestinationRegion = {
  readonly base: Destination;
  readonly except: readonly Destination[];
};

/** Does `outer` hold every place that `inner` holds? Resolvers are a place of their own: the enforcing device. */
export function destinationCovers(outer: Destination, inner: Destination): boolean {
  if (outer.kind === 'any') return takesWhole(outer, inner);
  if (outer.kind === 'host' && inner.kind === 'host') return hostCovers(outer.host, inner.host);
  if (outer.kind === 'network' && inner.kind === 'network') {
    return networkCovers(outer.network, inner.network);
  }
  return outer.kind === 'resolvers' && inner.kind === 'resolvers';
}

/** Is there a place that both hold? */
export function destinationsIntersect(a: Destination, b: Destination): boolean {
  if (a.kind === 'any') return b.kind !== 'network' || isLeft(b.network, a);
  if (b.kind === 'any') return destinationsIntersect(b, a);
  if (a.kind === 'host' && b.kind === 'host') return hostsIntersect(a.host, b.host);
  if (a.kind === 'network' && b.kind === 'network') return networksIntersect(a.network, b.network);
  return a.kind === 'resolvers' && b.kind === 'resolvers';
}

/**
 * What is left of a destination when others are taken away; empty when nothing is. A network leaves networks; all
 * places, and the names of a wildcard, leave themselves with exceptions, since what is left has no name of its own.
 */
export function subtractDestinations(
  base: Destination,
  taken: readonly Destination[],
): DestinationRegion[] {
  const everywhere = taken.filter((other) => other.kind === 'any');
  return everywhere.length === 0
    ? subtractPlaces(base, taken)
    : addressesOutside(base, everywhere).flatMap((network) =>
        subtractPlaces({ kind: 'network', network }, taken),
      );
}

/** The addresses of a destination that each of these leaves out. Of names and devices none leaves any out. */
function addressesOutside(base: Destination, everywhere: readonly Everywhere[]): Network[] {
  if (base.kind === 'host' || base.kind === 'resolvers') return [];
  const [first, ...others] = everywhere.map(({ except = [] }) => except);
  const outside = others.reduce<readonly Network[]>(intersectNetworks, first ?? []);
  return base.kind === 'network'
    ? intersectNetworks([base.network], outside)
    : subtractNetworks(outside, base.except ?? []);
}

/** The same when nothing that is taken is every place. */
function subtractPlaces(base: Destination, taken: readonly Destination[]): DestinationRegion[] {
  switch (base.kind) {
    case 'host':
      return subtractHosts([base.host], taken.flatMap(hostOf)).map(({ except }) => ({
        base,
        except: except.map((host) => ({ kind: 'host', host })),
      }));
    case 'network':
      return subtractNetworks([base.network], taken.flatMap(networkOf)).map((network) => ({
        base: { kind: 'network', network },
        except: [],
      }));
    case 'resolvers':
      return taken.some((other) => other.kind === 'resolvers') ? [] : [{ base, except: [] }];
    case 'any':
      // No list of names, networks and devices is every place.
      return [{ base, except: [...taken] }];
  }
}

/** One place of a region, which is not empty; undefined stands for the enforcing device itself. */
export function placeIn({ base, except }: DestinationRegion): Peer | undefined {
  switch (base.kind) {
    case 'host':
      return { kind: 'name', name: nameIn(base.host, except.flatMap(hostOf)) };
    case 'network': {
      const { family, first } = base.network;
      return { kind: 'address', address: { family, value: first } };
    }
    case 'resolvers':
      return undefined;
    case 'any':
      return { kind: 'name', name: anyName(except.flatMap(hostOf)) };
  }
}

/** A region in words: the base, then what is not in it. */
export function formatRegion({ base, except }: DestinationRegion): string {
  const text = formatDestination(base);
  const more = base.kind === 'any' && base.except !== undefined ? ', ' : ' but ';
  return [text, except.map(formatDestination).join(', ')].filter((part) => part !== '').join(more);
}

type Everywhere = Extract<Destination, { kind: 'any' }>;

function takesWhole({ except = [] }: Everywhere, inner: Destination): boolean {
  if (inner.kind === 'network') return intersectNetworks([inner.network], except).length === 0;
  return inner.kind !== 'any' || subtractNetworks(except, inner.except ?? []).length === 0;
}

/** Is a part of the network not left out? */
function isLeft(network: Network, { except = [] }: Everywhere): boolean {
  return subtractNetworks([network], except).length > 0;
}

function hostOf(destination: Destination): Host[] {
  return destination.kind === 'host' ? [destination.host] : [];
}

function networkOf(destination: Destination) {
  return destination.kind === 'network' ? [destination.network] : [];
}

/** A name that a reader knows for an example where one is free, else a shortest one. */
function nameIn(base: Host, except: readonly Host[]): HostName {
  const plain = readableName(base);
  if (plain !== undefined && isFree(plain, except)) return plain;
  const name = witness({ base, except });
  if (name === undefined) throw new Error('an empty region has no witness');
  return name as HostName;
}

const longestName = 253;

function readableName(host: Host): HostName | undefined {
  if (host.kind === 'exact') return host.name;
  const text =
    host.kind === 'subdomains'
      ? `anything.${host.of}`
      : host.labels.map((label) => label.replace(/^\*$/, 'any').replaceAll('*', '1')).join('.');
  return text.length <= longestName ? (text as HostName) : undefined;
}

function anyName(except: readonly Host[]): HostName {
  let count = 0;
  for (;;) {
    const name = `anything${count === 0 ? '' : count}.example` as HostName;
    if (isFree(name, except)) return name;
    count += 1;
  }
}

function isFree(name: HostName, except: readonly Host[]): boolean {
  return except.every((host) => !hostHolds(host, name));
}
