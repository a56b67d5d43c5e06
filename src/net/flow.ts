import { failure, type Refusal, type Result, success } from '../problem.ts';
import { parseAddress } from './address.ts';
import type { Peer } from './destination.ts';
import { parseHostName } from './host-text.ts';
import { parseNetwork } from './network-text.ts';
import { parseRequestPath, type UrlPath, wholeHost } from './path.ts';
import type { PortRange } from './port.ts';
import { parsePort } from './port-text.ts';
import { protocolMeant } from './protocol-spelling.ts';
import { hasPorts, isProtocol, isTransport, type Transport, transports } from './transport.ts';
import { splitUrl } from './url.ts';

/** How a client speaks: the scheme of a URL, or only its transport. */
export type Scheme = UrlScheme | Transport;

/** The scheme of a URL, which names an application protocol. */
export type UrlScheme = 'http' | 'https' | 'ws' | 'wss' | 'ftp';

/** One connection that a client can try. */
export type Flow = {
  /** As it was written. */
  readonly text: string;
  readonly scheme: Scheme;
  readonly peer: Peer;
  readonly transport: Transport;
  /** 0 for a protocol without ports. */
  readonly port: number;
  /** The whole host when the scheme has no path. */
  readonly path: UrlPath;
};

/** The port of a flow as a range: `formatPortRange` writes it as the spec does. */
export function portOf({ transport, port }: Pick<Flow, 'transport' | 'port'>): PortRange {
  return { transport, low: port, high: port };
}

/** The port that a URL of this scheme means when it names none. */
export const defaultPorts: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['ws', 80],
  ['https', 443],
  ['wss', 443],
  ['ftp', 21],
]);

/**
 * Reads a flow: a URL (its query and fragment are ignored), `tcp://host:port`, `udp://host:port`, `sctp://host:port`,
 * `host:port[/udp]`, or a protocol without ports: `icmp-echo://host`, `esp://host`, `ah://host`, `gre://host`.
 * Spellings that mean the same host (case, one trailing dot, an explicit default port) are the same flow.
 */
export function parseFlow(text: string): Result<Flow, Refusal> {
  if (text.length > longestFlow) return failure(refuseLongFlow(text.length));
  if (text.includes('/') && parseNetwork(text).ok) return failure(refuseNetwork(text));
  const url = withScheme(text);
  if (!url.ok) return url;
  const [whole = ''] = url.value.split(/[?#]/, 1);
  const parts = splitUrl(whole);
  if (!parts.ok)
    return failure({ ...parts.error, message: `invalid flow "${text}"`, rule: 'flow-shape' });
  const scheme = parts.value.scheme.toLowerCase();
  if (!isScheme(scheme)) return failure(refuseScheme(text, scheme));
  const port = parseFlowPort(text, scheme, parts.value.port);
  if (!port.ok) return port;
  const peer = parsePeer(parts.value.host);
  if (!peer.ok) return peer;
  if (isBare(scheme) && !['', '/'].includes(parts.value.path))
    return failure(refuseBarePath(text, scheme));
  const path = isBare(scheme) ? success(wholeHost) : parseRequestPath(parts.value.path);
  if (!path.ok) return path;
  const transport = isBare(scheme) ? scheme : 'tcp';
  return success({ text, scheme, peer: peer.value, transport, port: port.value, path: path.value });
}

/**
 * Reads a text that is only a host: a name or an address, also in brackets. Undefined for a text with a scheme, a port or
 * a path.
 */
export function parseBareHost(text: string): Result<Peer, Refusal> | undefined {
  const isAddress = /^\[[^\]]*\]$/.test(text) || parseAddress(text.toLowerCase()).ok;
  if (text === '' || text.length > longestFlow) return undefined;
  return isAddress || !/[:/?#@]/.test(text) ? parsePeer(text) : undefined;
}

function parseFlowPort(
  text: string,
  scheme: Scheme,
  port: string | undefined,
): Result<number, Refusal> {
  if (isProtocol(scheme))
    return port === undefined ? success(0) : failure(refuseProtocolPort(text, scheme));
  const written = port ?? defaultPorts.get(scheme)?.toString();
  if (written === undefined) return failure(refusePortless(text));
  const parsed = parsePort(written);
  if (parsed.ok) return parsed;
  return failure({ ...parsed.error, help: `${parsed.error.help}, as in host:443 or a URL` });
}

/** The refusal of a port for a protocol that has none. */
export function refuseProtocolPort(text: string, protocol: string): Refusal {
  return {
    rule: 'flow-port',
    message: `"${text}" has a port, but ${protocol} has no ports`,
    help: `write only the host, as in ${protocol}://www.example.com`,
  };
}

/** Enough for a URL of 2048 characters with a scheme and a port. */
export const longestFlow = 2300;

/** The refusal of a flow that is too long. */
export function refuseLongFlow(length: number): Refusal {
  return {
    rule: 'flow-shape',
    message: `the flow is ${length} characters long`,
    help: `use at most ${longestFlow} characters`,
  };
}

/** Reads the host of a URL or flow in any spelling that a client would send. */
function parsePeer(text: string): Result<Peer, Refusal> {
  const plain = text.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const address = parseAddress(plain);
  if (address.ok) return success({ kind: 'address', address: address.value });
  if (plain.includes(':')) return address;
  const name = parseHostName(plain.replace(/\.$/, ''));
  return name.ok ? success({ kind: 'name', name: name.value }) : failure(withoutKey(name.error));
}

/** The same refusal without the key that only an endpoint needs before an address. */
function withoutKey(error: Refusal): Refusal {
  return { ...error, help: error.help.replace('write "network: ', 'write "') };
}

/** Every scheme of a URL. */
export const urlSchemes: readonly UrlScheme[] = ['http', 'https', 'ws', 'wss', 'ftp'];

function isScheme(text: string): text is Scheme {
  return urlSchemes.some((scheme) => scheme === text) || isTransport(text);
}

/**
 * The same with a scheme: `host:port` is `tcp://host:port`, and `host:port/udp` is `udp://host:port`. Refuses any other
 * text after the port: read as a path, it would silently mean TCP.
 */
export function withScheme(text: string): Result<string, Refusal> {
  if (text.includes('://')) return success(text);
  const [, place = '', behind] =
    /^(\[[^\]]*\][^/?#]*|[^/?#]*)(?:\/(udp|tcp|sctp))?$/.exec(text) ?? [];
  return place === '' ? failure(refuseSchemeless(text)) : success(`${behind ?? 'tcp'}://${place}`);
}

/** The refusal of a text without a scheme that is neither a place nor a place and its transport. */
function refuseSchemeless(text: string): Refusal {
  const rule = 'flow-shape';
  if (text === '')
    return { rule, message: 'the flow is empty', help: 'write a URL, host:port or host:port/udp' };
  const [, scheme = '', rest = ''] = /^([a-z-]+):?\/+([^/].*)$/i.exec(text) ?? [];
  if (isScheme(scheme.toLowerCase()))
    return {
      rule,
      message: `"${text}" has no "://" after its scheme`,
      help: `write "${scheme}://${rest}"`,
    };
  const [, host = '', end = ''] = /^([^:/?#]*\.[^:/?#]*)[/?#](.*)$/.exec(text) ?? [];
  if (host === '') return refuseBarePath(text);
  const whole = isProtocol(end) ? `${end}://${host}` : `https://${text}`;
  const message = `"${text}" has text after the host, but no scheme`;
  return { rule, message, help: `write the scheme too, as in "${whole}"` };
}

function refuseNetwork(text: string): Refusal {
  return {
    rule: 'flow-shape',
    message: `expected one address, found the network "${text}"`,
    help: 'write one address of the network, with a port, as in 192.0.2.1:443',
  };
}

/** Whether the scheme is only a transport, without an application protocol. */
export function isBare(scheme: string): scheme is Transport {
  return isTransport(scheme);
}

/** The refusal of text after a port or host, where the scheme has no paths. */
export function refuseBarePath(text: string, transport: Transport = 'tcp'): Refusal {
  if (!hasPorts(transport))
    return {
      rule: 'flow-shape',
      message: `unexpected text after the host in "${text}"`,
      help: `write only the host, as in ${transport}://www.example.com`,
    };
  return {
    rule: 'flow-shape',
    message: `unexpected text after the port in "${text}"`,
    help: 'write host:port, host:port/udp, or a full URL with its path',
  };
}

function refusePortless(text: string): Refusal {
  return {
    rule: 'port-not-canonical',
    message: `"${text}" has no port`,
    help: 'add the port after the host, as in www.example.com:443',
  };
}

/** The refusal of a scheme that no flow has. */
export function refuseScheme(text: string, scheme: string): Refusal {
  const meant = protocolMeant(scheme);
  return {
    rule: 'flow-scheme',
    message: `unsupported scheme "${scheme}" in "${text}"`,
    help:
      meant === undefined
        ? `use ${urlSchemes.join(', ')}, ${transports.slice(0, -1).join(', ')} or ${transports.at(-1)}`
        : `did you mean "${meant}://"?`,
  };
}
