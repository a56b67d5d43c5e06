import type { Address } from './address.ts';
import { compareHosts, formatHost, type Host, type HostName } from './host.ts';
import { hostHolds } from './host-set.ts';
import {
  compareNetworks,
  formatNetwork,
  mergeNetworks,
  type Network,
  networkHolds,
} from './network.ts';
import { compareText } from './order.ts';

/**
 * The destination of a rule: names, addresses, any destination, the site's resolvers, or the enforcing device itself.
 * `except` is the addresses that `any` does not include, sorted and merged, never empty; it does not limit names.
 */
export type Destination =
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'resolvers' }
  | { readonly kind: 'self' }
  | { readonly kind: 'any'; readonly except?: readonly Network[] };

const kindOrder = { host: 0, network: 1, resolvers: 2, self: 3, any: 4 } as const;

/** A total order: hosts, networks, resolvers, self, any. */
export function compareDestinations(a: Destination, b: Destination): number {
  if (a.kind === 'host' && b.kind === 'host') return compareHosts(a.host, b.host);
  if (a.kind === 'network' && b.kind === 'network') return compareNetworks(a.network, b.network);
  if (a.kind === 'any' && b.kind === 'any') return compareText(exceptText(a), exceptText(b));
  return kindOrder[a.kind] - kindOrder[b.kind];
}

/** As the spec writes it: a host, a wildcard, a network, `resolvers`, `self` or `any`, then the exceptions of `any`. */
export function formatDestination(destination: Destination): string {
  switch (destination.kind) {
    case 'host':
      return formatHost(destination.host);
    case 'network':
      return formatNetwork(destination.network);
    case 'any':
      return `any${exceptText(destination)}`;
    case 'resolvers':
    case 'self':
      return destination.kind;
  }
}

/**
 * Whether the destination is the enforcing device itself. In a set of access, `resolvers` is the device too: the addresses
 * of other resolvers are networks there.
 */
export function isDevice({ kind }: Destination): boolean {
  return kind === 'resolvers' || kind === 'self';
}

function exceptText({ except = [] }: Extract<Destination, { kind: 'any' }>): string {
  return except.length === 0 ? '' : ` but ${except.map(formatNetwork).join(', ')}`;
}

/** Any destination except these addresses, which are sorted and merged. */
export function anyExcept(networks: readonly Network[]): Destination {
  return networks.length === 0 ? { kind: 'any' } : { kind: 'any', except: mergeNetworks(networks) };
}

/** The destination of a flow: one name or one address. */
export type Peer =
  | { readonly kind: 'name'; readonly name: HostName }
  | { readonly kind: 'address'; readonly address: Address };

/** Whether the destination includes the peer. `resolvers` and `self` include none here: their addresses are known by site. */
export function destinationHolds(destination: Destination, peer: Peer): boolean {
  switch (destination.kind) {
    case 'host':
      return peer.kind === 'name' && hostHolds(destination.host, peer.name);
    case 'network':
      return peer.kind === 'address' && networkHolds(destination.network, peer.address);
    case 'resolvers':
    case 'self':
      return false;
    case 'any':
      return peer.kind === 'name' || !holdsAddress(destination.except, peer.address);
  }
}

function holdsAddress(networks: readonly Network[] = [], address: Address): boolean {
  return networks.some((network) => networkHolds(network, address));
}
