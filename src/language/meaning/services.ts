import { quote } from '../../characters.ts';
import type { Refusal } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { Application, Service } from '../types.ts';
import { type Cursor, child, items, word } from '../yaml/cursor.ts';
import { type Context, knownName, lacks, refuse, unknownName } from './context.ts';
import type { Definition } from './names.ts';
import { resolvePorts } from './values.ts';

/** The services of a spec by name; one that is defined, but not rightly, has no value. */
export function resolveDefinedServices(context: Context): Map<string, Service | undefined> {
  const services = new Map<string, Service | undefined>();
  for (const definition of context.names.all.service) {
    const service = resolveDefined(context, definition);
    // A second one of the same name is a mistake of its own: the first counts.
    if (!services.has(definition.name)) services.set(definition.name, service);
  }
  return services;
}

function resolveDefined(context: Context, { name, cursor }: Definition): Service | undefined {
  const ports = resolvePorts(context, child(cursor, 'ports'));
  const application = word(child(cursor, 'application'), ['dns', 'http', 'tls', 'other']);
  if (ports === undefined || application === undefined) return undefined;
  return { name, ports, application };
}

/** What an entry needs its services for: a URL says which one, and which port must be in it. */
export type Wanted = { readonly cursor: Cursor; readonly written: string } & (
  | { readonly by: 'hand' }
  | { readonly by: 'url'; readonly scheme: string; readonly port: number | undefined }
);

/** The services of an endpoint; without `wanted` only what is written is judged. */
export function resolveServices(
  context: Context,
  entry: Cursor,
  wanted: Wanted | undefined,
): Service[] {
  const named = namedServices(context, entry);
  if (named !== undefined) return checkPort(context, named, wanted);
  if (wanted === undefined || !lacks(context, entry, ['service', 'services'])) return [];
  if (wanted.by === 'hand') return refuseNone(context, wanted);
  return checkPort(context, [schemeService(context, wanted.cursor, wanted.scheme)], wanted);
}

type Services = readonly (Service | undefined)[];

/** Undefined where the entry has neither key. */
function namedServices(context: Context, entry: Cursor): Services | undefined {
  const service = child(entry, 'service');
  const services = child(entry, 'services');
  if (service === undefined && services === undefined) return undefined;
  if (service !== undefined && services !== undefined) refuse(context, services, serviceTwice);
  const cursors = [...(service === undefined ? [] : [service]), ...items(services)];
  return cursors.length === 0 ? [undefined] : cursors.map((cursor) => named(context, cursor));
}

function named(context: Context, cursor: Cursor): Service | undefined {
  const name = knownName(context, 'service', cursor);
  return name === undefined ? undefined : context.services.get(name);
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
function checkPort(context: Context, services: Services, wanted: Wanted | undefined): Service[] {
  const known = services.flatMap((service) => service ?? []);
  if (known.length < services.length || wanted?.by !== 'url' || wanted.port === undefined) {
    return known;
  }
  const { port, written, cursor, scheme } = wanted;
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

function refuseNone(context: Context, { cursor, written }: Wanted): Service[] {
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
