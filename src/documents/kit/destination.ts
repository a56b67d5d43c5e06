import { isAddressLike } from '../../language/meaning/address-like.ts';
import { parseUrl } from '../../language/meaning/places.ts';
import type { Destination } from '../../net/destination.ts';
import { canonicalHost, parseHost } from '../../net/host-text.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import { placeholderIn } from '../../net/placeholder.ts';
import { type Refusal, refuse } from '../../problem.ts';
import type { PrintedText } from '../document.ts';
import { breakMark } from './break-mark.ts';
import { brokenReason } from './broken.ts';
import { readPublicNetwork } from './network.ts';
import { hasUserInfo, quote, withoutQuery } from './secrets.ts';
import { refuseSpecialName } from './special-names.ts';
import { plainWords } from './words.ts';

/** A destination as a document prints it, without the ports that stand elsewhere in its row. */
export type PrintedDestination = {
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly scheme: 'http' | 'https' | undefined;
  /** The port that the text itself names; undefined without one. A scheme is not a port here. */
  readonly port: number | undefined;
  readonly printed: PrintedText | undefined;
  readonly note: string | undefined;
};

/** What a printed text means: destinations, which together are never wider than it; or why it means none. */
export type DestinationReading =
  | { readonly kind: 'destinations'; readonly destinations: readonly PrintedDestination[] }
  | { readonly kind: 'unresolved'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads one destination: a host, a wildcard, an address, a network, a range, or a URL; `host:port` and `[address]:port`;
 * `.x`, which is `x` and `*.x`; `*x.com`, read as `x.com` and `*.x.com`.
 */
export function readDestination(written: string): DestinationReading {
  const text = written.trim();
  if (text.includes(breakMark)) return unresolved(brokenReason(text));
  const placeholder = placeholderIn(text);
  if (placeholder !== undefined)
    return unresolved(`${quote(text)} has the placeholder ${quote(placeholder)}`);
  if (hasUserInfo(text)) return { kind: 'refused', refusal: refuseUserInfo(text) };
  if (text.includes('://')) return readUrl(text);
  const [, bracketed, after] = /^\[([0-9A-Fa-f:.]+)\](?::([0-9]{1,5}))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return withPort(readNetwork(bracketed), text, after);
  if (isAddressLike(text)) return readNetwork(text);
  const [, name, port] = /^([^:]+):([0-9]{1,5})$/.exec(text) ?? [];
  if (name !== undefined) return withPort(readDestination(name), text, port);
  if (text.includes('/')) return readUrlWithoutScheme(text);
  return readHost(text);
}

function readNetwork(text: string): DestinationReading {
  const network = readPublicNetwork(text);
  if (!network.ok) return { kind: 'refused', refusal: network.error };
  return one({ kind: 'network', network: network.value });
}

function readHost(text: string): DestinationReading {
  const special = refuseSpecialName(text, text);
  if (special !== undefined) return { kind: 'refused', refusal: special };
  const [, below] = /^\*?\.([^*].*)$/.exec(text) ?? [];
  if (text.startsWith('.') && below !== undefined) return both(below, undefined, undefined);
  const [, stuck] = /^\*([^.*].*\..*)$/.exec(text) ?? [];
  if (stuck !== undefined) {
    const note = `The document prints ${plainWords(text)}. It is read as the domain and its subdomains, not as other names that end so.`;
    const reading = both(stuck, { text: plainWords(text) }, note);
    // `*-files.example.com` is a pattern: no domain begins with a hyphen.
    if (reading.kind === 'destinations') return reading;
  }
  const host = parseHost(canonicalHost(text) ?? text);
  if (!host.ok) return { kind: 'refused', refusal: host.error };
  return one({ kind: 'host', host: host.value });
}

/** A domain and all its subdomains. */
function both(
  domain: string,
  printed: PrintedText | undefined,
  note: string | undefined,
): DestinationReading {
  const readings = [domain, `*.${domain}`].map((each) => parseHost(canonicalHost(each) ?? each));
  const destinations = readings.flatMap((host) =>
    host.ok ? [{ ...plain({ kind: 'host', host: host.value }), printed, note }] : [],
  );
  const wrong = readings.find((host) => !host.ok);
  if (wrong?.ok === false) return { kind: 'refused', refusal: wrong.error };
  return { kind: 'destinations', destinations };
}

function withPort(
  reading: DestinationReading,
  text: string,
  port: string | undefined,
): DestinationReading {
  if (reading.kind !== 'destinations' || port === undefined) return reading;
  const number = Number(port);
  if (number < 1 || number > 65_535) {
    const message = `${quote(text)} has a port outside of 1 to 65535`;
    return { kind: 'refused', refusal: refuse('import-port', message, 'correct the port') };
  }
  const destinations = reading.destinations.map((each) => ({ ...each, port: number }));
  return { kind: 'destinations', destinations };
}

/** `crl.example.com/pki`: a URL whose scheme the ports of its row decide. */
function readUrlWithoutScheme(text: string): DestinationReading {
  const reading = readUrl(`https://${text}`);
  if (reading.kind !== 'destinations') return reading;
  const destinations = reading.destinations.map((each) => ({
    ...each,
    scheme: undefined,
    printed: each.printed && { text: plainWords(withoutQuery(text)) },
    note: each.note?.replace('https://', ''),
  }));
  return { kind: 'destinations', destinations };
}

/** Reads a URL. A query is dropped, and so is `/*` at the end of its path: a path includes everything below it. */
function readUrl(text: string): DestinationReading {
  const [plainUrl = ''] = text.split(/[?#]/, 1);
  const above = plainUrl.replace(/\/\*$/, '/');
  const [, scheme = '', rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/.exec(above) ?? [];
  const [, host = '', after = ''] = /^(\[[^\]]*\]|[^/:]*)(.*)$/.exec(rest) ?? [];
  const lower = scheme.toLowerCase();
  if (lower === '') return { kind: 'refused', refusal: refuseMoreThanUrl(text) };
  if (lower !== 'http' && lower !== 'https') {
    const message = `${quote(text)} has the scheme ${quote(scheme)}`;
    return { kind: 'unresolved', reason: `${message}, which is neither http nor https` };
  }
  const url = parseUrl(`${lower}://${canonicalHost(host) ?? host}${after}`);
  if (!url.ok) return { kind: 'refused', refusal: url.error };
  const { destination, path } = url.value;
  if (destination.kind === 'network') {
    const network = readPublicNetwork(host.replaceAll(/^\[|\]$/g, ''));
    if (!network.ok) return { kind: 'refused', refusal: network.error };
  }
  const special = refuseSpecialName(host, text);
  if (special !== undefined) return { kind: 'refused', refusal: special };
  const port = /^:([0-9]+)/.exec(after)?.[1];
  const differs = above === text ? undefined : { url: plainWords(plainUrl) };
  const entry = { ...plain(destination), path, scheme: lower, printed: differs } as const;
  const note = differs && noteOf(text, plainUrl !== text);
  return {
    kind: 'destinations',
    destinations: [{ ...entry, port: port === undefined ? undefined : Number(port), note }],
  };
}

function refuseUserInfo(text: string): Refusal {
  const message = `${quote(text)} has a user name or a password`;
  return refuse('url-shape', message, 'remove it with its "@", and change the password');
}

function refuseMoreThanUrl(text: string): Refusal {
  const message = `expected a URL, found ${quote(text)}`;
  return refuse('import-url', message, 'keep the URL alone: scheme://host or scheme://host/path');
}

function noteOf(text: string, hasQuery: boolean): string {
  return hasQuery
    ? 'The document prints it with a query or a fragment, which no device matches.'
    : `The document prints ${plainWords(text)}. A path includes everything below it.`;
}

function one(destination: Destination): DestinationReading {
  return { kind: 'destinations', destinations: [plain(destination)] };
}

function plain(destination: Destination): PrintedDestination {
  return {
    destination,
    path: wholeHost,
    scheme: undefined,
    port: undefined,
    printed: undefined,
    note: undefined,
  };
}

function unresolved(reason: string): DestinationReading {
  return { kind: 'unresolved', reason };
}
