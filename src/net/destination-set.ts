import type { Peer } from './destination.ts';
import { type Destination, formatDestination, isDevice } from './destination.ts';
import type { Host, HostName } from './host.ts';
import { hostCovers, hostHolds, hostsIntersect, subtractHosts, witness } from './host-set.ts';
import {
  intersectNetworks,
  type Network,
  networkCovers,
  networksIntersect,
  subtractNetworks,
} from './network.ts';

/** The destinations in `base` that are in no member of `except`; each member overlaps the base. */
export type DestinationRegion = {
  readonly base: Destination;
  readonly except: readonly Destination[];
};

/** Whether `outer` includes all of `inner`. `resolvers` and `self` are one destination: the enforcing device. */
export function destinationCovers(outer: Destination, inner: Destination): boolean {
  if (outer.kind === 'any') return takesWhole(outer, inner);
  if (outer.kind === 'host' && inner.kind === 'host') return hostCovers(outer.host, inner.host);
  if (outer.kind === 'network' && inner.kind === 'network') {
    return networkCovers(outer.network, inner.network);
  }
  return isDevice(outer) && isDevice(inner);
}

/** Whether two destinations overlap. */
export function destinationsIntersect(a: Destination, b: Destination): boolean {
  if (a.kind === 'any') return b.kind !== 'network' || isLeft(b.network, a);
  if (b.kind === 'any') return destinationsIntersect(b, a);
  if (a.kind === 'host' && b.kind === 'host') return hostsIntersect(a.host, b.host);
  if (a.kind === 'network' && b.kind === 'network') return networksIntersect(a.network, b.network);
  return isDevice(a) && isDevice(b);
}

/**
 * A destination without others; empty when nothing is left. The rest of a network is networks. The rest of `any` or of a
 * wildcard is itself with exceptions, since it has no shorter form.
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

/** The addresses of a destination that all of these except. They never except names or devices. */
function addressesOutside(base: Destination, everywhere: readonly Everywhere[]): Network[] {
  if (base.kind === 'host' || base.kind === 'resolvers' || base.kind === 'self') return [];
  const [first, ...others] = everywhere.map(({ except = [] }) => except);
  const outside = others.reduce<readonly Network[]>(intersectNetworks, first ?? []);
  return base.kind === 'network'
    ? intersectNetworks([base.network], outside)
    : subtractNetworks(outside, base.except ?? []);
}

/** The same when none of the others is `any`. */
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
    case 'self':
      return taken.some(isDevice) ? [] : [{ base, except: [] }];
    case 'any':
      // No list of names, networks and devices covers all destinations.
      return [{ base, except: [...taken] }];
  }
}

/** One destination in a region that is not empty; undefined means the enforcing device itself. */
export function placeIn({ base, except }: DestinationRegion): Peer | undefined {
  switch (base.kind) {
    case 'host':
      return { kind: 'name', name: nameIn(base.host, except.flatMap(hostOf)) };
    case 'network': {
      const { family, first } = base.network;
      return { kind: 'address', address: { family, value: first } };
    }
    case 'resolvers':
    case 'self':
      return undefined;
    case 'any':
      return { kind: 'name', name: anyName(except.flatMap(hostOf)) };
  }
}

/** A region as text: the base, then its exceptions. */
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

/** Whether a part of the network is not excepted. */
function isLeft(network: Network, { except = [] }: Everywhere): boolean {
  return subtractNetworks([network], except).length > 0;
}

function hostOf(destination: Destination): Host[] {
  return destination.kind === 'host' ? [destination.host] : [];
}

function networkOf(destination: Destination) {
  return destination.kind === 'network' ? [destination.network] : [];
}

/** A name that reads as an example, if one is free; else a shortest name. */
function nameIn(base: Host, except: readonly Host[]): HostName {
  const plain = readableName(base);
  if (plain !== undefined && isFree(plain, except)) return plain;
  const name = witness({ base, except });
  if (name === undefined) throw new Error('an empty region has no example name');
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
