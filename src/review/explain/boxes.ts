import { destinationHolds } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../net/port.ts';
import type { Origin, RuleDestination } from '../../policy/types.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** The boxes that hold the place of a flow, on whichever port and path. */
export function openTo(boxes: readonly PolicyBox[], { peer }: Flow): PolicyBox[] {
  return boxes.filter(({ destination }) => destinationHolds(destination, peer));
}

/** Is the flow's port in the range, on the same transport? */
export function holdsPort({ transport, low, high }: PortRange, flow: Flow): boolean {
  return transport === flow.transport && low <= flow.port && flow.port <= high;
}

/** The ports of boxes in words, with the path where it holds only from one on. */
export function openText(boxes: readonly PolicyBox[]): string {
  const paths = [...new Set(boxes.map(({ path }) => path))].sort();
  return paths
    .map((path) => {
      const ports = mergePorts(boxes.filter((box) => box.path === path).map((box) => box.ports));
      const text = ports.map(formatPortRange).join(', ');
      return path === wholeHost ? text : `${text} (${path} and below)`;
    })
    .join(', ');
}

/** The endpoints behind boxes, each once. */
export function originsOf(boxes: readonly PolicyBox[]): Origin[] {
  return endpointsOf(boxes.map(({ to }) => to));
}

/** The endpoints behind destinations, each once, on the first of their services. */
export function endpointsOf(destinations: readonly RuleDestination[]): Origin[] {
  const first = new Map<unknown, Origin>();
  for (const origin of destinations.flatMap(({ origins }) => origins)) {
    if (!first.has(origin.endpoint)) first.set(origin.endpoint, origin);
  }
  return [...first.values()];
}

/** The port of the boxes that is nearest to the one asked for, those of its own transport before others. */
export function nearestPort(boxes: readonly PolicyBox[], flow: Flow): string | null {
  const [nearest] = boxes
    .map(({ ports }) => ({ ports, distance: distanceTo(ports, flow) }))
    .sort((a, b) => a.distance - b.distance);
  if (nearest === undefined) return null;
  const { transport, low, high } = nearest.ports;
  return `${transport}/${Math.min(Math.max(flow.port, low), high)}`;
}

/** More than any two ports of one transport are apart. */
const otherTransport = 65536;

function distanceTo({ transport, low, high }: PortRange, flow: Flow): number {
  const distance = Math.max(low - flow.port, flow.port - high, 0);
  return transport === flow.transport ? distance : distance + otherTransport;
}
