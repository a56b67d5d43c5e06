import { destinationHolds } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../net/port.ts';
import type { Origin, RuleDestination } from '../../policy/types.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** The boxes that contain the destination of a flow, on any port and path. */
export function openTo(boxes: readonly PolicyBox[], { peer }: Flow): PolicyBox[] {
  return boxes.filter(({ destination }) => destinationHolds(destination, peer));
}

/** Returns true if the range contains the flow's port, on the same transport. */
export function holdsPort({ transport, low, high }: PortRange, flow: Flow): boolean {
  return transport === flow.transport && low <= flow.port && flow.port <= high;
}

/** The ports of boxes as text, with the path if it is not the whole host. */
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

/** The endpoints of boxes, each once. */
export function originsOf(boxes: readonly PolicyBox[]): Origin[] {
  return endpointsOf(boxes.map(({ to }) => to));
}

/** The endpoints of destinations, each once, with the first of its services. */
export function endpointsOf(destinations: readonly RuleDestination[]): Origin[] {
  const first = new Map<unknown, Origin>();
  for (const origin of destinations.flatMap(({ origins }) => origins)) {
    if (!first.has(origin.endpoint)) first.set(origin.endpoint, origin);
  }
  return [...first.values()];
}

/** The port of the boxes that is nearest to the flow's port. Its own transport comes first. */
export function nearestPort(boxes: readonly PolicyBox[], flow: Flow): string | null {
  const [nearest] = boxes
    .map(({ ports }) => ({ ports, distance: distanceTo(ports, flow) }))
    .sort((a, b) => a.distance - b.distance);
  if (nearest === undefined) return null;
  const { transport, low, high } = nearest.ports;
  const port = Math.min(Math.max(flow.port, low), high);
  return formatPortRange({ transport, low: port, high: port });
}

/** Larger than the distance of any two ports of one transport. */
const otherTransport = 65536;

function distanceTo({ transport, low, high }: PortRange, flow: Flow): number {
  const distance = Math.max(low - flow.port, flow.port - high, 0);
  return transport === flow.transport ? distance : distance + otherTransport;
}
