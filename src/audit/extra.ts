import { quote } from '../characters.ts';
import { mergePorts, type PortRange } from '../net/port.ts';
import type { Explanations } from './explanations.ts';
import type { NamedIndex } from './named.ts';
import type { NamedPart, Naming } from './naming.ts';
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
  /** Endpoints that allow more than what a row without ports names. */
  readonly covering: ReadonlyMap<Opened, readonly NamedPart[]>;
  namingOf(opened: Opened): Naming;
  /** The first line of the document that mentions one of these ports as such. */
  portLine(ports: readonly PortRange[]): RowSide | undefined;
};

/** The most destinations that are named in a message. */
const mostNames = 3;

/** What becomes of an endpoint that no row names wholly. */
export type Sought = Surplus | { readonly remark: AuditRemark };

/** Compares an endpoint with the document; empty if the document names it wholly, or if it cites another document. */
export function seek(opened: Opened, seeking: Seeking): Sought[] {
  const { endpoint, isOwn } = opened;
  if (!isOwn && endpoint.source !== undefined) return [];
  const naming = seeking.namingOf(opened);
  const all = mergePorts([...naming.left, ...naming.wider]);
  if (all.length === 0 || seeking.replaced.has(opened)) return [];
  const line = seeking.explanations.lineOf(opened);
  if (line !== undefined) return [{ remark: printedRemark(opened, all, line) }];
  return [...widerThan(opened, naming), ...left(opened, naming, seeking)];
}

/** The finding about ports on which the document names a part of an endpoint alone. */
function widerThan(opened: Opened, { wider: ports, parts }: Naming): Surplus[] {
  if (ports.length === 0) return [];
  const names = parts.slice(0, mostNames).map(({ subject }) => quote(subject));
  const more = parts.length > mostNames ? ' and more' : '';
  return [widerFinding(opened, ports, parts, `${names.join(', ')}${more}`)];
}

function widerFinding(
  opened: Opened,
  ports: readonly PortRange[],
  parts: readonly NamedPart[],
  names: string,
): Surplus {
  const rows = parts.map(({ row }) => row);
  const finding: ExtraFinding = {
    kind: 'wider',
    endpoint: opened.side,
    ports,
    message: `wider than the document, which names a part of it alone: ${names}`,
    help: 'write the destinations of the document in its place, or say with "printed" what the document prints',
    near: rows[0],
    rows,
  };
  return { opened, finding };
}

/** The finding about ports on which no row names anything of an endpoint, or why they are not extra. */
function left(opened: Opened, naming: Naming, seeking: Seeking): Sought[] {
  const { left: ports } = naming;
  if (ports.length === 0) return [];
  const unnamed = seeking.covering.get(opened);
  if (unnamed !== undefined)
    return [widerFinding(opened, ports, unnamed, quote(unnamed[0]?.subject ?? ''))];
  const line = isTo(opened) ? seeking.portLine(ports) : undefined;
  if (line === undefined) return [{ opened, finding: extraOf(opened, naming, seeking.named) }];
  const message = 'the document asks for the port, and each site says where';
  return [{ remark: { ...remarkStart(opened, ports), message, rows: [line] } }];
}

function printedRemark(opened: Opened, ports: readonly PortRange[], line: RowSide): AuditRemark {
  const message = 'written for what this line prints, as its "printed" says';
  return { ...remarkStart(opened, ports), message, rows: [line] };
}

function remarkStart({ endpoint, side }: Opened, ports: readonly PortRange[]) {
  const start = { subject: endpoint.written, ports, spec: side };
  return { kind: 'written-otherwise', ...start } as const;
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
    return { kind: 'ports', endpoint: side, ports, message, help, near: row, rows: [] };
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
      rows: [],
    };
  }
  const help = 'remove it, or say with "printed" what the document prints';
  return { kind: 'absent', endpoint: side, ports, message, help, near, rows: [] };
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
