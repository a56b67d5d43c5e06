import { quote } from '../../characters.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import type { Place, Refusal } from '../../problem.ts';
import type { EndpointEntry } from '../document.ts';
import type {
  Annotations,
  Citation,
  Endpoint,
  Inspection,
  Want,
  WantedEndpoint,
} from '../types.ts';
import { type Cursor, child, placeOf } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { type Decoded, type Decoder, decoderOf, type KeysOf, parsed } from './decode.ts';
import { lacks, refuse } from './judgement.ts';
import { annotationKeys } from './keys.ts';
import { list } from './list-endpoints.ts';
import { parseHostPlace, parseNetworkPlace, parseUrl, type UrlPlace } from './places.ts';
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

/** The endpoints of one entry: one, one for each line of its list, or one that each site opens. */
export function resolveEndpoint(
  context: Context,
  entry: Cursor,
  defaults: GroupDefaults,
): (Endpoint | WantedEndpoint)[] {
  if (entry.node.kind !== 'map') return [];
  const named = kinds.filter((kind) => child(entry, kind) !== undefined);
  if (named.length > 1 || lacks(context, entry, kinds)) refuse(context, entry, endpointKind(named));
  const access = readAccess(context, entry);
  const own = readAnnotations(context, entry);
  const annotations = { ...own, source: own.source ?? defaults.source };
  const need =
    named.length > 1 ? undefined : named.map((kind) => needOf(entry, kind, access.url))[0];
  const services = resolveServices(context, entry, access, need);
  const inspection = access.inspection ?? defaults.inspection;
  const { applications } = access;
  const at = placeOf(entry);
  const place = access.list === undefined ? placeNamed(access) : undefined;
  const written = need?.written ?? '';
  if (place !== undefined && isWant(place)) {
    const path = access.url?.path ?? wholeHost;
    const common = { services, inspection, applications, list: undefined, place: at };
    return [{ written, wants: place, path, ...common, ...annotations }];
  }
  return destinationsOf(access, place, written).map(
    ({ written, destination, path, list, place = at }) => {
      const opened = {
        written,
        destination,
        path,
        services,
        inspection,
        applications,
        list,
        given: undefined,
        place,
      };
      // A spread would give each of a hundred thousand endpoints its own hidden class.
      return Object.assign(opened, annotations);
    },
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
