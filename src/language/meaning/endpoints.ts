import { quote } from '../../characters.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { shortestText } from '../../net/network-text.ts';
import { wholeHost } from '../../net/path.ts';
import type { Place, Refusal } from '../../problem.ts';
import type { EndpointEntry } from '../document.ts';
import type {
  Annotations,
  Citation,
  Endpoint,
  Group,
  Inspection,
  Want,
  WantedEndpoint,
} from '../types.ts';
import { type Cursor, child, eachItem, placeOf, text } from '../yaml/cursor.ts';
import { type Alike, alikeIn } from './alike.ts';
import type { Context } from './context.ts';
import { type Decoded, type Decoder, decoderOf, type KeysOf, parsed } from './decode.ts';
import { lacks, refuse } from './judgement.ts';
import { annotationKeys } from './keys.ts';
import { list } from './list-endpoints.ts';
import { entryFor, parseHostPlace, parseNetworkPlace, parseUrl, type UrlPlace } from './places.ts';
import { resolveServices, type ServiceNeed, serviceKeys } from './services.ts';
import { to } from './site-destinations.ts';
import { applications, inspection, sourceText } from './values.ts';
import { withoutVariables, withVariables } from './variables.ts';

/** What an endpoint inherits from its group unless it sets its own. */
export type GroupDefaults = {
  readonly inspection: Inspection;
  readonly source: Citation | undefined;
};

const destinationKeys = {
  url: withVariables(parseUrl, (url, destination) => ({ ...url, destination })),
  host: withVariables(parseHostPlace, (_host, want) => want),
  network: parsed(sourceText, withoutVariables(parseNetworkPlace)),
  list,
  to,
} satisfies Partial<KeysOf<EndpointEntry, Context>>;

const accessKeys = {
  ...destinationKeys,
  ...serviceKeys,
  inspection,
  applications,
} satisfies KeysOf<Omit<EndpointEntry, keyof Annotations>, Context>;

const readAccess: Decoder<Decoded<typeof accessKeys>, Context> = decoderOf(accessKeys);
const readAnnotations = decoderOf(annotationKeys);

const kinds = ['url', 'host', 'network', 'list', 'to'] as const;
type Kind = (typeof kinds)[number];

/** The endpoints of a list of entries: one for each entry, or one for each line of its list. */
export function resolveEndpoints(
  context: Context,
  list: Cursor | undefined,
  defaults: GroupDefaults,
): Pick<Group, 'endpoints' | 'wanted'> {
  const endpoints: Endpoint[] = [];
  const wanted: WantedEndpoint[] = [];
  const known = new Map<string, Endpoint>();
  let last: Alike | undefined;
  for (const entry of eachItem(list)) {
    const alike = alikeIn(context, entry.node, last);
    last = alike;
    const endpoint = alike === undefined ? undefined : resolveAlike(entry, known.get(alike.key));
    if (endpoint !== undefined) {
      endpoints.push(endpoint);
      continue;
    }
    const before = context.problems.length;
    const resolved = resolveEndpoint(context, entry, defaults, wanted);
    for (const each of resolved) endpoints.push(each);
    const [first] = resolved;
    const isValid = context.problems.length === before && first !== undefined;
    if (alike !== undefined && isValid && known.size < mostAlike) known.set(alike.key, first);
  }
  return { endpoints, wanted };
}

/** Endpoints with notes or tickets of their own have little in common with later ones. */
const mostAlike = 1000;

/** The endpoint of a valid entry that differs from that of `other` in its host or network alone. */
function resolveAlike(entry: Cursor, other: Endpoint | undefined): Endpoint | undefined {
  if (other === undefined || entry.node.kind !== 'map') return undefined;
  const { host, network } = entry.node.texts ?? {};
  if (network !== undefined) {
    const place = parseNetworkPlace(network);
    if (!place.ok) return undefined;
    const written = shortestText(network, place.value.network);
    return endpointOf(other, openedAs(written, place.value), placeOf(entry));
  }
  if (host === undefined) return undefined;
  const place = parseHostPlace(host);
  return place.ok ? endpointOf(other, openedAs(host, place.value), placeOf(entry)) : undefined;
}

// One object literal, not a spread: all endpoints have one hidden class, and a spec can have a hundred thousand.
function endpointOf(shared: Shared, opened: Opened, place: Place): Endpoint {
  const { written, destination, path, list } = opened;
  const { services, inspection, applications } = shared;
  const { source, printed, ticket, requester, expires, note } = shared;
  return {
    written,
    destination,
    path,
    services,
    inspection,
    applications,
    list,
    given: undefined,
    place,
    source,
    printed,
    ticket,
    requester,
    expires,
    note,
  };
}

/** The endpoints of one entry. One that each site gives is added to `wanted` instead. */
function resolveEndpoint(
  context: Context,
  entry: Cursor,
  defaults: GroupDefaults,
  wanted: WantedEndpoint[],
): Endpoint[] {
  if (entry.node.kind !== 'map') {
    const refusal = refuseText(text(entry) ?? '');
    if (refusal !== undefined) refuse(context, entry, refusal);
    return [];
  }
  const named = kinds.filter((kind) => child(entry, kind) !== undefined);
  if (named.length > 1 || lacks(context, entry, kinds)) refuse(context, entry, endpointKind(named));
  const access = readAccess(context, entry);
  const own = readAnnotations(context, entry);
  const need =
    named.length > 1 ? undefined : named.map((kind) => needOf(entry, kind, access.url))[0];
  const services = resolveServices(context, entry, access, need);
  const inspection = access.inspection ?? defaults.inspection;
  const source = own.source ?? defaults.source;
  const shared = { ...own, source, services, inspection, applications: access.applications };
  const at = placeOf(entry);
  const place = access.list === undefined ? placeNamed(access) : undefined;
  const written = need?.written ?? '';
  if (place !== undefined && isWant(place)) {
    const path = access.url?.path ?? wholeHost;
    wanted.push({ ...shared, written, wants: place, path, list: undefined, place: at });
    return [];
  }
  return destinationsOf(access, place, written).map((opened) =>
    endpointOf(shared, opened, opened.place ?? at),
  );
}

/** Why the destination of an entry needs services; undefined if it is not a text, or not a valid URL. */
function needOf(
  entry: Cursor,
  kind: Kind,
  url: Pick<UrlPlace, 'scheme' | 'port'> | undefined,
): ServiceNeed | undefined {
  const cursor = child(entry, kind);
  const written = sourceText(cursor);
  if (cursor === undefined || written === undefined) return undefined;
  // A URL under another key has a problem of its own, and its service comes from its scheme.
  if (kind !== 'url' && written.includes('://')) return undefined;
  if (kind !== 'url') return { by: 'hand', cursor, written };
  return url && { by: 'url', cursor, written, scheme: url.scheme, port: url.port };
}

type Opened = Pick<Endpoint, 'written' | 'destination' | 'path' | 'list'> & {
  readonly place?: Place;
};

type DestinationKeys = Decoded<typeof destinationKeys>;

/** What an entry names: a destination, or what it wants from each site; undefined for a list. */
function placeNamed({ url, host, network, to }: DestinationKeys): Destination | Want | undefined {
  return url?.destination ?? host ?? network ?? to;
}

function isWant(named: Destination | Want): named is Want {
  return named.kind === 'destination' || named.kind === 'variables';
}

/** All of an endpoint that its destination does not change. */
type Shared = Omit<Endpoint, keyof Opened | 'given'>;

function openedAs(written: string, destination: Destination): Opened {
  return { written, destination, path: wholeHost, list: undefined };
}

/** The destinations of an entry; `written` is its text, for all except networks and lists. */
function destinationsOf(
  { url, network, list }: DestinationKeys,
  destination: Destination | undefined,
  written: string,
): readonly Opened[] {
  if (list !== undefined) return list;
  if (destination === undefined) return [];
  // A network in the form of the outputs: 192.0.2.1/32 is 192.0.2.1.
  const canonical = network === undefined ? written : formatDestination(network);
  return [{ written: canonical, destination, path: url?.path ?? wholeHost, list: undefined }];
}

/** The refusal of a text in place of an endpoint, if it shows which one is meant. */
function refuseText(written: string): Refusal | undefined {
  const [, key, value] = /^(url|host|network|list|to):(\S.*)$/.exec(written) ?? [];
  const entry = entryFor(written);
  const glued = key === undefined ? undefined : `write a space after the colon: "${key}: ${value}"`;
  const help = glued ?? (entry === undefined ? undefined : `write ${entry}`);
  const message = `expected an endpoint, found ${quote(written)}`;
  return help === undefined ? undefined : { rule: 'wrong-type', message, help };
}

function endpointKind(named: readonly Kind[]): Refusal {
  const several = named.map(quote).join(' and ');
  return {
    rule: 'endpoint-kind',
    message:
      named.length === 0
        ? 'the endpoint has no destination'
        : `the endpoint has several destinations: ${several}`,
    help:
      named.length === 0
        ? 'add one of "url", "host", "network", "list" and "to"'
        : 'write one endpoint for each',
  };
}
