import type { Site } from '../../language/types.ts';
import { bitsOf, type Family } from '../../net/address.ts';
import { type Destination, isDevice, type Peer } from '../../net/destination.ts';
import type { Host } from '../../net/host.ts';
import { parseHostName } from '../../net/host-text.ts';
import type { Network } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import { resolverPlaces } from '../access/policy-boxes.ts';

/** A host or address of a destination, and the addresses adjacent to a network. */
type Sample = { readonly peer: Peer; readonly beside: readonly Peer[] };

/** The hosts and addresses to ask about a destination. */
export function samplesOf(destination: Destination, site: Site): Sample[] {
  switch (destination.kind) {
    case 'host':
      return namesOf(destination.host).map((peer) => ({ peer, beside: [] }));
    case 'network':
      return addressesOf(destination.network);
    case 'resolvers':
      return resolverPlaces(site)
        .filter((place) => !isDevice(place))
        .flatMap((place) => samplesOf(place, site));
    case 'self':
      return [];
    case 'any':
      return peersNamed(['anything.example']).map((peer) => ({
        peer,
        beside: innerAddresses(site),
      }));
  }
}

/** The first address of each internal network; an endpoint with any destination does not include them. */
function innerAddresses(site: Site): Peer[] {
  return innerSpace(site).map(({ family, first }) => addressPeer(family, first));
}

function addressPeer(family: Family, value: bigint): Peer {
  return { kind: 'address', address: { family, value } };
}

function namesOf(host: Host): Peer[] {
  switch (host.kind) {
    case 'exact':
      return [{ kind: 'name', name: host.name }];
    case 'subdomains':
      return peersNamed([`one.${host.of}`, `one.two.${host.of}`]);
    case 'pattern':
      return peersNamed(['q7', ''].map((text) => filled(host.labels, text)));
  }
}

/** The texts that are names. */
export function peersNamed(texts: readonly string[]): Peer[] {
  return texts.flatMap((text) => {
    const name = parseHostName(text);
    return name.ok ? [{ kind: 'name', name: name.value } as const] : [];
  });
}

function filled(labels: readonly string[], text: string): string {
  return labels.map((label) => label.replaceAll('*', text)).join('.');
}

function addressesOf({ family, first, last }: Network): Sample[] {
  const beside = [first - 1n, last + 1n]
    .filter((value) => value >= 0n && value < 1n << BigInt(bitsOf(family)))
    .map((value) => addressPeer(family, value));
  return [...new Set([first, last])].map((value) => ({ peer: addressPeer(family, value), beside }));
}
