import { quote } from '../../characters.ts';
import { parseAddress } from '../../net/address.ts';
import type { Destination } from '../../net/destination.ts';
import { defaultPorts } from '../../net/flow.ts';
import { parseHost } from '../../net/host-text.ts';
import { type Network, networkOfAddress } from '../../net/network.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { helpForPattern, parsePath, type UrlPath } from '../../net/path.ts';
import { parsePort } from '../../net/port-text.ts';
import { splitUrl } from '../../net/url.ts';
import {
  failure,
  type Refusal,
  type Result,
  refuse,
  respell,
  respellWhole,
  success,
} from '../../problem.ts';
import { parseAddressLike } from './address-like.ts';

/** A URL of the spec. Without a port, `port` is the default of its scheme, or undefined without one. */
export type UrlPlace = {
  readonly scheme: string;
  readonly destination: Destination;
  readonly port: number | undefined;
  readonly path: UrlPath;
};

/** Reads the value of `url`. Its host may be a wildcard or an address. */
export function parseUrl(text: string): Result<UrlPlace, Refusal> {
  if (text.length > longestUrl) return failure(tooLong(text.length));
  if (text.includes('\\')) return failure(refuseBackslash(text));
  const parts = splitUrl(text);
  if (!parts.ok) return failure(withScheme(text, parts.error));
  const { scheme } = parts.value;
  if (scheme !== scheme.toLowerCase()) return failure(refuseCase(text, scheme));
  const { host } = parts.value;
  const destination = parseUrlHost(host);
  if (!destination.ok) {
    const start = scheme.length + '://'.length;
    return failure(respellWhole(destination.error, { text, part: host, start }, isUrl));
  }
  const path = parsePath(parts.value.path);
  if (!path.ok) return failure(withWholeUrl(text, parts.value.path, path.error));
  const port = portOf(scheme, parts.value.port);
  if (!port.ok) return port;
  return success({ scheme, destination: destination.value, port: port.value, path: path.value });
}

/** The refusal of a URL without its scheme, with the scheme in its help. */
function withScheme(text: string, refusal: Refusal): Refusal {
  if (text.includes('://')) return refusal;
  const url = `https://${text}`;
  if (!parseUrl(url).ok) return refusal;
  const orHost = parseHost(text).ok ? `, or ${entryOf('host', text)} with a service` : '';
  return { ...refusal, help: `write ${entryOf('url', url)}${orHost}` };
}

const longestUrl = 2048;

function tooLong(length: number): Refusal {
  const message = `the URL is ${length} characters long`;
  return refuse('url-shape', message, `use at most ${longestUrl} characters`);
}

/** Shows the whole URL in the fix for a path with a wildcard, so that the user can copy it. */
function withWholeUrl(text: string, path: string, refusal: Refusal): Refusal {
  if (refusal.rule !== 'path-wildcard') return refusal;
  return { ...refusal, help: helpForPattern(path, text.slice(0, text.length - path.length)) };
}

function portOf(scheme: string, written: string | undefined): Result<number | undefined, Refusal> {
  return written === undefined ? success(defaultPorts.get(scheme)) : parsePort(written);
}

/** Reads the host of a URL: a name, a wildcard, an address, or an IPv6 address in brackets. */
function parseUrlHost(text: string): Result<Destination, Refusal> {
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  const address = parseAddress(bracketed ?? text);
  if (address.ok) return success({ kind: 'network', network: networkOfAddress(address.value) });
  if (bracketed === undefined) return hostDestination(parseHost(text));
  return failure(respellWhole(address.error, { text, part: bracketed, start: 1 }, () => true));
}

function isUrl(text: string): boolean {
  return parseUrl(text).ok;
}

/** Reads the value of `host`. For an address or a URL, the fix names the right key. */
export function parseHostPlace(text: string): Result<Destination, Refusal> {
  if (meansAny(text)) return failure(refuseAny('host', text));
  const key = keyFor(text);
  return key === undefined
    ? hostDestination(parseHost(text))
    : failure({
        rule: 'host-not-a-name',
        message: `expected a host name, found the ${key === 'url' ? 'URL' : 'address'} ${quote(text)}`,
        help: key === 'url' ? helpForUrl(text) : `write ${entryOf(key, text)}`,
      });
}

/** The key for a URL, and what is wrong with the URL itself. */
function helpForUrl(text: string): string {
  const url = parseUrl(text);
  return url.ok
    ? `write ${entryOf('url', text)}`
    : `use the key "url" instead, and ${url.error.help}`;
}

/** A key with its value, in the quotes that YAML needs. */
function entryOf(key: string, value: string): string {
  return /^[*&!%@`]/.test(value) ? `${key}: "${value}"` : `"${key}: ${value}"`;
}

/** The right entry of an endpoint for a text without a key, or under a wrong one; undefined if it is no destination. */
export function entryFor(text: string): string | undefined {
  if (text.includes('://')) return parseUrl(text).ok ? entryOf('url', text) : undefined;
  if (parseNetwork(text).ok) return entryOf('network', text);
  return parseHost(text).ok ? entryOf('host', text) : undefined;
}

const anyWords = /^(?:any|all|internet|everything|everywhere|anywhere|world)$/i;

/** Whether a text is a word of another tool for every destination. */
export function meansAny(text: string): boolean {
  return anyWords.test(text);
}

function refuseAny(key: string, text: string): Refusal {
  return {
    rule: key === 'host' ? 'host-single-label' : 'address-invalid',
    message: `${quote(text)} is not a ${key}`,
    help: 'for every destination, write "to: any"',
  };
}

function keyFor(text: string): 'url' | 'network' | undefined {
  if (text.includes('://')) return 'url';
  return parseAddressLike(text)?.ok ? 'network' : undefined;
}

/** Reads the value of `network`. For a name, the fix names the right key. */
export function parseNetworkPlace(
  text: string,
): Result<Extract<Destination, { kind: 'network' }>, Refusal> {
  const known = parseNetwork(text);
  if (known.ok) return success({ kind: 'network', network: known.value });
  if (meansAny(text)) return failure(refuseAny('network', text));
  if (text.includes('://'))
    return failure({
      rule: 'network-is-host',
      message: `expected an address, found the URL ${quote(text)}`,
      help: helpForUrl(text),
    });
  const network = parseAddresses(text, () => `write ${entryOf('host', text)}`);
  return network.ok ? success({ kind: 'network', network: network.value }) : network;
}

/** Reads an item of `clients`. */
export function parseClient(text: string): Result<Network, Refusal> {
  const network = parseAddresses(
    text,
    () => 'write the addresses of the clients, as in 192.0.2.0/24',
  );
  if (network.ok || network.error.rule !== 'network-is-any') return network;
  return failure({ ...network.error, help: 'list the networks that the clients are in' });
}

/** Reads an item of `inner`, the site's internal networks. */
export function parseInner(text: string): Result<Network, Refusal> {
  const network = parseAddresses(
    text,
    () => 'write the addresses of the internal networks, as in 2001:db8::/32',
  );
  if (network.ok || network.error.rule !== 'network-is-any') return network;
  return failure({ ...network.error, help: "list the site's internal networks" });
}

/** Reads a network; `help` makes the fix for a name. */
function parseAddresses(text: string, help: () => string): Result<Network, Refusal> {
  const network = parseNetwork(text);
  if (network.ok || !parseHost(text).ok) return network;
  return failure({
    rule: 'network-is-host',
    message: `expected an address, found the name ${quote(text)}`,
    help: help(),
  });
}

/** Reads an item of a destination of a site as a network or as a host, in canonical form. */
export function parseSiteDestination(
  text: string,
): Result<Extract<Destination, { kind: 'host' | 'network' }>, Refusal> {
  const network = parseAddressLike(text);
  if (network !== undefined) return network;
  const host = parseHost(text);
  if (host.ok) return success({ kind: 'host', host: host.value });
  if (host.error.rule !== 'host-not-a-name') return host;
  return failure({
    ...host.error,
    help: 'write one host, address or network; its endpoint names the service',
  });
}

/** A host as a destination. */
export function hostDestination(host: ReturnType<typeof parseHost>): Result<Destination, Refusal> {
  return host.ok ? success({ kind: 'host', host: host.value }) : host;
}

// Browsers read a backslash as a slash, other clients as part of the name or the path.
function refuseBackslash(text: string): Refusal {
  return {
    rule: 'url-shape',
    message: `${quote(text)} contains a backslash, which URLs do not allow`,
    help: 'use "/" between the parts of a path, or %5C for a backslash',
  };
}

function refuseCase(text: string, scheme: string): Refusal {
  const message = `the scheme of ${quote(text)} is in upper case`;
  const lower = scheme.toLowerCase() + text.slice(scheme.length);
  const url = parseUrl(lower);
  const meant = url.ok ? lower : url.error.fix?.to[0];
  return meant === undefined
    ? refuse('url-shape', message, `write "${lower}"`)
    : respell('url-shape', message, text, meant);
}

/** The refusal of a flow without a port, whose scheme has no default port. */
export function noPort(written: string): Refusal {
  const bare = !written.includes('://');
  return {
    rule: 'flow-port',
    message: `${quote(written)} has no port`,
    help: bare
      ? `write "https://${written}" or "${written}:443"`
      : 'add a port after the host, as in ":443"',
  };
}
