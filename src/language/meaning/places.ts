import { quote } from '../../characters.ts';
import { parseAddress } from '../../net/address.ts';
import type { Destination } from '../../net/destination.ts';
import { defaultPorts, splitUrl } from '../../net/flow.ts';
import { parseHost } from '../../net/host.ts';
import { type Network, networkOfAddress } from '../../net/network.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { helpForPattern, parsePath, type UrlPath } from '../../net/path.ts';
import { parsePort } from '../../net/port.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';

/** A URL of the spec, typed; the port is the scheme's when it names none, undefined when that has none. */
export type UrlPlace = {
  readonly scheme: string;
  readonly destination: Destination;
  readonly port: number | undefined;
  readonly path: UrlPath;
};

/** Reads what stands under `url`: its host may be a wildcard or an address. */
export function parseUrl(text: string): Result<UrlPlace, Refusal> {
  if (text.length > longestUrl) return failure(tooLong(text.length));
  if (text.includes('\\')) return failure(refuseBackslash(text));
  const parts = splitUrl(text);
  if (!parts.ok) return parts;
  const { scheme } = parts.value;
  if (scheme !== scheme.toLowerCase()) return failure(refuseCase(text, scheme));
  const destination = parseUrlHost(parts.value.host);
  if (!destination.ok) return destination;
  const path = parsePath(parts.value.path);
  if (!path.ok) return failure(withWholeUrl(text, parts.value.path, path.error));
  const port = portOf(scheme, parts.value.port);
  if (!port.ok) return port;
  return success({ scheme, destination: destination.value, port: port.value, path: path.value });
}

const longestUrl = 2048;

function tooLong(length: number): Refusal {
  const message = `the URL is ${length} characters long`;
  return refuse('url-shape', message, `a URL has at most ${longestUrl}`);
}

/** The fix of a path with a wildcard is the whole URL, so that it can be copied. */
function withWholeUrl(text: string, path: string, refusal: Refusal): Refusal {
  if (refusal.rule !== 'path-wildcard') return refusal;
  return { ...refusal, help: helpForPattern(path, text.slice(0, text.length - path.length)) };
}

function portOf(scheme: string, written: string | undefined): Result<number | undefined, Refusal> {
  return written === undefined ? success(defaultPorts[scheme]) : parsePort(written);
}

/** Reads the host of a URL: a name, a wildcard, an address, or an IPv6 address in brackets. */
function parseUrlHost(text: string): Result<Destination, Refusal> {
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  const address = parseAddress(bracketed ?? text);
  if (address.ok) return success({ kind: 'network', network: networkOfAddress(address.value) });
  return bracketed === undefined ? hostDestination(parseHost(text)) : address;
}

/** Reads what stands under `host`; an address or a URL is sent to its own key. */
export function parseHostPlace(text: string): Result<Destination, Refusal> {
  const key = keyFor(text);
  return key === undefined
    ? hostDestination(parseHost(text))
    : failure({
        rule: 'host-not-a-name',
        message: `${quote(text)} is not a host, but ${key === 'url' ? 'a URL' : 'an address'}`,
        help: `write "${key}: ${text}"`,
      });
}

function keyFor(text: string): 'url' | 'network' | undefined {
  if (text.includes('://')) return 'url';
  return parseNetwork(text).ok ? 'network' : undefined;
}

/** Reads what stands under `network`; a name is sent to its own key. */
export function parseNetworkPlace(text: string): Result<Destination, Refusal> {
  const network = parseAddresses(text, `write "host: ${text}"`);
  return network.ok ? success({ kind: 'network', network: network.value }) : network;
}

/** Reads a network of the clients'. */
export function parseClient(text: string): Result<Network, Refusal> {
  const network = parseAddresses(text, 'name clients by address, as in 192.0.2.0/24');
  if (network.ok || network.error.rule !== 'network-is-any') return network;
  return failure({ ...network.error, help: 'name the networks that the clients are in' });
}

/** Reads a network of the site's own address space. */
export function parseInner(text: string): Result<Network, Refusal> {
  const network = parseAddresses(text, 'name inner networks by address, as in 2001:db8::/32');
  if (network.ok || network.error.rule !== 'network-is-any') return network;
  return failure({ ...network.error, help: "name the site's own networks" });
}

/** Reads a network; `help` is the way out for a name. */
function parseAddresses(text: string, help: string): Result<Network, Refusal> {
  const network = parseNetwork(text);
  if (network.ok || !parseHost(text).ok) return network;
  return failure({
    rule: 'network-is-host',
    message: `${quote(text)} is a name, not an address`,
    help,
  });
}

/** Reads a line of a list: a host or a network, whichever it looks like. */
export function parseListPlace(text: string): Result<Destination, Refusal> {
  const network = parseNetwork(text);
  if (network.ok) return success({ kind: 'network', network: network.value });
  if (isAddressLike(text)) return network;
  if (/\s/.test(text)) return failure(severalEntries(text));
  const host = hostDestination(parseHost(foldName(text)));
  return host.ok ? host : failure({ ...host.error, help: helpInList(host.error) });
}

const addressLike = [
  // Two colons, or one and no dot: a name with a port has a dot.
  /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*(?:[/-].*)?$/i,
  /^[0-9a-f]*:[0-9a-f]*(?:\/.*)?$/i,
  /^\d+(?:\.\d+){3}(?:\.|\/.*|-[\d.]+)?$/,
  /^[\d.]*\/[\d.]*$/,
];

/** Can the whole of it be an address, a block or a range? A name may begin like one: its last label decides. */
function isAddressLike(text: string): boolean {
  return addressLike.some((shape) => shape.test(text));
}

/** Vendors print capitals and a dot at the end in their lists; what ends like an address is none of their names. */
function foldName(text: string): string {
  if (/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/i.test(text)) return text;
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/\.$/, '');
}

/** A line of a list has no keys, so no help may name one. */
function helpInList({ rule, help }: Refusal): string {
  if (rule === 'host-not-a-name') return 'write one host or one network on each line';
  return help.replace(/"network: (.*)"/, '"$1"');
}

function severalEntries(text: string): Refusal {
  return {
    rule: 'list-line',
    message: `${quote(text)} is more than one entry`,
    help: 'write one host or one network on each line, and "#" before a comment',
  };
}

function hostDestination(host: ReturnType<typeof parseHost>): Result<Destination, Refusal> {
  return host.ok ? success({ kind: 'host', host: host.value }) : host;
}

// Browsers read it as a slash, other clients as a part of the name or the path.
function refuseBackslash(text: string): Refusal {
  return {
    rule: 'url-shape',
    message: `${quote(text)} has a backslash, and a URL holds none`,
    help: 'write "/" between the parts of a path, or %5C where a backslash is meant',
  };
}

function refuseCase(text: string, scheme: string): Refusal {
  return {
    rule: 'url-shape',
    message: `${quote(text)} has a scheme in capitals`,
    help: `write "${scheme.toLowerCase()}${text.slice(scheme.length)}"`,
  };
}

/** Says that a flow names no port, where its scheme has none of its own. */
export function noPort(written: string): Refusal {
  const bare = !written.includes('://');
  return {
    rule: 'flow-port',
    message: `${quote(written)} names no port`,
    help: bare ? `write "https://${written}" or "${written}:443"` : 'add the port after a colon',
  };
}
