import { type Address, formatAddress } from '../../net/address.ts';
import { isDevice, type Peer } from '../../net/destination.ts';
import { placeIn } from '../../net/destination-set.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Transport } from '../../net/transport.ts';
import type { Box, Remainder } from './box.ts';

/** An example flow of a remainder, in the form of a spec's test. The enforcing device is written as `resolvers` or `self`. */
export function witnessFlow({ of, destination, ports }: Remainder<Box>): string {
  const [range] = ports;
  if (range === undefined) throw new Error('a remainder has no ports');
  const host = destination.base.kind === 'self' ? 'self' : placeText(placeIn(destination));
  return flowText(host, range.transport, range.low, of.path);
}

/** The same, as `explain` reads it; null for the enforcing device, since no spec has its address. */
export function exampleFlow(remainder: Remainder<Box>): string | null {
  return isDevice(remainder.destination.base) ? null : witnessFlow(remainder);
}

/** A flow in its shortest form: a URL if the port or path allows one, else transport, host and port. */
function flowText(
  host: string,
  transport: Transport,
  port: number,
  path: UrlPath = wholeHost,
): string {
  switch (transport) {
    case 'tcp':
      return tcpText(host, port, path);
    case 'udp':
    case 'sctp':
      return `${transport}://${host}:${port}`;
    case 'icmp-echo':
    case 'esp':
    case 'ah':
    case 'gre':
      return `${transport}://${host}`;
  }
}

function tcpText(host: string, port: number, path: UrlPath): string {
  if (port === 443) return `https://${host}${path}`;
  if (port === 80) return `http://${host}${path}`;
  return path === wholeHost ? `tcp://${host}:${port}` : `http://${host}:${port}${path}`;
}

/** A peer as a URL writes it. */
export function placeText(peer: Peer | undefined): string {
  if (peer === undefined) return 'resolvers';
  if (peer.kind === 'name') return peer.name;
  return addressText(peer.address);
}

/** An address as a URL writes it. */
function addressText(address: Address): string {
  const text = formatAddress(address);
  return address.family === 6 ? `[${text}]` : text;
}

/** The first and last port of a range, which represent it; 0 for a protocol without ports. */
export function endsOf({ low, high }: PortRange): number[] {
  return low === high ? [low] : [low, high];
}
