import { quote } from '../../characters.ts';
import { getOrAdd } from '../../maps.ts';
import { compareText } from '../../net/order.ts';
import { hasPorts, isTransport } from '../../net/transport.ts';
import type { Refusal } from '../../problem.ts';
import type { EndpointEntry, ServiceEntry } from '../document.ts';
import { oneOfThem } from '../suggest.ts';
import type { Application, Service } from '../types.ts';
import { type Cursor, child, items } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { type Decoded, decoderOf, type KeysOf, oneOf, optional } from './decode.ts';
import { type Definition, fullId, ownName } from './definitions.ts';
import { knownName, lacks, refuse, unknownName } from './judgement.ts';
import { entryRanges, rangeKeys } from './ranges.ts';

const readService = decoderOf({
  ...rangeKeys,
  application: oneOf(['dns', 'http', 'tls', 'other']),
} satisfies KeysOf<ServiceEntry>);

/** The spec's own services by their names in it, without those that have a mistake. */
export function resolveDefinedServices(context: Context): Map<string, Service> {
  const services = new Map<string, Service>();
  for (const definition of context.names.all.service) {
    const service = resolveDefined(context, definition);
    // The first definition of a name counts. The second has a problem of its own.
    const isFirst = context.names.first.service.get(definition.name) === definition;
    if (service !== undefined && isFirst) services.set(definition.name, service);
  }
  return services;
}

function resolveDefined(context: Context, { name, cursor }: Definition): Service | undefined {
  const { application, ...keys } = readService(context, cursor);
  if (cursor.node.kind !== 'map') return undefined;
  const ports = entryRanges(context, cursor, keys);
  if (ports === undefined || application === undefined) return undefined;
  if (application !== 'other' && !ports.some(({ transport }) => hasPorts(transport)))
    return refuse(context, child(cursor, 'application') ?? cursor, noPorts(name, application));
  return { name: fullId(context.names, 'service', name), ports, application, unit: context.unit };
}

// An application is spoken on ports: without them, the word would be a promise that no device checks.
function noPorts(name: string, application: Application): Refusal {
  return {
    rule: 'application-without-ports',
    message: `service ${quote(name)} has application ${application}, but no ports`,
    help: 'write "application: other", or add its ports to "ports"',
  };
}

/** The services that an entry names; undefined for an unknown one. */
type Services = readonly (Service | undefined)[];

/** The keys under which an endpoint names its services. */
export const serviceKeys = {
  service: optional((context, cursor) => [namedService(context, cursor)]),
  services: optional((context, cursor) => items(cursor).map((each) => namedService(context, each))),
} satisfies Partial<KeysOf<EndpointEntry, Context>>;

function namedService(context: Context, cursor: Cursor | undefined): Service | undefined {
  const name = knownName(context, 'service', cursor);
  return name === undefined ? undefined : context.services.get(name);
}

/** Why an entry needs services. A URL gives the name of a service and the port that it must contain. */
export type ServiceNeed = { readonly cursor: Cursor; readonly written: string } & (
  | { readonly by: 'hand' }
  | { readonly by: 'url'; readonly scheme: string; readonly port: number | undefined }
);

/** The services of an endpoint. Without `need`, only the written names are checked. */
export function resolveServices(
  context: Context,
  entry: Cursor,
  { service, services }: Decoded<typeof serviceKeys>,
  need: ServiceNeed | undefined,
): readonly Service[] {
  if (service !== undefined && services !== undefined)
    refuse(context, child(entry, 'services') ?? entry, serviceTwice);
  if (service !== undefined || services !== undefined)
    return checkPort(context, [...(service ?? []), ...(services ?? [])], need);
  if (need === undefined || !lacks(context, entry, ['service', 'services'])) return [];
  if (need.by === 'hand') return refuseNone(context, need);
  return checkPort(context, [schemeService(context, need.cursor, need.scheme)], need);
}

function schemeService(context: Context, cursor: Cursor, scheme: string): Service | undefined {
  const known = context.names.first.service;
  if (!known.has(scheme) && !context.lost.has('service')) {
    refuse(context, cursor, {
      ...unknownName('service', scheme, known.keys()),
      message: `unknown service ${quote(scheme)}, which a URL with this scheme uses`,
      help: 'define it under "services", or name another service with "service:"',
    });
  }
  return context.services.get(scheme);
}

/** Checks that a URL's port is in one of its services. Not checked if one of the services is unknown. */
function checkPort(
  context: Context,
  services: Services,
  need: ServiceNeed | undefined,
): readonly Service[] {
  const known = knownOf(services);
  const isWhole = known.length > 0 && known.length === services.length;
  if (!isWhole || need?.by !== 'url' || need.port === undefined) return known;
  const { port, written, cursor, scheme } = need;
  const holding = known.filter((service) => holdsTcpPort(service, port));
  const nameOf = ({ name }: Service) => quote(ownName(context.names, name));
  if (holding.length === 0) refuse(context, cursor, urlPort(need, port, known.map(nameOf)));
  const other = holding.find(({ application }) => application === contradictions.get(scheme));
  if (other !== undefined)
    refuse(context, cursor, urlApplication(written, nameOf(other), other.application));
  return known;
}

/** The known ones. The many endpoints of one service share one list. */
function knownOf(services: Services): readonly Service[] {
  const known = services.flatMap((service) => service ?? []);
  const [first, ...more] = known;
  return first === undefined || more.length > 0 ? known : getOrAdd(alone, first, () => known);
}

const alone = new WeakMap<Service, readonly Service[]>();

/** The application that a service cannot have if a URL with this scheme uses it. */
const contradictions: ReadonlyMap<string, Application> = new Map([
  ['http', 'tls'],
  ['ws', 'tls'],
  ['https', 'http'],
  ['wss', 'http'],
]);

// A path is enforced on cleartext http only. An https URL on such a service would promise a path that no device sees.
function urlApplication(written: string, name: string, application: Application): Refusal {
  return {
    rule: 'url-application',
    message: `${quote(written)} uses service ${name}, whose application is ${application}`,
    help: `use another service, or change the application of ${name} to ${application === 'tls' ? 'http' : 'tls'}`,
  };
}

function holdsTcpPort(service: Service, port: number): boolean {
  return service.ports.some(
    ({ transport, low, high }) => transport === 'tcp' && low <= port && port <= high,
  );
}

type UrlNeed = Extract<ServiceNeed, { by: 'url' }>;

function urlPort({ written, scheme }: UrlNeed, port: number, services: readonly string[]): Refusal {
  const names = services.join(' and ');
  const noun = services.length === 1 ? 'the service' : 'the services';
  // Its service can have the port on another transport, so the message says which one is missing.
  const isOther = isTransport(scheme) && scheme !== 'tcp';
  if (isOther)
    return {
      rule: 'url-port',
      message: `${quote(written)} is a URL, which uses TCP, and tcp/${port} is not in ${noun} ${names}`,
      help: `use "host:" with the service; keep the URL as printed in "printed.url"`,
    };
  return {
    rule: 'url-port',
    message: `${quote(written)} uses port ${port}, which is not in ${noun} ${names}`,
    help: `use "host:" with a service on port ${port}; keep the URL as printed in "printed.url"`,
  };
}

function refuseNone(context: Context, { cursor, written }: ServiceNeed): Service[] {
  const [key] = cursor.path.slice(-1);
  const names = [...context.names.first.service.keys()].sort(compareText);
  refuse(context, cursor, {
    rule: 'missing-service',
    message: `the ${key === 'to' ? 'destination' : key} ${quote(written)} has no service`,
    help:
      names.length === 0
        ? 'define a service, and name it with "service:"'
        : `add "service:" with ${oneOfThem(names)}`,
  });
  return [];
}

const serviceTwice: Refusal = {
  rule: 'service-twice',
  message: 'the endpoint has both "service" and "services"',
  help: 'list all its services in "services"',
};
