import type { Family } from '../../net/address.ts';
import { isProtocol, type Protocol } from '../../net/transport.ts';
import type { Rule } from '../../policy/types.ts';

/** How PAN-OS matches a protocol without ports. */
export type ProtocolMatch = {
  /** The App-ID that is this protocol, and nothing else. */
  readonly application: string;
  /** The address families in which it is known to match. */
  readonly families: readonly Family[];
  /** Why it is left out in the other family. */
  readonly elsewhere: string;
};

const both = { families: [4, 6], elsewhere: '' } as const;

/**
 * A rule lists the one App-ID, with the service application-default: PAN-OS then compares the protocol of the App-ID. With
 * the service any, the App-ID would match on every protocol and port.
 */
export const protocolMatches: Readonly<Record<Protocol, ProtocolMatch>> = {
  'icmp-echo': {
    application: 'ping',
    families: [4],
    elsewhere: 'the App-ID ping is for IPv4, and ipv6-icmp would allow all ICMPv6',
  },
  esp: { application: 'ipsec-esp', ...both },
  ah: {
    application: 'ipsec-ah',
    families: [4],
    elsewhere: 'AH is an extension header there, and no App-ID is known to match it',
  },
  gre: { application: 'gre', ...both },
};

/** The protocol of a rule without ports: all ports of a rule have the same transport, except TCP and UDP. */
export function protocolOf({ ports }: Rule): Protocol | undefined {
  return ports.map(({ transport }) => transport).find(isProtocol);
}

/** Why a destination is left out in a family in which the protocol is not matched. */
export function leftOutIn(protocol: Protocol, family: Family): string {
  return `over IPv${family}, ${protocol} is left out: ${protocolMatches[protocol].elsewhere}`;
}
