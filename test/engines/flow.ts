/** What travels: enough to see which application and which URL a firewall can recognise. */
export type Application = 'dns' | 'http' | 'tls' | 'other';

/** One connection, in plain words, for the checkers' own evaluation. */
export type EngineFlow = {
  /** The client's address. */
  readonly client: string;
  /** A host name, an address, or `self`: the enforcing device. */
  readonly destination: string;
  /** The address that the name of the destination led to; without it nothing is known of it. */
  readonly address?: string;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** The path of a cleartext request; `/` when it is not given. */
  readonly path?: string;
  /** Without it, what is usual on the port: dns on 53, http on tcp/80, tls on tcp/443, other elsewhere. */
  readonly application?: Application;
  /** The App-ID that the firewall has settled on, where that is not the usual one of the application. */
  readonly appId?: string;
  /** Zones (Palo Alto) or the interface's key in `from` (pfSense); without them the flow arrives where the rules wait. */
  readonly from?: string;
  readonly to?: string;
};

/** `none`: no rule of ours matches, so that the device's own rules decide. */
export type EngineDecision = {
  readonly verdict: 'allow' | 'deny' | 'none';
  /** The deciding rule: its descr (pfSense) or its name (Palo Alto). */
  readonly rule: string | null;
};

/** A file of a site by its name relative to the site's folder, such as `pfsense/config.xml`. */
export type EngineFiles = ReadonlyMap<string, string>;

/** The application that the flow says, or the usual one of its port. */
export function applicationOf(flow: EngineFlow): Application {
  if (flow.application !== undefined) return flow.application;
  if (flow.port === 53) return 'dns';
  if (flow.transport === 'tcp' && flow.port === 80) return 'http';
  if (flow.transport === 'tcp' && flow.port === 443) return 'tls';
  return 'other';
}
