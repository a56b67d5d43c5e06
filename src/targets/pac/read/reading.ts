import { formatAddress } from '../../../net/address.ts';
import { destinationHolds, formatDestination, type Peer } from '../../../net/destination.ts';
import type { Flow } from '../../../net/flow.ts';
import type { Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { hasPort, unlisted } from '../../kit/reading/decisions.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, Decision, Reading } from '../../target.ts';
import type { Listed } from './tables.ts';

// The file does not distinguish clients.
const everyClient: readonly Network[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
];

/** Decides flows by the listed destinations: listed is allow, the proxy is deny. */
export function readingOf(
  listed: readonly Listed[],
  said: Required<Pick<Reading, 'settings' | 'identifiers'>>,
): Reading {
  return lazyReading({
    ...said,
    access: () => listed.flatMap(accessOf),
    decider: () => {
      const find = finderOf(listed);
      return (flow) => decide(flow, find);
    },
  });
}

type Find = (flow: Flow) => Listed | undefined;

function decide(flow: Flow, find: Find): Decision {
  if (flow.transport === 'udp') return { verdict: 'not-applicable', at: null };
  const listed = find(flow);
  return listed === undefined ? unlisted(flow) : { verdict: 'allow', at: listed.at };
}

function accessOf({ destination, ports, at }: Listed): Access[] {
  return ports.map((range) => ({
    destination,
    path: wholeHost,
    ports: range,
    clients: everyClient,
    at,
  }));
}

/** Looks up names and addresses; tries only patterns and networks in order. */
function finderOf(listed: readonly Listed[]): Find {
  const named = new Map(listed.map((item) => [formatDestination(item.destination), item]));
  const others = listed.filter(
    ({ destination }) => destination.kind !== 'host' || destination.host.kind === 'pattern',
  );
  return (flow) => {
    const candidates = keysOf(flow.peer).flatMap((key) => named.get(key) ?? []);
    const byKey = candidates.find((item) => admits(item, flow));
    return (
      byKey ??
      others.find((item) => admits(item, flow) && destinationHolds(item.destination, flow.peer))
    );
  };
}

function keysOf(peer: Peer): string[] {
  if (peer.kind === 'address') return [formatAddress(peer.address)];
  const labels = peer.name.split('.');
  return [
    peer.name,
    ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`),
  ];
}

function admits({ ports }: Listed, flow: Flow): boolean {
  return ports.some((range) => hasPort(range, flow));
}
