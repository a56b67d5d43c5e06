import type { Application, Service } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { compareText } from '../net/order.ts';
import { comparePortRanges, formatPortRange, mergePorts, type PortRange } from '../net/port.ts';
import { fitId } from './ids.ts';
import type { ImportedService } from './part.ts';

/** The services of the spec that a part is for, which the part uses instead of its own equal ones. */
export type KnownServices = {
  /** By `serviceKey`. */
  readonly names: ReadonlyMap<string, string>;
  /** Every name that is in use. */
  readonly taken: ReadonlySet<string>;
};

type ServiceShape = { readonly ports: readonly PortRange[]; readonly application: Application };

/** What makes two services equal under any name. */
export function serviceKey({ ports, application }: ServiceShape): string {
  return `${application} ${[...ports].sort(comparePortRanges).map(formatPortRange).join(' ')}`;
}

/** The services of a spec, for a part to reuse. The first name of equal ones counts. */
export function knownServices(services: Iterable<Service>): KnownServices {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const service of services) {
    taken.add(service.name);
    getOrAdd(names, serviceKey(service), () => service.name);
  }
  return { names, taken };
}

/** The ports whose application is known. Each is a service of its own; on every other port, it is `other`. */
const applications: ReadonlyMap<string, Application> = new Map([
  ['tcp/53', 'dns'],
  ['udp/53', 'dns'],
  ['tcp/80', 'http'],
  ...[443, 636, 853, 993, 995, 5061, 8883].map((port) => [`tcp/${port}`, 'tls'] as const),
]);

const knownPorts: readonly PortRange[] = [...applications.keys()].map((text) => {
  const [transport, port] = text.split('/');
  return {
    transport: transport === 'udp' ? 'udp' : 'tcp',
    low: Number(port),
    high: Number(port),
  };
});

/** The application that an import expects on a range of ports that `splitPorts` has made. */
export function applicationOn(range: PortRange): Application {
  return applications.get(formatPortRange(range)) ?? 'other';
}

/** The application that an import expects on a TCP port. */
export function applicationOf(port: number): Application {
  return applicationOn({ transport: 'tcp', low: port, high: port });
}

/** The ports as sorted ranges, each with one application. */
export function splitPorts(ports: readonly PortRange[]): PortRange[] {
  return mergePorts(ports).flatMap((range) => {
    const parts: PortRange[] = [];
    let { low } = range;
    for (const known of knownPorts) {
      if (known.transport !== range.transport || known.low < low || known.low > range.high)
        continue;
      if (low < known.low) parts.push({ ...range, low, high: known.low - 1 });
      parts.push(known);
      low = known.low + 1;
    }
    return low > range.high ? parts : [...parts, { ...range, low }];
  });
}

/** An endpoint may name this many services, and a service this many ranges of ports. */
const mostServices = 100;
const mostPorts = 1000;

/** The ports as services: 80 and 443 are never in one, since devices match their applications apart. */
function shapesOf(ports: readonly PortRange[]): ServiceShape[] {
  const ranges = splitPorts(ports);
  const dns = ranges.filter((range) => applicationOn(range) === 'dns');
  const isBoth = dns.length === 2;
  const single = isBoth ? ranges.filter((range) => !dns.includes(range)) : ranges;
  if (single.length >= mostServices) return packed(ranges);
  const shapes = single.map((range) => ({ ports: [range], application: applicationOn(range) }));
  return isBoth ? [...shapes, { ports: dns, application: 'dns' }] : shapes;
}

/** As few services as possible: one for each application, unless it has too many ranges for one. */
function packed(ranges: readonly PortRange[]): ServiceShape[] {
  return (['dns', 'http', 'tls', 'other'] as const).flatMap((application) => {
    const own = ranges.filter((range) => applicationOn(range) === application);
    const count = Math.ceil(own.length / mostPorts);
    return Array.from({ length: count }, (_, index) => ({
      ports: own.slice(index * mostPorts, (index + 1) * mostPorts),
      application,
    }));
  });
}

const ownNames: ReadonlyMap<string, string> = new Map([
  ['http tcp/80', 'http'],
  ['tls tcp/443', 'https'],
  ['dns tcp/53 udp/53', 'dns'],
]);

/** The name of a service: of its protocol, or of its ports, as `udp-3478-3481`. */
function plainName(shape: ServiceShape): string {
  const name = shape.ports.map((range) => formatPortRange(range).replace('/', '-')).join('-');
  return ownNames.get(serviceKey(shape)) ?? fitId(name);
}

/** The ports of the services that have a name of their own. */
export const namedServices: ReadonlyMap<string, readonly PortRange[]> = new Map([
  ['dns', knownPorts.filter(({ low }) => low === 53)],
  ['http', knownPorts.filter(({ low }) => low === 80)],
  ['https', knownPorts.filter(({ low }) => low === 443)],
]);

/** The ports of services by name. */
export type ServicePorts = ReadonlyMap<string, readonly PortRange[]>;

/** Names the services of endpoints, and keeps those that the part must define. */
export class ServiceNames {
  readonly #id: string;
  readonly #known: KnownServices;
  readonly #names = new Map<string, string>();
  readonly #byText = new Map<string, readonly string[]>();
  readonly #byPorts = new WeakMap<readonly PortRange[], readonly string[]>();
  readonly #own: ImportedService[] = [];
  readonly #ports = new Map<string, readonly PortRange[]>();

  constructor(id: string, known: KnownServices = { names: new Map(), taken: new Set() }) {
    this.#id = id;
    this.#known = known;
  }

  /** The services of these ports by name, sorted. The many endpoints with equal ports share one list. */
  namesOf(ports: readonly PortRange[]): readonly string[] {
    return getOrAdd(this.#byPorts, ports, () => {
      const key = ports.map(formatPortRange).join(' ');
      return getOrAdd(this.#byText, key, () =>
        shapesOf(ports)
          .map((shape) => this.#nameOf(shape))
          .sort(compareText),
      );
    });
  }

  /** The services that the part must define, sorted by name. */
  get own(): readonly ImportedService[] {
    return [...this.#own].sort((one, other) => compareText(one.name, other.name));
  }

  /** The ports of every service that an endpoint names. */
  get ports(): ServicePorts {
    return this.#ports;
  }

  #nameOf(shape: ServiceShape): string {
    const key = serviceKey(shape);
    return getOrAdd(this.#names, key, () => {
      const name = this.#known.names.get(key) ?? this.#define(shape);
      this.#ports.set(name, shape.ports);
      return name;
    });
  }

  #define(shape: ServiceShape): string {
    const plain = plainName(shape);
    const name = this.#known.taken.has(plain) ? this.#freeName(plain) : plain;
    const ports = [...shape.ports].sort(comparePortRanges).map(formatPortRange);
    this.#own.push({ name, ports, application: shape.application });
    return name;
  }

  /** A name for a service whose own name the spec uses for other ports. */
  #freeName(plain: string): string {
    let name = fitId(`${this.#id}-${plain}`);
    for (let count = 2; this.#known.taken.has(name); count += 1)
      name = fitId(`${this.#id}-${plain}-${count}`);
    return name;
  }
}
