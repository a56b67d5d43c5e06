import {
  compareDestinations,
  type Destination,
  destinationHolds,
  formatDestination,
} from '../../../../../../src/net/destination.ts';
import { parseHost } from '../../../../../../src/net/host.ts';
import { compareNetworks, type Network } from '../../../../../../src/net/network.ts';
import { parseNetwork } from '../../../../../../src/net/network-text.ts';
import { wholeHost } from '../../../../../../src/net/path.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../../../../../src/net/port.ts';
import type { Result } from '../../../../../../src/problem.ts';
import type { Cursor } from '../../../../../../src/targets/kit/reading/cursor.ts';
import { hasPort, isOfClients } from '../../../../../../src/targets/kit/reading/decisions.ts';
import { readFiles } from '../../../../../../src/targets/kit/reading/read-files.ts';
import {
  networkAt,
  parsePorts,
  requireAscending,
} from '../../../../../../src/targets/kit/reading/values.ts';
import type {
  NotCanonical,
  OutputPlace,
  Reading,
  Setting,
  TargetFiles,
} from '../../../../../../src/targets/target.ts';

const file = 'plainlist/list.txt';
const header =
  /^# ([a-z][a-z0-9-]{0,39}): what the clients may reach\. Made by "portolan generate"; a change here is lost\.$/;

type Client = { readonly network: Network; readonly at: OutputPlace };
type Listed = {
  readonly destination: Destination;
  readonly ports: readonly PortRange[];
  readonly at: OutputPlace;
};

/** Reads list.txt; whatever is not exactly what the tool writes is refused with its line. */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  return readFiles(files, [file], (open) => readList(open(file)));
}

function readList(cursor: Cursor): Reading {
  const spec = takeSetting(cursor, 'spec', header, 'the header');
  const list = takeSetting(cursor, 'list', /^list ([a-z][a-z0-9_]{0,30})$/, 'the name of the list');
  const reference = /^reference ([A-Za-z0-9._-]{1,40})$/;
  const settings = cursor.sees(reference)
    ? [takeSetting(cursor, 'reference', reference, 'a reference')]
    : [];
  const clients = takeClients(cursor);
  const listed = takeEntries(cursor);
  return {
    settings,
    identifiers: [spec, list],
    access: listed.flatMap(({ destination, ports, at }) =>
      ports.map((range) => ({ destination, path: wholeHost, ports: range, clients, at })),
    ),
    decide: (flow, client) => {
      if (!isOfClients(flow, client, clients)) return { verdict: 'not-applicable', at: null };
      const found = listed.find(
        ({ destination, ports }) =>
          destinationHolds(destination, flow.peer) && ports.some((range) => hasPort(range, flow)),
      );
      return found === undefined
        ? { verdict: 'deny', at: null }
        : { verdict: 'allow', at: found.at };
    },
  };
}

function takeSetting(cursor: Cursor, name: string, shape: RegExp, what: string): Setting {
  const value = cursor.take(shape, what);
  return { name, value, at: cursor.at };
}

/** At least one, since no client would mean any to what reads the list. */
function takeClients(cursor: Cursor): Network[] {
  const clients: Client[] = [];
  do clients.push(takeClient(cursor));
  while (cursor.sees(/^client /));
  requireAscending(
    clients,
    (a, b) => compareNetworks(a.network, b.network),
    ({ at }) => at,
  );
  return clients.map(({ network }) => network);
}

function takeClient(cursor: Cursor): Client {
  const text = cursor.take(/^client (\S+)$/, 'a client');
  return { network: networkAt(text, cursor.at), at: cursor.at };
}

/** At least one, up to the end of the file. */
function takeEntries(cursor: Cursor): Listed[] {
  const listed: Listed[] = [];
  do listed.push(takeEntry(cursor));
  while (cursor.peek() !== undefined);
  requireAscending(
    listed,
    (a, b) => compareDestinations(a.destination, b.destination),
    ({ at }) => at,
  );
  return listed;
}

function takeEntry(cursor: Cursor): Listed {
  const entry = 'an entry: allow, a destination, sorted ports';
  const [place = '', written = ''] = cursor.takeGroups(/^allow (\S+) (\S+)$/, entry);
  const destination = destinationOf(place);
  const ports = written.split(',').flatMap((part) => parsePorts(part) ?? []);
  const canonical = mergePorts(ports).map(formatPortRange).join(',');
  if (destination === undefined || formatDestination(destination) !== place)
    return cursor.refuse(`"${place}" is no destination in its one form`);
  if (written !== canonical)
    return cursor.refuse(`the ports "${written}" are not sorted and merged`);
  return { destination, ports, at: cursor.at };
}

function destinationOf(text: string): Destination | undefined {
  if (text === 'any') return { kind: 'any' };
  const network = parseNetwork(text);
  if (network.ok) return { kind: 'network', network: network.value };
  const host = parseHost(text);
  return host.ok ? { kind: 'host', host: host.value } : undefined;
}
