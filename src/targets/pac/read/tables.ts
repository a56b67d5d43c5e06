import type { Destination } from '../../../net/destination.ts';
import { type Host, parseHost } from '../../../net/host.ts';
import { compareNetworks, formatNetwork, type Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { compareText } from '../../../net/order.ts';
import { mergePorts, type PortRange, parsePortRange } from '../../../net/port.ts';
import { Deviation, type Lines } from './lines.ts';

/** A line of a table as it stands. */
export type Row = { readonly name: string; readonly ports: string; readonly line: number };

/** A destination that goes around the proxy, and the line that says so. */
export type Listed = {
  readonly destination: Destination;
  readonly ports: readonly PortRange[];
  readonly line: number;
};

const commaAtEnd = 'expected no comma after the last line of a table, found one';
const commaMissing = 'expected a comma before the next line of a table, found none';

/** Takes the rows of a table up to its closing brace; a comma stands after each but the last. */
export function takeRows(lines: Lines): Row[] {
  const rows: Row[] = [];
  while (lines.peek() !== '};') {
    const row = lines.take(/^ {2}("[^"]+": "[^"]+",?)$/, 'a line of the table, or its end');
    const [, name = '', ports = '', comma] = /^"([^"]+)": "([^"]+)"(,?)$/.exec(row) ?? [];
    const isLast = lines.peek() === '};';
    if (isLast !== (comma === ''))
      throw new Deviation(lines.number, isLast ? commaAtEnd : commaMissing);
    rows.push({ name, ports, line: lines.number });
  }
  lines.takeExactly('};');
  return rows;
}

/** Ports as the file writes them, `80,443,8000-8010`: sorted, merged, none twice. */
export function portsOf(text: string, line: number): PortRange[] {
  const ports = text.split(',').map((part) => {
    const range = parsePortRange(`tcp/${part}`);
    if (!range.ok) throw new Deviation(line, range.error.message);
    return range.value;
  });
  const merged = mergePorts(ports);
  const same =
    merged.length === ports.length &&
    merged.every((range, index) => range.low === ports[index]?.low);
  if (!same) throw new Deviation(line, `the ports "${text}" are not sorted and merged`);
  return ports;
}

/** The hosts of a table with a host on each line. `star` is what the table leaves out before each name. */
export function plainHosts(rows: readonly Row[], kind: Host['kind'], star = ''): Listed[] {
  ascending(rows, (a, b) => compareText(a.name, b.name));
  return rows.map(({ name, ports, line }) => ({
    destination: hostOf(star + name, kind, line),
    ports: portsOf(ports, line),
    line,
  }));
}

/** The hosts of a table with a domain on each line: `"example.com": "443 api www;80,443 help"`. */
export function groupedHosts(rows: readonly Row[], kind: Host['kind'], star = ''): Listed[] {
  ascending(rows, (a, b) => compareText(a.name, b.name));
  return rows.flatMap((row) => {
    const groups = row.ports.split(';').map((group) => groupOf(group, row.line));
    ascending(groups, (a, b) => compareText(a.text, b.text));
    const all = groups.flatMap((group) => group.labels);
    if (new Set(all).size < all.length)
      throw new Deviation(row.line, 'a name stands in two groups');
    return groups.flatMap(({ ports, labels }) =>
      labels.map((label) => ({
        destination: hostOf(`${star}${label}.${row.name}`, kind, row.line),
        ports,
        line: row.line,
      })),
    );
  });
}

/** The addresses of a table, each in its canonical form. */
export function networks(rows: readonly Row[]): Listed[] {
  const parsed = rows.map(({ name, ports, line }) => ({
    network: networkOf(name, line),
    ports: portsOf(ports, line),
    line,
  }));
  ascending(parsed, (a, b) => compareNetworks(a.network, b.network));
  return parsed.map(({ network, ports, line }) => ({
    destination: { kind: 'network', network },
    ports,
    line,
  }));
}

function groupOf(group: string, line: number) {
  const [text = '', ...labels] = group.split(' ');
  if (labels.length === 0) throw new Deviation(line, 'a group of ports has no name');
  ascending(
    labels.map((label) => ({ label, line })),
    (a, b) => compareText(a.label, b.label),
  );
  // A dot would give the name a second place, on the line of another domain.
  if (labels.some((label) => label.includes('.')))
    throw new Deviation(line, 'expected single labels in a group, found a longer name');
  return { text, ports: portsOf(text, line), labels, line };
}

function hostOf(text: string, kind: Host['kind'], line: number): Destination {
  const host = parseHost(text);
  if (!host.ok) throw new Deviation(line, host.error.message);
  if (host.value.kind !== kind) throw new Deviation(line, `"${text}" stands in the wrong table`);
  return { kind: 'host', host: host.value };
}

function networkOf(text: string, line: number): Network {
  const network = parseNetwork(text);
  if (!network.ok) throw new Deviation(line, network.error.message);
  if (formatNetwork(network.value) !== text)
    throw new Deviation(line, `"${text}" is not the shortest form`);
  return network.value;
}

function ascending<Item extends { readonly line: number }>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): void {
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (before !== undefined && compare(before, item) >= 0)
      throw new Deviation(item.line, 'the order is not ascending, or something stands twice');
  }
}
