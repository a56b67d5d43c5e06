import type { Destination } from '../net/destination.ts';
import { destinationCovers, destinationsIntersect } from '../net/destination-set.ts';
import { parseHost } from '../net/host-text.ts';
import { subtractNetworks } from '../net/network.ts';
import { pathCovers } from '../net/path.ts';
import { everyPort, mergePorts, type PortRange, sharedPorts, subtractPorts } from '../net/port.ts';
import type { NamedDestination, NamedIndex, NamedRequest } from './named.ts';
import type { Opened } from './opened.ts';
import type { RowSide } from './report.ts';

/** What the document names of an endpoint. */
export type Naming = {
  /** Ports of the endpoint on which no row names anything of it. */
  readonly left: readonly PortRange[];
  /** Ports of the endpoint on which rows name a part of it, and not all. */
  readonly wider: readonly PortRange[];
  /** Ports that rows name. */
  readonly ports: readonly PortRange[];
  /** A row that names it or a part of it. */
  readonly row: RowSide | undefined;
  /** Some of the parts that rows name. */
  readonly parts: readonly NamedPart[];
};

/** A part of an endpoint that a row names. */
export type NamedPart = { readonly subject: string; readonly row: RowSide };

/** The most parts that are kept to show. */
const mostParts = 5;

/** Finds what the document names of an endpoint: all of it, or parts. */
export function namingOf(opened: Opened, index: NamedIndex): Naming {
  const destination = opened.destination ?? patternOf(opened);
  const whole = { left: opened.ports, wider: [], ports: [], row: undefined, parts: [] };
  if (destination === undefined) return whole;
  const search = new Search(opened, destination);
  index.someCovering(destination, (named) => search.addWhole(named));
  if (!search.isDone) index.someNear(destination, (named) => search.addPart(named));
  return search.naming;
}

class Search {
  readonly #opened: Opened;
  readonly #destination: Destination;
  readonly #known = new Set<string>();
  readonly #networks: { readonly named: NamedDestination; readonly request: NamedRequest }[] = [];
  readonly #parts: NamedPart[] = [];
  #left: readonly PortRange[];
  #ports: readonly PortRange[] = [];
  #met: readonly PortRange[] = [];
  #row: RowSide | undefined;

  constructor(opened: Opened, destination: Destination) {
    this.#opened = opened;
    this.#destination = destination;
    this.#left = opened.ports;
  }

  get isDone(): boolean {
    return this.#left.length === 0;
  }

  /** Adds a destination if it contains the endpoint; true if no port is left. */
  addWhole(named: NamedDestination): boolean {
    const news = named.requests.filter(({ portsKey }) => !this.#known.has(portsKey));
    if (news.length === 0 || !this.#isWhole(named)) return this.isDone;
    for (const request of news) {
      this.#known.add(request.portsKey);
      this.#left = subtractPorts(this.#left, portsOf(request));
      this.#note(request);
    }
    return this.isDone;
  }

  /** Adds a destination if it shares something with the endpoint; true if no port is left. */
  addPart(named: NamedDestination): boolean {
    const news = named.requests.filter((request) => this.#tells(named, request));
    if (news.length === 0 || !this.#meets(named)) return false;
    for (const request of news) {
      this.#known.add(request.portsKey);
      this.#note(request);
      // A variable stands for one value, which may be the one that the row names.
      if (this.#opened.destination === undefined)
        this.#left = subtractPorts(this.#left, portsOf(request));
      else this.#keepPart(named, request);
    }
    return this.isDone;
  }

  #keepPart(named: NamedDestination, request: NamedRequest): void {
    const ports = portsOf(request);
    if (sharedPorts(this.#opened.ports, ports).length === 0) return;
    this.#met = mergePorts([...this.#met, ...ports]);
    this.#networks.push({ named, request });
    const [row] = request.rows;
    if (row !== undefined && this.#parts.length < mostParts)
      this.#parts.push({ subject: named.subject, row });
  }

  get naming(): Naming {
    const left = subtractPorts(this.#left, this.#met);
    const partly = sharedPorts(this.#left, this.#met);
    const wider = subtractPorts(partly, this.#together(partly));
    return { left, wider, ports: this.#ports, row: this.#row, parts: this.#parts };
  }

  #isWhole({ destination, path }: NamedDestination): boolean {
    const { endpoint } = this.#opened;
    return destinationCovers(destination, this.#destination) && pathCovers(path, endpoint.path);
  }

  #meets({ destination, path }: NamedDestination): boolean {
    const { endpoint } = this.#opened;
    return (
      destinationsIntersect(destination, this.#destination) &&
      (pathCovers(endpoint.path, path) || pathCovers(path, endpoint.path))
    );
  }

  /** Whether a request may say something new: networks can name all of a network together. */
  #tells({ destination }: NamedDestination, { portsKey }: NamedRequest): boolean {
    return destination.kind === 'network' && this.#destination.kind === 'network'
      ? true
      : !this.#known.has(portsKey) || this.#parts.length < mostParts;
  }

  #note({ ports, rows }: NamedRequest): void {
    this.#ports = mergePorts([...this.#ports, ...ports]);
    this.#row ??= rows[0];
  }

  /** The ports on which several networks together name all of a network. */
  #together(ports: readonly PortRange[]): PortRange[] {
    const whole = this.#destination;
    if (whole.kind !== 'network') return [];
    const named = this.#networks.flatMap(({ named: { destination }, request }) =>
      destination.kind === 'network'
        ? [{ network: destination.network, ports: portsOf(request) }]
        : [],
    );
    return piecesOf(
      ports,
      this.#networks.map(({ request }) => request),
    )
      .filter((piece) => {
        const own = named.filter((each) => subtractPorts(piece, each.ports).length === 0);
        const networks = own.map(({ network }) => network);
        return subtractNetworks([whole.network], networks).length === 0;
      })
      .flat();
  }
}

/** Ports in pieces, each of which a request names wholly or not at all. */
function piecesOf(ports: readonly PortRange[], requests: readonly NamedRequest[]): PortRange[][] {
  const different = new Map(requests.map((request) => [request.portsKey, portsOf(request)]));
  let pieces = ports.map((range) => [range]);
  for (const cut of different.values())
    pieces = pieces
      .flatMap((piece) => [sharedPorts(piece, cut), subtractPorts(piece, cut)])
      .filter((piece) => piece.length > 0);
  return pieces;
}

/** The ports of a request: all if the document names none. */
function portsOf({ ports }: NamedRequest): readonly PortRange[] {
  return ports.length === 0 ? everyPort : ports;
}

/** The hosts that the variables of an endpoint stand for: any label in the place of each. */
function patternOf({ endpoint }: Opened): Destination | undefined {
  if (!('wants' in endpoint) || endpoint.wants.kind !== 'variables') return undefined;
  const host = parseHost(endpoint.wants.host.replaceAll(/\$\{[^}]*\}/g, '*'));
  return host.ok ? { kind: 'host', host: host.value } : undefined;
}
