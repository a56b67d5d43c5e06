import { quote } from '../../characters.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import type { Place, Refusal, Result } from '../../problem.ts';
import type { Endpoint, Inspection, Printed, Source } from '../types.ts';
import { type Cursor, child, placeOf, word } from '../yaml/cursor.ts';
import { accept, type Context, lacks, refuse } from './context.ts';
import { resolveList } from './list-endpoints.ts';
import { parseHostPlace, parseNetworkPlace, parseUrl } from './places.ts';
import { resolveServices, type Wanted } from './services.ts';
import {
  freeText,
  resolveApplications,
  resolveDate,
  resolvePort,
  resolveSource,
  sourceText,
} from './values.ts';

/** What an endpoint takes from its group unless it says otherwise. */
export type GroupDefaults = {
  readonly inspection: Inspection;
  readonly source: Source | undefined;
};

const kinds = ['url', 'host', 'network', 'list', 'to'] as const;
type Kind = (typeof kinds)[number];

/** The endpoints that one entry stands for: one, or as many as its list has lines. */
export function resolveEndpoint(
  context: Context,
  entry: Cursor,
  defaults: GroupDefaults,
): Endpoint[] {
  if (entry.node.kind !== 'map') return [];
  const named = kinds.filter((kind) => child(entry, kind) !== undefined);
  if (named.length > 1 || lacks(context, entry, kinds)) refuse(context, entry, endpointKind(named));
  const found = named.map((kind) => findPlaces(context, entry, kind));
  const wanted = found.length === 1 ? found[0]?.wanted : undefined;
  const services = resolveServices(context, entry, wanted);
  const common = { ...resolveCommon(context, entry, defaults), services };
  return found.flatMap(({ places }) => places.map((place) => ({ ...common, ...place })));
}

type PlaceOfEndpoint = Pick<Endpoint, 'written' | 'destination' | 'path' | 'place'>;

/** What a key of an entry names, and the service that it asks for. */
type Found = { readonly places: readonly PlaceOfEndpoint[]; readonly wanted: Wanted | undefined };

type Named = { readonly cursor: Cursor; readonly written: string; readonly place: Place };

function findPlaces(context: Context, entry: Cursor, kind: Kind): Found {
  const cursor = child(entry, kind);
  const written = sourceText(cursor);
  if (cursor === undefined || written === undefined) return { places: [], wanted: undefined };
  const named: Named = { cursor, written, place: placeOf(entry) };
  if (kind === 'url') return findUrl(context, named);
  const wanted: Wanted = { by: 'hand', cursor, written };
  return { places: findOthers(context, named, kind), wanted };
}

function findOthers(
  context: Context,
  named: Named,
  kind: Exclude<Kind, 'url'>,
): readonly PlaceOfEndpoint[] {
  switch (kind) {
    case 'host':
      return single(context, named, parseHostPlace(named.written));
    case 'network':
      return single(context, named, parseNetworkPlace(named.written)).map(inCanonicalForm);
    case 'list':
      return resolveList(context, named.cursor, named.written);
    case 'to': {
      const destination = word(named.cursor, ['resolvers', 'any']);
      return destination === undefined ? [] : [placed(named, { kind: destination }, wholeHost)];
    }
  }
}

function findUrl(context: Context, named: Named): Found {
  const url = accept(context, named.cursor, parseUrl(named.written));
  if (url === undefined) return { places: [], wanted: undefined };
  const { scheme, port } = url;
  return {
    places: [placed(named, url.destination, url.path)],
    wanted: { by: 'url', cursor: named.cursor, written: named.written, scheme, port },
  };
}

function single(
  context: Context,
  named: Named,
  result: Result<Destination, Refusal>,
): PlaceOfEndpoint[] {
  const destination = accept(context, named.cursor, result);
  return destination === undefined ? [] : [placed(named, destination, wholeHost)];
}

function placed(
  { written, place }: Named,
  destination: Destination,
  path: UrlPath,
): PlaceOfEndpoint {
  return { written, destination, path, place };
}

/** A network as outputs print it: 192.0.2.1/32 is 192.0.2.1. */
function inCanonicalForm(place: PlaceOfEndpoint): PlaceOfEndpoint {
  return { ...place, written: formatDestination(place.destination) };
}

type Common = Omit<Endpoint, keyof PlaceOfEndpoint | 'services'>;

function resolveCommon(context: Context, entry: Cursor, defaults: GroupDefaults): Common {
  return {
    inspection: word(child(entry, 'inspection'), ['bypass', 'allow']) ?? defaults.inspection,
    source: resolveSource(context, child(entry, 'source')) ?? defaults.source,
    printed: resolvePrinted(context, child(entry, 'printed')),
    applications: resolveApplications(child(entry, 'applications')),
    note: freeText(context, child(entry, 'note')),
    ticket: freeText(context, child(entry, 'ticket')),
    requester: freeText(context, child(entry, 'requester')),
    expires: resolveDate(context, child(entry, 'expires')),
  };
}

function resolvePrinted(context: Context, cursor: Cursor | undefined): Printed | undefined {
  if (cursor === undefined) return undefined;
  return {
    url: freeText(context, child(cursor, 'url')),
    port: resolvePort(context, child(cursor, 'port')),
  };
}

function endpointKind(named: readonly Kind[]): Refusal {
  const several = named.map(quote).join(' and ');
  return {
    rule: 'endpoint-kind',
    message:
      named.length === 0
        ? 'the endpoint names no destination'
        : `the endpoint names several destinations: ${several}`,
    help:
      named.length === 0
        ? 'give it one of "url", "host", "network", "list" and "to"'
        : 'make an endpoint of each',
  };
}
