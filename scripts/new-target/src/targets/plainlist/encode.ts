import { type Destination, formatDestination } from '../../../../../src/net/destination.ts';
import { formatNetwork, type Network } from '../../../../../src/net/network.ts';
import { formatPortRange, type PortRange } from '../../../../../src/net/port.ts';
import { shaped, slug } from '../../../../../src/targets/kit/writing/encode.ts';
import type { Encoded } from '../../../../../src/targets/target.ts';

// Each encoder makes text for one kind in templates/plainlist/places.json; elsewhere it does not compile.

/** The spec's name, in a line that begins with a number sign. */
export function encodeComment(name: string): Encoded<'plainlist-comment'> {
  return shaped(name, slug);
}

/** The name of the list. */
export function encodeName(name: string): Encoded<'plainlist-name'> {
  return shaped(name, /^[a-z][a-z0-9_]{0,30}$/);
}

/** The ticket for the list. */
export function encodeReference(reference: string): Encoded<'plainlist-reference'> {
  return shaped(reference, /^[A-Za-z0-9._-]{1,40}$/);
}

/** An address, a network or a range. */
export function encodeNetwork(network: Network): Encoded<'plainlist-network'> {
  return shaped(formatNetwork(network), /^[0-9a-f.:/-]+$/);
}

/** A destination in the form of the spec. */
export function encodeDestination(destination: Destination): Encoded<'plainlist-destination'> {
  return shaped(formatDestination(destination), /^[a-z0-9_.*:/-]+$/);
}

/** `tcp/80,tcp/443`, or a protocol without ports: `esp`. */
export function encodePorts(ports: readonly PortRange[]): Encoded<'plainlist-ports'> {
  return shaped(ports.map(formatPortRange).join(','), /^[a-z0-9,/-]+$/);
}
