/** The transports with port numbers. */
export const portTransports = ['tcp', 'udp', 'sctp'] as const;

/** The protocols without port numbers that a spec can name. icmp-echo is ping, in both address families. */
export const protocols = ['icmp-echo', 'esp', 'ah', 'gre'] as const;

export type PortTransport = (typeof portTransports)[number];
export type Protocol = (typeof protocols)[number];

/** What carries a flow: a transport with ports, or a protocol without. */
export type Transport = PortTransport | Protocol;

/** Every transport, in the order of lists. */
export const transports: readonly Transport[] = [...portTransports, ...protocols];

export function isTransport(text: string): text is Transport {
  return transports.some((transport) => transport === text);
}

export function isProtocol(text: string): text is Protocol {
  return protocols.some((protocol) => protocol === text);
}

/** Whether a rule can hold it together with the others of this kind: one rule has the TCP and UDP ports of a service. */
export function isTcpOrUdp(transport: Transport): transport is 'tcp' | 'udp' {
  return transport === 'tcp' || transport === 'udp';
}

/** Whether a flow of this transport has a port number. */
export function hasPorts(transport: Transport): transport is PortTransport {
  return !isProtocol(transport);
}
