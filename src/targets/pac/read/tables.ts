import type { Destination } from '../../../net/destination.ts';
import type { Host } from '../../../net/host.ts';
import { parseHost } from '../../../net/host-text.ts';
import { compareNetworks } from '../../../net/network.ts';
import { compareText } from '../../../net/order.ts';
import { mergePorts, type PortRange } from '../../../net/port.ts';
import { parsePortRange } from '../../../net/port-text.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected, refuseAt, unexpected } from '../../kit/reading/not-canonical.ts';
import { networkAt, requireAscending, valueAt } from '../../kit/reading/values.ts';
import type { OutputPlace } from '../../reading.ts';

/** A line of a table, not interpreted yet. */
export type Row = { readonly name: string; readonly ports: string; readonly at: OutputPlace };

/** A destination that skips the proxy, and its location. */
export type Listed = {
  readonly destination: Destination;
  readonly ports: readonly PortRange[];
  readonly at: OutputPlace;
};

export const commaAtEnd = unexpected('comma after the last line of a table');
export const commaMissing = expected('a comma before the next line of a table', 'none');

/** Takes the rows of a table up to its closing brace; each row except the last ends in a comma. */
export function takeRows(cursor: Cursor): Row[] {
  const rows: Row[] = [];
  while (cursor.peek() !== '};') {
    const row = cursor.take(/^ {2}("[^"]+": "[^"]+",?)$/, 'a line of the table or its end');
    const [, name = '', ports = '', comma] = /^"([^"]+)": "([^"]+)"(,?)$/.exec(row) ?? [];
    const isLast = cursor.peek() === '};';
    if (isLast !== (comma === '')) cursor.refuse(isLast ? commaAtEnd : commaMissing);
    rows.push({ name, ports, at: cursor.at });
  }
  cursor.takeExactly('};');
  return rows;
}

/** Ports in the form of the file, `80,443,8000-8010`: sorted and merged. */
export function portsOf(text: string, at: OutputPlace): PortRange[] {
  const ports = text.split(',').map((part) => valueAt(parsePortRange(`tcp/${part}`), at));
  const merged = mergePorts(ports);
  const same =
    merged.length === ports.length &&
    merged.every((range, index) => range.low === ports[index]?.low);
  if (!same) refuseAt(at, expected('sorted and merged ports', `"${text}"`));
  return ports;
}

/** The hosts of a table. `star` is the text that the table omits before each name. */
export function hostsOf(rows: readonly Row[], kind: Host['kind'], star = ''): Listed[] {
  return rows.map(({ name, ports, at }) => ({
    destination: hostOf(star + name, kind, at),
    ports: portsOf(ports, at),
    at,
  }));
}

/** The addresses of a table, each in its canonical form. */
export function networks(rows: readonly Row[]): Listed[] {
  const parsed = rows.map(({ name, ports, at }) => ({
    network: networkAt(name, at),
    ports: portsOf(ports, at),
    at,
  }));
  requireAscending(
    parsed,
    (a, b) => compareNetworks(a.network, b.network),
    ({ at }) => at,
  );
  return parsed.map(({ network, ports, at }) => ({
    destination: { kind: 'network', network },
    ports,
    at,
  }));
}

function hostOf(text: string, kind: Host['kind'], at: OutputPlace): Destination {
  const host = valueAt(parseHost(text), at);
  if (host.kind !== kind) refuseAt(at, unexpected(`host "${text}" in this table`));
  return { kind: 'host', host };
}

/** Takes the rows of a table of names, one on each line, sorted. */
export function takeNames(cursor: Cursor): Row[] {
  const rows = takeRows(cursor);
  requireNamesAscending(rows);
  return rows;
}

function requireNamesAscending(rows: readonly Row[]): void {
  requireAscending(
    rows,
    (a, b) => compareText(a.name, b.name),
    ({ at }) => at,
  );
}
