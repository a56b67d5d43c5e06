import type { Destination } from '../net/destination.ts';
import { destinationsIntersect } from '../net/destination-set.ts';
import { parseHost } from '../net/host-text.ts';
import { pathCovers } from '../net/path.ts';
import { mergePorts, type PortRange, subtractPorts } from '../net/port.ts';
import type { Explanations } from './explanations.ts';
import type { NamedIndex, NamedRequest } from './named.ts';
import type { Surplus } from './nearest.ts';
import type { Opened } from './opened.ts';
import { parentHosts } from './parents.ts';
import type { AuditRemark, ExtraFinding, RowSide } from './report.ts';
import { portsText } from './words.ts';

/** What is known of the document when an endpoint is judged. */
export type Seeking = {
  readonly named: NamedIndex;
  readonly explanations: Explanations;
  /** Endpoints that a remark on a row names already. */
  readonly replaced: ReadonlySet<Opened>;
  /** The first line of the document that mentions one of these ports as such. */
  portLine(ports: readonly PortRange[]): RowSide | undefined;
};

/** What becomes of an endpoint that no row names wholly. */
export type Sought = Surplus | { readonly remark: AuditRemark };

/** Compares an endpoint with the document; undefined if the document names it, or if it cites another document. */
export function seek(opened: Opened, seeking: Seeking): Sought | undefined {
  const { endpoint, isOwn } = opened;
  if (!isOwn && endpoint.source !== undefined) return undefined;
  const naming = namingOf(opened, seeking.named);
  if (naming.left.length === 0 || seeking.replaced.has(opened)) return undefined;
  const remark = otherwise(opened, naming.left, seeking);
  if (remark !== undefined) return { remark };
  return { opened, finding: extraOf(opened, naming, seeking.named) };
}

/** What the document names of an endpoint: of the same destination, or of a wider or a narrower one. */
type Naming = {
  /** Ports of the endpoint that no row names. */
  readonly left: readonly PortRange[];
  /** Ports that rows name. */
  readonly ports: readonly PortRange[];
  readonly row: RowSide | undefined;
};

function namingOf(opened: Opened, index: NamedIndex): Naming {
  const destination = opened.destination ?? patternOf(opened);
  let naming: Naming = { left: opened.ports, ports: [], row: undefined };
  if (destination === undefined) return naming;
  const { path } = opened.endpoint;
  // Most rows of a document have the same ports.
  const known = new Set<string>();
  index.someNear(destination, (named) => {
    const news = named.requests.filter(({ portsKey }) => !known.has(portsKey));
    const meets =
      news.length > 0 &&
      destinationsIntersect(named.destination, destination) &&
      (pathCovers(path, named.path) || pathCovers(named.path, path));
    for (const request of meets ? news : []) {
      known.add(request.portsKey);
      naming = withRequest(naming, request);
    }
    return naming.left.length === 0;
  });
  return naming;
}

function withRequest({ left, ports, row }: Naming, request: NamedRequest): Naming {
  return {
    left: request.ports.length === 0 ? [] : subtractPorts(left, request.ports),
    ports: mergePorts([...ports, ...request.ports]),
    row: row ?? request.rows[0],
  };
}

/** The hosts that the variables of an endpoint stand for: any label in the place of each. */
function patternOf({ endpoint }: Opened): Destination | undefined {
  if (!('wants' in endpoint) || endpoint.wants.kind !== 'variables') return undefined;
  const host = parseHost(endpoint.wants.host.replaceAll(/\$\{[^}]*\}/g, '*'));
  return host.ok ? { kind: 'host', host: host.value } : undefined;
}

/** Why an endpoint is not extra although no row names it so. */
function otherwise(opened: Opened, left: readonly PortRange[], seeking: Seeking) {
  const { endpoint, side } = opened;
  const line = seeking.explanations.lineOf(opened);
  const start = {
    kind: 'written-otherwise',
    subject: endpoint.written,
    ports: left,
    spec: side,
  } as const;
  if (line !== undefined) {
    const message = 'written for what this line prints, as its "printed" says';
    return { ...start, message, rows: [line] };
  }
  if (!isTo(opened)) return undefined;
  const row = seeking.portLine(left);
  return (
    row && {
      ...start,
      message: 'the document asks for the port, and each site says where',
      rows: [row],
    }
  );
}

/** Whether an endpoint is written with `to`. */
function isTo({ endpoint, destination }: Opened): boolean {
  if ('wants' in endpoint) return endpoint.wants.kind === 'destination';
  return destination !== undefined && destination.kind !== 'host' && destination.kind !== 'network';
}

function extraOf(
  { endpoint, side }: Opened,
  { left: ports, ports: named, row }: Naming,
  index: NamedIndex,
): ExtraFinding {
  if (row !== undefined) {
    const message = `the document names it on other ports: ${portsText(named)}`;
    const help = `remove ${portsText(ports)} from the endpoint, or say with "printed" what the document prints`;
    return { kind: 'ports', endpoint: side, ports, message, help, near: row };
  }
  const near = parentRow(endpoint, index);
  const message = 'no row of the document names it';
  if (endpoint.source === undefined) {
    const help = 'write the document that asks for it as its "source", or remove it';
    return {
      kind: 'no-source',
      endpoint: side,
      ports,
      message: `${message}, and it has no source`,
      help,
      near,
    };
  }
  const help = 'remove it, or say with "printed" what the document prints';
  return { kind: 'absent', endpoint: side, ports, message, help, near };
}

/** The row of the nearest parent domain that the document names. */
function parentRow(endpoint: Opened['endpoint'], index: NamedIndex): RowSide | undefined {
  if (!('destination' in endpoint) || endpoint.destination.kind !== 'host') return undefined;
  for (const parent of parentHosts(endpoint.destination.host)) {
    const row = index.of({ kind: 'host', host: parent })[0]?.requests[0]?.rows[0];
    if (row !== undefined) return row;
  }
  return undefined;
}
