import type { Destination } from '../net/destination.ts';
import { formatHost, type Host, type HostName } from '../net/host.ts';
import type { Network } from '../net/network.ts';
import type { PackedDestination, PackedNetwork } from './data.ts';

/** A destination as a page has it; undefined for the device itself, which no flow names. */
export function packDestination(destination: Destination): PackedDestination | undefined {
  switch (destination.kind) {
    case 'host':
      return formatHost(destination.host);
    case 'network':
      return { network: packNetwork(destination.network) };
    case 'any':
      return { except: (destination.except ?? []).map(packNetwork) };
    case 'resolvers':
    case 'self':
      return undefined;
  }
}

function packNetwork({ family, first, last }: Network): PackedNetwork {
  return [family, first.toString(16), last.toString(16)];
}

/** Reads a packed destination back. */
export function unpackDestination(packed: PackedDestination): Destination {
  if (typeof packed === 'string') return { kind: 'host', host: unpackHost(packed) };
  if ('network' in packed) return { kind: 'network', network: unpackNetwork(packed.network) };
  const except = packed.except.map(unpackNetwork);
  return except.length === 0 ? { kind: 'any' } : { kind: 'any', except };
}

// The text was a host before it was packed.
function unpackHost(text: string): Host {
  if (!text.includes('*')) return { kind: 'exact', name: text as HostName };
  const of = text.slice(2);
  return text.startsWith('*.') && !of.includes('*')
    ? { kind: 'subdomains', of: of as HostName }
    : { kind: 'pattern', labels: text.split('.') };
}

function unpackNetwork([family, first, last]: PackedNetwork): Network {
  return { family, first: BigInt(`0x${first}`), last: BigInt(`0x${last}`) };
}
