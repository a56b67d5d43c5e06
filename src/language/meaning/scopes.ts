import { quote } from '../../characters.ts';
import {
  isBare,
  longestFlow,
  refuseBarePath,
  refuseLongFlow,
  refuseProtocolPort,
  refuseScheme,
  withScheme,
} from '../../net/flow.ts';
import { wholeHost } from '../../net/path.ts';
import { protocolRange } from '../../net/port.ts';
import { parsePort } from '../../net/port-text.ts';
import { protocolMeant } from '../../net/protocol-spelling.ts';
import { isProtocol, isTransport, portTransports } from '../../net/transport.ts';
import {
  failure,
  type Refusal,
  type Result,
  respell,
  respellWhole,
  success,
} from '../../problem.ts';
import type { Scope } from '../types.ts';
import type { Context } from './context.ts';
import { unknownName } from './judgement.ts';
import { noPort, parseNetworkPlace, parseUrl } from './places.ts';

/**
 * Reads an item of `only`: a URL or `host:port[/udp]`, with or without wildcards, a network with its port
 * (`192.0.2.0/24:443`, `[2001:db8::/32]:53/udp`) or its protocol (`esp://192.0.2.0/24`), or the name of a service.
 */
export function parseScope(context: Context, written: string): Result<Scope, Refusal> {
  if (written.length > longestFlow) return failure(refuseLongFlow(written.length));
  if (/^[^:/.]*$/.test(written)) return resolveWord(context, written);
  return parseNetworkScope(written) ?? parseUrlScope(written);
}

function resolveWord(context: Context, written: string): Result<Scope, Refusal> {
  const known = context.names.first.service;
  if (!known.has(written) && !context.lost.has('service'))
    return failure(unknownName('service', written, known.keys()));
  // A service with a mistake has a problem of its own.
  const ports = context.services.get(written)?.ports ?? [];
  return success({ written, destination: { kind: 'any' }, path: wholeHost, ports });
}

const networkShape = /^(?:\[([0-9a-f:./-]+)\]|(\d+\.\d+\.\d+\.\d[\d./-]*)):([^:/]+)(?:\/(.*))?$/i;

/** A network and its port; undefined if the text is something else. */
function parseNetworkScope(written: string): Result<Scope, Refusal> | undefined {
  const [, six, four, text = '', transport = 'tcp'] = networkShape.exec(written) ?? [];
  const place = six ?? four;
  if (place === undefined) return parseNetworkUrl(written);
  const known = portTransports.find((each) => each === transport);
  if (known === undefined) return failure(refuseBarePath(written));
  const network = parseNetworkPart(written, place);
  if (!network.ok) return network;
  const port = parsePort(text);
  if (!port.ok) return port;
  const { value } = port;
  const ports = [{ transport: known, low: value, high: value }];
  return success({ written, destination: network.value, path: wholeHost, ports });
}

/** A network and a protocol without ports; undefined if the text is not a network in the form of a URL. */
function parseNetworkUrl(written: string): Result<Scope, Refusal> | undefined {
  const six = sixInUrl(written);
  if (six !== undefined && isProtocol(six.scheme)) return failure(refuseBrackets(written, six));
  if (six?.isNetwork !== true && !addressUrl.test(written)) return undefined;
  const [, scheme = '', place = ''] = /^([^:]*):\/\/\[?([^\]]*)\]?$/.exec(written) ?? [];
  if (!isProtocol(scheme)) return failure(urlOfNetwork(written));
  const network = parseNetworkPart(written, place);
  if (!network.ok) return network;
  const ports = [protocolRange(scheme)];
  return success({ written, destination: network.value, path: wholeHost, ports });
}

/** An IPv6 network or address in the form of a URL that has brackets around the address only, or none. */
type SixInUrl = { readonly scheme: string; readonly place: string; readonly isNetwork: boolean };

const sixShape =
  /^([^:]*):\/\/(?:\[([0-9a-f:.]+)\](\/\d+)|([0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)([/-].*)?)$/i;

function sixInUrl(written: string): SixInUrl | undefined {
  const [, scheme, inside = '', prefix = '', bare = '', rest = ''] = sixShape.exec(written) ?? [];
  if (scheme === undefined) return undefined;
  return { scheme, place: inside + prefix + bare + rest, isNetwork: prefix !== '' || rest !== '' };
}

/** The refusal of a protocol with an IPv6 network; another mistake in the network is the one to report. */
function refuseBrackets(written: string, { scheme, place, isNetwork }: SixInUrl): Refusal {
  const network = parseNetworkPlace(place);
  const right = network.ok ? place : network.error.fix?.to[0];
  if (!network.ok && right === undefined) return network.error;
  const what = isNetwork ? 'network' : 'address';
  const whole = `${scheme}://[${right}]`;
  const message = `the IPv6 ${what} in ${quote(written)} is not in brackets`;
  const refusal = respell('url-shape', message, written, whole);
  // In a list in brackets, YAML would read the brackets of the network as another list.
  return { ...refusal, fix: { from: written, to: [whole], style: 'quotes' } };
}

/** Reads the network in a scope; a fix is for the whole scope. */
function parseNetworkPart(written: string, part: string): ReturnType<typeof parseNetworkPlace> {
  const network = parseNetworkPlace(part);
  if (network.ok) return network;
  const start = written.indexOf(part);
  return failure(respellWhole(network.error, { text: written, part, start }, isScope));
}

// In a URL, a prefix length would be read as a path.
const addressUrl = /^[^:]*:\/\/(?:\[[^\]/]*\/[^\]]*\]|\[[^\]]*\]\/\d+$|(?:\d+\.){3}\d+[/-][\d.]+$)/;

function urlOfNetwork(written: string): Refusal {
  return {
    rule: 'url-shape',
    message: `${quote(written)} is a network written as a URL`,
    help: 'write the network and its port, as in "192.0.2.0/24:443" or "[2001:db8::/32]:443"',
  };
}

function isScope(written: string): boolean {
  return (parseNetworkScope(written) ?? parseUrlScope(written)).ok;
}

/** The refusal of a scope with a scheme, for the text without it: `host:port/udp` is read as `udp://host:port`. */
function asWritten(refusal: Refusal, written: string, whole: string): Refusal {
  if (written === whole || refusal.fix === undefined) return refusal;
  const start = whole.indexOf('://') + '://'.length;
  const part = whole.slice(start);
  const fix = { from: part, to: refusal.fix.to.map((each) => each.slice(start)) };
  return respellWhole({ ...refusal, fix }, { text: written, part, start: 0 }, isScope);
}

function parseUrlScope(written: string): Result<Scope, Refusal> {
  const whole = withScheme(written);
  if (!whole.ok) return whole;
  const url = parseUrl(whole.value);
  if (!url.ok) return failure(asWritten(url.error, written, whole.value));
  const { scheme, destination, port } = url.value;
  if (isBare(scheme) && url.value.path !== wholeHost)
    return failure(refuseBarePath(written, scheme));
  // On TLS a path is documentation: no device on the path of the traffic can see it.
  const path = scheme === 'http' ? url.value.path : wholeHost;
  if (isProtocol(scheme)) {
    if (port !== undefined) return failure(refuseProtocolPort(written, scheme));
    return success({ written, destination, path, ports: [protocolRange(scheme)] });
  }
  if (port === undefined)
    return failure(
      protocolMeant(scheme) === undefined ? noPort(written) : refuseScheme(written, scheme),
    );
  const transport = isTransport(scheme) ? scheme : 'tcp';
  const ports = [{ transport, low: port, high: port }];
  return success({ written, destination, path, ports });
}
