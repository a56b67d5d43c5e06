import type { Flow } from '../../../net/flow.ts';
import { everyAddress, type Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { unlisted } from '../../kit/reading/decisions.ts';
import { FirstMatch } from '../../kit/reading/first-match.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, Decision, Reading } from '../../reading.ts';
import type { Listed } from './tables.ts';

// The file does not distinguish clients.
const everyClient: readonly Network[] = [everyAddress(4), everyAddress(6)];

/** Decides flows by the listed destinations: listed is allow, the proxy is deny. */
export function readingOf(
  listed: readonly Listed[],
  said: Required<Pick<Reading, 'settings' | 'identifiers'>>,
): Reading {
  return lazyReading({
    ...said,
    access: () => listed.flatMap(accessOf),
    matching: { sees: 'requests' },
    decider: () => {
      const find = finderOf(listed);
      return (flow) => decide(flow, find);
    },
  });
}

type Find = (flow: Flow) => Listed | undefined;

function decide(flow: Flow, find: Find): Decision {
  if (flow.transport !== 'tcp') return { verdict: 'not-applicable', at: null };
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

/**
 * The order of the code in the file: an exact host or address, the wildcard of the nearest parent domain, then patterns,
 * networks and every host, in the order of the tables.
 */
function finderOf(listed: readonly Listed[]): Find {
  const first = new FirstMatch(
    listed.map((item, position) => {
      const { destination, ports } = item;
      return { destination, ports, path: wholeHost, rank: rankOf(item, position), value: item };
    }),
  );
  return (flow) => first.find(flow)?.value;
}

/** More than the labels of any name. */
const lastWildcard = 256;

function rankOf({ destination }: Listed, position: number): number {
  const others = lastWildcard + position;
  switch (destination.kind) {
    case 'host': {
      const { host } = destination;
      if (host.kind === 'exact') return 0;
      return host.kind === 'subdomains' ? lastWildcard - host.of.split('.').length : others;
    }
    case 'network':
      return destination.network.first === destination.network.last ? 0 : others;
    default:
      return others;
  }
}
