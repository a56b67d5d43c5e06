import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import { readDestination } from '../kit/destination.ts';
import { wordsIn } from '../kit/port-tokens.ts';
import { readPorts } from '../kit/ports.ts';
import { tierIn } from '../kit/tier.ts';
import { destinationsOfCell } from './cell.ts';
import { directionIn, type Role, roleOfHeader } from './headers.ts';
import type { Shape } from './shape.ts';
import { refuseUncertain, type Stated, type StatedRole, statedIn } from './stated-columns.ts';

/** Where a table has what, by index. A table without `host` names no destinations. */
export type Columns = {
  readonly host: number | undefined;
  /** Several only if the header names a transport for each. */
  readonly ports: readonly PortColumn[];
  readonly proto: number | undefined;
  readonly tier: number | undefined;
  readonly note: number | undefined;
  readonly direction: number | undefined;
  readonly inbound: number | undefined;
};

/** `transport`: as the header names it, else empty. */
export type PortColumn = { readonly index: number; readonly transport: string };

/** Finds the columns of a table: as stated, else by their headers, else by their cells. What is not certain is refused. */
export function columnsOf(
  shape: Shape,
  written: ReadonlyMap<string, string>,
): Result<Columns, Refusal> {
  if (shape.names.length > mostColumns) return failure(refuseWidth(shape.names.length));
  const stated = statedIn(shape, written);
  const host = hostIn(shape, stated);
  if (host.length === 0) return success(withoutHosts);
  const ports = portsIn(shape, stated, host[0]);
  const proto = columnIn('proto', isTransport, shape, stated);
  const tier = columnIn('tier', (cell) => tierIn(cell) !== undefined, shape, stated);
  const direction = columnIn('direction', isDirection, shape, stated);
  for (const [role, found] of Object.entries({ host, proto, tier, direction }))
    if (found.length > 1) return failure(refuseUncertain(role, found, shape));
  if (!ports.ok) return failure(refuseUncertain('port', ports.error, shape, host[0]));
  return success({
    host: host[0],
    ports: ports.value,
    proto: proto[0],
    tier: tier[0],
    note: stated.get('note') ?? headed('note', shape, stated)[0],
    direction: direction[0],
    inbound: headed('inbound', shape, stated)[0],
  });
}

const mostColumns = 100;

const withoutHosts: Columns = {
  host: undefined,
  ports: [],
  proto: undefined,
  tier: undefined,
  note: undefined,
  direction: undefined,
  inbound: undefined,
};

function refuseWidth(width: number): Refusal {
  const message = `the table has ${width} columns, and at most ${mostColumns} are read`;
  return refuse('import-columns', message, 'keep the columns that matter, in a copy of the file');
}

function isTransport(cell: string): boolean {
  const words = cell.match(/[a-z0-9]+/gi) ?? [];
  return !/\d/.test(cell) && words.length > 0 && wordsIn(cell).length === words.length;
}

function isDirection(cell: string): boolean {
  return directionIn(cell) !== undefined;
}

/** The columns whose header has a role, and that are not stated to be something else. */
function headed(role: Role, { hasHeader, names }: Shape, stated: Stated): number[] {
  const taken = new Set(stated.values());
  return names.flatMap((name, index) =>
    hasHeader && roleOfHeader(name) === role && !taken.has(index) ? [index] : [],
  );
}

/** The columns about which neither a header nor an option says anything. Stated columns of a table without header are all. */
function unnamed({ hasHeader, names }: Shape, stated: Stated): number[] {
  if (!hasHeader && stated.size > 0) return [];
  const taken = new Set(stated.values());
  return names.flatMap((name, index) =>
    taken.has(index) || (hasHeader && roleOfHeader(name) !== undefined) ? [] : [index],
  );
}

function hostIn(shape: Shape, stated: Stated): readonly number[] {
  const own = stated.get('host');
  if (own !== undefined) return [own];
  const named = headed('host', shape, stated).filter((index) => shareOf(shape, index) > 0);
  const unknown = unnamed(shape, stated);
  if (named.length === 0) return unknown.filter((index) => shareOf(shape, index) >= 0.5);
  // A second column of destinations, such as a fallback, must not go unnoticed. Versions and dates have dots too.
  const others = unknown.filter((index) => shareOf(shape, index, isDestination) >= 0.5);
  return [...named, ...others];
}

/** How many of the cells of a column have destinations, right or wrong, from 0 to 1. */
function shareOf({ cells }: Shape, index: number, accept = (_text: string) => true): number {
  const column = cells[index] ?? [];
  const having = column.filter((cell) => destinationsOfCell(cell)?.some(accept) === true);
  return column.length === 0 ? 0 : having.length / column.length;
}

function isDestination(text: string): boolean {
  return readDestination(text).kind === 'destinations';
}

function columnIn(
  role: StatedRole,
  isCell: (cell: string) => boolean,
  shape: Shape,
  stated: Stated,
): readonly number[] {
  const own = stated.get(role);
  if (own !== undefined) return [own];
  const named = headed(role, shape, stated);
  if (named.length > 0) return named;
  return unnamed(shape, stated).filter((index) => {
    const column = shape.cells[index] ?? [];
    return column.length > 0 && column.every(isCell);
  });
}

/** The columns of ports; or those that could be some. */
function portsIn(
  shape: Shape,
  stated: Stated,
  host: number | undefined,
): Result<readonly PortColumn[], readonly number[]> {
  const own = stated.get('port');
  if (own !== undefined) return success([portColumn(shape, own)]);
  const named = headed('port', shape, stated).map((index) => portColumn(shape, index));
  const transports = new Set(named.map(({ transport }) => transport));
  const areApart = transports.size === named.length && !transports.has('');
  if (named.length === 1 || (named.length > 1 && areApart)) return success(named);
  if (named.length > 1) return failure(named.map(({ index }) => index));
  const others = unnamed(shape, stated).filter((index) => index !== host);
  const certain = others.filter((index) => isPorts(shape, index));
  if (certain.length > 1) return failure(certain);
  if (certain.length > 0) return success(certain.map((index) => portColumn(shape, index)));
  const possible = others.filter((index) => mayBePorts(shape, index));
  return possible.length === 0 ? success([]) : failure(possible);
}

function portColumn({ hasHeader, names }: Shape, index: number): PortColumn {
  const words = hasHeader ? (names[index]?.match(/\b(?:tcp|udp|sctp)\b/gi) ?? []) : [];
  return { index, transport: words.join('/') };
}

/** Whether cells can only be ports. Below another header, numbers alone can be anything. */
function isPorts({ hasHeader, cells }: Shape, index: number): boolean {
  const column = cells[index] ?? [];
  return (
    column.some((cell) => /\d/.test(cell)) &&
    column.every((cell) => hasPorts(cell) && (!hasHeader || wordsIn(cell).length > 0))
  );
}

function hasPorts(cell: string): boolean {
  const ports = readPorts(cell);
  return ports.ok && ports.value.length > 0;
}

/** Whether cells could be ports, or else numbers of rows, counts. */
function mayBePorts({ hasHeader, cells }: Shape, index: number): boolean {
  const column = cells[index] ?? [];
  const numbers = column.filter((cell) => /\d/.test(cell) && readPorts(cell, 'tcp').ok);
  if (hasHeader) return column.length > 0 && column.every(hasPorts);
  return numbers.length > 0 && 2 * numbers.length >= column.length;
}
