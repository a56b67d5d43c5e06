/** What a firewall recognizes in a connection. */
export type Application = 'dns' | 'http' | 'tls' | 'other';

/** A protocol without ports. `icmp` is any ICMP except an echo request. */
export type EngineProtocol = 'icmp-echo' | 'icmp' | 'esp' | 'ah' | 'gre';

const protocols: readonly EngineProtocol[] = ['icmp-echo', 'icmp', 'esp', 'ah', 'gre'];

/** The protocols without ports, except one. */
export function otherProtocols(transport: string): EngineProtocol[] {
  return protocols.filter((each) => each !== transport);
}

/** One connection, as the checkers evaluate it. */
export type EngineFlow = {
  /** The client's address. */
  readonly client: string;
  /** A host name, an address, or `self`: the enforcing device. */
  readonly destination: string;
  /** The address that the destination name resolved to; absent if unknown. */
  readonly address?: string;
  readonly transport: 'tcp' | 'udp' | EngineProtocol;
  /** 0 for a protocol without ports. */
  readonly port: number;
  /** The path of a cleartext request; default `/`. */
  readonly path?: string;
  /** Default by port: dns on 53, http on tcp/80, tls on tcp/443, other elsewhere. */
  readonly application?: Application;
  /** The App-ID that the firewall has identified, if it is not the usual one of the application. */
  readonly appId?: string;
  /** Zones (Palo Alto), or the interface's key in `from` (pfSense). Default: those of the rules. */
  readonly from?: string;
  readonly to?: string;
};

/** `none`: no generated rule matches, so the device's own rules decide. */
export type EngineDecision = {
  readonly verdict: 'allow' | 'deny' | 'none';
  /** The rule that decides: its descr (pfSense) or its name (Palo Alto). */
  readonly rule: string | null;
};

/** The files of a site, by their path in the site's directory, such as `pfsense/config.xml`. */
export type EngineFiles = ReadonlyMap<string, string>;

/** The application of the flow, or the default one of its port. */
export function applicationOf(flow: EngineFlow): Application {
  if (flow.application !== undefined) return flow.application;
  if (flow.port === 53) return 'dns';
  if (flow.transport === 'tcp' && flow.port === 80) return 'http';
  if (flow.transport === 'tcp' && flow.port === 443) return 'tls';
  return 'other';
}
