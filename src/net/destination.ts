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
 * The destination of a rule: names, addresses, any destination, or the site's resolvers. `except` is the addresses
 * that `any` does not include, sorted and merged, never empty; it does not limit names.
 */
export type Destination =
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'resolvers' }
  | { readonly kind: 'any'; readonly except?: readonly Network[] };

const kindOrder = { host: 0, network: 1, resolvers: 2, any: 3 } as const;

/** A total order: hosts, networks, resolvers, any. */
export function compareDestinations(a: Destination, b: Destination): number {
  if (a.kind === 'host' && b.kind === 'host') return compareHosts(a.host, b.host);
  if (a.kind === 'network' && b.kind === 'network') return compareNetworks(a.network, b.network);
  if (a.kind === 'any' && b.kind === 'any') return compareText(exceptText(a), exceptText(b));
  return kindOrder[a.kind] - kindOrder[b.kind];
}

/** As the spec writes it: a host, a wildcard, a network, `resolvers` or `any`, then the exceptions of `any`. */
export function formatDestination(destination: Destination): string {
  switch (destination.kind) {
    case 'host':
      return formatHost(destination.host);
    case 'network':
      return formatNetwork(destination.network);
    case 'any':
      return `any${exceptText(destination)}`;
    case 'resolvers':
      return destination.kind;
  }
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

/** Whether the destination includes the peer. `resolvers` includes none here: their addresses are known by site. */
export function destinationHolds(destination: Destination, peer: Peer): boolean {
  switch (destination.kind) {
    case 'host':
      return peer.kind === 'name' && hostHolds(destination.host, peer.name);
    case 'network':
      return peer.kind === 'address' && networkHolds(destination.network, peer.address);
    case 'resolvers':
      return false;
    case 'any':
      return peer.kind === 'name' || !holdsAddress(destination.except, peer.address);
  }
}

function holdsAddress(networks: readonly Network[] = [], address: Address): boolean {
  return networks.some((network) => networkHolds(network, address));
}
