import { quote } from '../../characters.ts';
import type { Refusal } from '../../problem.ts';
import type { EndpointEntry, ServiceEntry } from '../document.ts';
import { didYouMean } from '../suggest.ts';
import type { Application, Service } from '../types.ts';
import { type Cursor, child, items } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { type Decoded, decode, type KeysOf, oneOf, optional } from './decode.ts';
import type { Definition } from './definitions.ts';
import { knownName, lacks, refuse, unknownName } from './judgement.ts';
import { ports } from './values.ts';

const definitionKeys = {
  ports,
  application: oneOf(['dns', 'http', 'tls', 'other']),
} satisfies KeysOf<ServiceEntry>;

/** The services of a spec by name, without those that are not defined rightly. */
export function resolveDefinedServices(context: Context): Map<string, Service> {
  const services = new Map<string, Service>();
  for (const definition of context.names.all.service) {
    const service = resolveDefined(context, definition);
    // A second one of the same name is a mistake of its own: the first counts.
    const isFirst = context.names.first.service.get(definition.name) === definition;
    if (service !== undefined && isFirst) services.set(definition.name, service);
  }
  return services;
}

function resolveDefined(context: Context, { name, cursor }: Definition): Service | undefined {
  const { ports, application } = decode(context, cursor, definitionKeys);
  if (ports === undefined || application === undefined) return undefined;
  return { name, ports, application };
}

/** Services as an entry names them; undefined stands for one that is not known. */
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

/** What an entry needs its services for: a URL says which one, and which port must be in it. */
export type ServiceNeed = { readonly cursor: Cursor; readonly written: string } & (
  | { readonly by: 'hand' }
  | { readonly by: 'url'; readonly scheme: string; readonly port: number | undefined }
);

/** The services of an endpoint; without `need` only what is written is judged. */
export function resolveServices(
  context: Context,
  entry: Cursor,
  { service, services }: Decoded<typeof serviceKeys>,
  need: ServiceNeed | undefined,
): Service[] {
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
      message: `there is no service ${quote(scheme)}, which the URL's scheme stands for`,
      help: 'define it under "services", or name another with "service:"',
    });
  }
  return context.services.get(scheme);
}

/** A URL's port must be in one of its services; where one of them is not known, that is not judged. */
function checkPort(context: Context, services: Services, need: ServiceNeed | undefined): Service[] {
  const known = services.flatMap((service) => service ?? []);
  const isWhole = known.length > 0 && known.length === services.length;
  if (!isWhole || need?.by !== 'url' || need.port === undefined) return known;
  const { port, written, cursor, scheme } = need;
  const holding = known.filter((service) => holdsTcpPort(service, port));
  if (holding.length === 0) refuse(context, cursor, urlPort(written, port, known));
  const other = holding.find(({ application }) => application === contradictions[scheme]);
  if (other !== undefined) refuse(context, cursor, urlApplication(written, other));
  return known;
}

/** What a service cannot speak when a URL of this scheme stands on it. */
const contradictions: Readonly<Partial<Record<string, Application>>> = {
  http: 'tls',
  ws: 'tls',
  https: 'http',
  wss: 'http',
};

// On cleartext http a path holds, so a URL on TLS there would promise what no device can see.
function urlApplication(written: string, { name, application }: Service): Refusal {
  return {
    rule: 'url-application',
    message: `${quote(written)} stands on the service ${quote(name)}, which speaks ${application}`,
    help: 'name a service that speaks what the URL says, or correct the "application:" of the service',
  };
}

function holdsTcpPort(service: Service, port: number): boolean {
  return service.ports.some(
    ({ transport, low, high }) => transport === 'tcp' && low <= port && port <= high,
  );
}

function urlPort(written: string, port: number, services: readonly Service[]): Refusal {
  const names = services.map(({ name }) => quote(name)).join(' and ');
  const noun = services.length === 1 ? 'the service' : 'the services';
  return {
    rule: 'url-port',
    message: `${quote(written)} means port ${port}, which is not in ${noun} ${names}`,
    help: 'write "host:" with "services:", and "printed:" for what the document says',
  };
}

function refuseNone(context: Context, { cursor, written }: ServiceNeed): Service[] {
  const [key] = cursor.path.slice(-1);
  refuse(context, cursor, {
    rule: 'missing-service',
    message: `the ${key === 'to' ? 'destination' : key} ${quote(written)} has no service`,
    help: `add "service:"; ${didYouMean('', context.names.first.service.keys())}`,
  });
  return [];
}

const serviceTwice: Refusal = {
  rule: 'service-twice',
  message: 'the endpoint has both "service" and "services"',
  help: 'put all of its services under "services"',
};
