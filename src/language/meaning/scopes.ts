import { quote } from '../../characters.ts';
import { isBare, longestFlow, refuseBarePath, refuseLongFlow, withScheme } from '../../net/flow.ts';
import { wholeHost } from '../../net/path.ts';
import { type PortRange, parsePort, type Transport } from '../../net/port.ts';
import { failure, type Refusal, type Result, respellWhole, success } from '../../problem.ts';
import type { Scope } from '../types.ts';
import type { Cursor } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { accept, refuse, unknownName } from './judgement.ts';
import { noPort, parseNetworkPlace, parseUrl } from './places.ts';
import { sourceText } from './values.ts';

/**
 * Reads an item of `only`: a URL or `host:port[/udp]`, with or without wildcards, a network with its port
 * (`192.0.2.0/24:443`, `[2001:db8::/32]:53/udp`), or the name of a service.
 */
export function scope(context: Context, cursor: Cursor | undefined): Scope | undefined {
  const written = sourceText(cursor);
  if (cursor === undefined || written === undefined) return undefined;
  if (written.length > longestFlow) return refuse(context, cursor, refuseLongFlow(written.length));
  if (/^[^:/.]*$/.test(written)) return resolveWord(context, cursor, written);
  return accept(context, cursor, parseNetworkScope(written) ?? parseScope(written));
}

function resolveWord(context: Context, cursor: Cursor, written: string): Scope | undefined {
  const known = context.names.first.service;
  if (!known.has(written) && !context.lost.has('service')) {
    return accept(context, cursor, failure(unknownName('service', written, known.keys())));
  }
  const service = context.services.get(written);
  if (service === undefined) return undefined;
  return { written, destination: { kind: 'any' }, path: wholeHost, ports: service.ports };
}

const networkShape = /^(?:\[([0-9a-f:./-]+)\]|(\d+\.\d+\.\d+\.\d[\d./-]*)):([^:/]+)(?:\/(.*))?$/i;

/** A network and its port; undefined if the text is something else. */
function parseNetworkScope(written: string): Result<Scope, Refusal> | undefined {
  const [, six, four, text = '', transport = 'tcp'] = networkShape.exec(written) ?? [];
  const place = six ?? four;
  if (place === undefined)
    return addressUrl.test(written) ? failure(urlOfNetwork(written)) : undefined;
  if (transport !== 'tcp' && transport !== 'udp') return failure(refuseBarePath(written));
  const network = parseNetworkPlace(place);
  if (!network.ok) {
    const start = written.indexOf(place);
    return failure(respellWhole(network.error, { text: written, part: place, start }, isScope));
  }
  const port = parsePort(text);
  if (!port.ok) return port;
  const { value } = port;
  const ports: PortRange[] = [{ transport, low: value, high: value }];
  return success({ written, destination: network.value, path: wholeHost, ports });
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
  return (parseNetworkScope(written) ?? parseScope(written)).ok;
}

/** The refusal of a scope with a scheme, for the text without it: `host:port/udp` is read as `udp://host:port`. */
function asWritten(refusal: Refusal, written: string, whole: string): Refusal {
  if (written === whole || refusal.fix === undefined) return refusal;
  const start = whole.indexOf('://') + '://'.length;
  const part = whole.slice(start);
  const fix = { from: part, to: refusal.fix.to.map((each) => each.slice(start)) };
  return respellWhole({ ...refusal, fix }, { text: written, part, start: 0 }, isScope);
}

function parseScope(written: string): Result<Scope, Refusal> {
  const whole = withScheme(written);
  if (!whole.ok) return whole;
  const transport: Transport = whole.value.startsWith('udp:') ? 'udp' : 'tcp';
  const url = parseUrl(whole.value);
  if (!url.ok) return failure(asWritten(url.error, written, whole.value));
  if (isBare(url.value.scheme) && url.value.path !== wholeHost)
    return failure(refuseBarePath(written));
  const { scheme, destination, port } = url.value;
  // On TLS a path is documentation: no device on the path of the traffic can see it.
  const path = scheme === 'http' ? url.value.path : wholeHost;
  if (port === undefined) return failure(noPort(written));
  const ports: PortRange[] = [{ transport, low: port, high: port }];
  return success({ written, destination, path, ports });
}
