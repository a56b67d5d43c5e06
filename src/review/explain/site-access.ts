import { getOrAdd } from '../../maps.ts';
import type { Address } from '../../net/address.ts';
import type { Destination } from '../../net/destination.ts';
import { type Flow, parseFlow, type UrlScheme } from '../../net/flow.ts';
import { type Network, networkHolds } from '../../net/network.ts';
import type { UrlPath } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Policy } from '../../policy/types.ts';
import { targets as builtTargets } from '../../targets/list.ts';
import { filteredClients, type Output, outputsOf } from '../../targets/output.ts';
import type { Matching, OutputPlace, Reading, TargetFiles } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { clientFor } from '../access/clients.ts';
import { accessByOutput, type GivenAccess } from '../access/given-access.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import { readingIn } from './output.ts';

/** The destinations of flows by their kind: names, and addresses of each family. Each kind is tested with one client. */
const peerKinds = ['name', '4', '6'] as const;

export type PeerKind = (typeof peerKinds)[number];

/** A part of the access of the tested clients, and the line that allows it. */
export type AccessRow = {
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: PortRange;
  /** The kinds of destinations whose tested client has the access. */
  readonly to: readonly PeerKind[];
  readonly schemes?: readonly UrlScheme[];
  readonly at: OutputPlace;
};

/** What decides any flow as `explain` does. */
export type AccessRows = {
  readonly matching: Matching;
  /** The kinds of destinations to which no flow of the tested client is decided. */
  readonly undecided: readonly PeerKind[];
  readonly rows: readonly AccessRow[];
};

/** One output: its access as its reader found it in the files, or why they cannot be read. */
export type OutputAccess =
  | { readonly target: string; readonly access: AccessRows }
  | { readonly target: string; readonly unread: string };

/** All access of a site: by the spec, and by the files of each of its outputs. */
export type SiteAccess = {
  readonly policy: Policy;
  readonly spec: AccessRows;
  readonly outputs: readonly OutputAccess[];
};

/** The access of a site. `filesOf` returns the files of a target; undefined if none exist. */
export function siteAccess(
  policy: Policy,
  filesOf: (target: string) => TargetFiles | undefined,
  known: readonly Target[] = builtTargets,
): SiteAccess {
  const rows = accessByOutput(policy, known).flatMap(rowsOfSpec);
  return {
    policy,
    spec: { matching: {}, undecided: [], rows },
    outputs: outputsOf(policy, known).map((output) =>
      outputAccess(output, filesOf(output.target.name)),
    ),
  };
}

function rowsOfSpec({ boxes, clients }: GivenAccess): AccessRow[] {
  const kindsOf = kindsFor(clients);
  return boxes.map(({ destination, path, ports, clients: own, to }) => {
    return { destination, path, ports, to: kindsOf(own), at: placeOf(to) };
  });
}

function placeOf({ origins: [first] }: PolicyBox['to']): OutputPlace {
  if (first === undefined) throw new Error('a destination has an endpoint');
  const { file, line } = first.endpoint.place;
  return { file, line };
}

function outputAccess(output: Output, files: TargetFiles | undefined): OutputAccess {
  const { target } = output;
  const reading = readingIn(target, files);
  return reading.ok
    ? { target: target.name, access: accessIn(reading.value, filteredClients(output)) }
    : { target: target.name, unread: reading.error.reason };
}

function accessIn(reading: Reading, clients: readonly Network[]): AccessRows {
  const kindsOf = kindsFor(clients);
  const isUndecided = (kind: PeerKind) =>
    reading.decide(probes[kind], testedClient(clients, kind)).verdict === 'not-applicable';
  return {
    matching: reading.matching ?? {},
    undecided: peerKinds.filter(isUndecided),
    rows: reading.access.map(({ destination, path, ports, clients: own, at, schemes }) => ({
      destination,
      path,
      ports,
      to: kindsOf(own),
      at,
      ...(schemes === undefined ? {} : { schemes }),
    })),
  };
}

// Whether an output decides the flows of a client at all does not depend on their ports.
const probes: Readonly<Record<PeerKind, Flow>> = {
  name: probe('probe.invalid'),
  '4': probe('192.0.2.1'),
  '6': probe('[2001:db8::1]'),
};

function probe(host: string): Flow {
  const flow = parseFlow(`tcp://${host}:9`);
  if (!flow.ok) throw new Error(flow.error.message);
  return flow.value;
}

function testedClient(clients: readonly Network[], kind: PeerKind): Address {
  return clientFor(clients, probes[kind].peer);
}

/** Of clients, the kinds of destinations whose tested client is among them. Thousands of rows share a list of clients. */
function kindsFor(clients: readonly Network[]): (own: readonly Network[]) => readonly PeerKind[] {
  const tested = peerKinds.map((kind) => [kind, testedClient(clients, kind)] as const);
  const known = new Map<readonly Network[], readonly PeerKind[]>();
  const kindsOf = (own: readonly Network[]) =>
    tested
      .filter(([, client]) => own.some((network) => networkHolds(network, client)))
      .map(([kind]) => kind);
  return (own) => getOrAdd(known, own, () => kindsOf(own));
}
