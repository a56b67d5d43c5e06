import { type Destination, destinationHolds, type Peer } from '../net/destination.ts';
import type { Flow } from '../net/flow.ts';
import { wholeHost } from '../net/path.ts';
import { pathKeys } from '../net/path-matching.ts';
import { isTransport } from '../net/transport.ts';
import type { PackedCondition, PackedDestination, PackedSet, PeerKind } from './data.ts';
import { unpackDestination } from './pack.ts';

/** The verdict on a flow, and the row that allows it, by its position; null if no row does. */
export type Answer = {
  readonly verdict: 'allow' | 'deny' | 'not-applicable';
  readonly row: number | null;
};

/** A set of access that is ready for questions. */
export type AccessSet = PackedSet & { readonly destinations: readonly Destination[] };

/** The sets of a page, ready for questions. */
export function unpackSets(
  sets: readonly PackedSet[],
  packed: readonly PackedDestination[],
): AccessSet[] {
  const destinations = packed.map(unpackDestination);
  return sets.map((set) => ({ ...set, destinations }));
}

/** Decides a flow as the output itself does, by the access that its reader found in the files. */
export function decide(set: AccessSet, flow: Flow): Answer {
  const { sees, undecided } = set;
  const isElsewhere = sees === 'requests' && flow.transport !== 'tcp';
  if (isElsewhere || undecided.includes(kindOf(flow.peer)))
    return { verdict: 'not-applicable', row: null };
  const row = allowingRow(set, flow);
  if (row !== null) return { verdict: 'allow', row };
  const isResolution = sees === 'requests' && flow.scheme === 'tcp' && flow.port === 53;
  return { verdict: isResolution ? 'not-applicable' : 'deny', row: null };
}

/** The kind of a flow's destination. */
function kindOf(peer: Peer): PeerKind {
  if (peer.kind === 'name') return 'name';
  return peer.address.family === 4 ? '4' : '6';
}

/** The first row that contains the flow. */
function allowingRow(set: AccessSet, flow: Flow): number | null {
  const { conditions, rows, destinations } = set;
  const fits = conditions.map(fitting(set, flow));
  const longest = set.names === 'longest' ? longestName(set, flow.peer) : null;
  for (let at = 0; at < rows.length; at += 4) {
    const destination = destinations[rows[at] ?? -1];
    if (fits[rows[at + 1] ?? -1] !== true || destination === undefined) continue;
    if (longest !== null && (nameOf(destination) ?? longest) !== longest) continue;
    if (destinationHolds(destination, flow.peer)) return at / 4;
  }
  return null;
}

function fitting({ paths = 'segments' }: AccessSet, flow: Flow) {
  const keys = new Set<string>(pathKeys(paths, flow));
  const kind = kindOf(flow.peer);
  return ({ ports: [transport, low, high], path, to, schemes }: PackedCondition): boolean =>
    transport === flow.transport &&
    low <= flow.port &&
    flow.port <= high &&
    to.includes(kind) &&
    isSpoken(schemes, flow) &&
    (path === wholeHost || keys.has(paths === 'entries' ? path.toLowerCase() : path));
}

function isSpoken(schemes: PackedCondition['schemes'], { scheme }: Flow): boolean {
  return schemes === undefined || isTransport(scheme) || schemes.includes(scheme);
}

/** The longest listed name that is the name of the flow or one of its parent domains. */
function longestName({ rows, destinations }: AccessSet, peer: Peer): string | null {
  let longest: string | null = null;
  if (peer.kind !== 'name') return longest;
  for (let at = 0; at < rows.length; at += 4) {
    const name = nameOf(destinations[rows[at] ?? -1]);
    if (name === undefined || name.length <= (longest?.length ?? 0)) continue;
    if (`.${peer.name}`.endsWith(`.${name}`)) longest = name;
  }
  return longest;
}

function nameOf(destination: Destination | undefined): string | undefined {
  if (destination?.kind !== 'host') return undefined;
  const { host } = destination;
  if (host.kind === 'pattern') return undefined;
  return host.kind === 'exact' ? host.name : host.of;
}
