import type { Spec } from '../../../language/types.ts';
import { grouped } from '../../../maps.ts';
import { formatDestination } from '../../../net/destination.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../../net/port.ts';
import { portTransports } from '../../../net/transport.ts';
import type { FindingDraft, FindingScope } from '../../findings/finding.ts';
import { aboutEndpoint, endpointsOf, type ListedEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A destination that is allowed on many ports of one transport. */
export const broadPortRange: SpecRule = {
  id: 'broad-port-range',
  severity: 7,
  title: 'an endpoint allows more than 16 ports',
  why: 'Any program can listen on a port of a broad range. A service needs one port or a few.',
  remedy: 'list only the ports that the service uses',
  check: ({ spec }) => [...destinationsOf(spec).values()].flatMap(draftsOf),
};

/** The endpoints of each destination, because its ports may be spread over several endpoints. */
function destinationsOf(spec: Spec): ReadonlyMap<string, readonly ListedEndpoint[]> {
  return grouped(endpointsOf(spec), ({ endpoint }) => formatDestination(endpoint.destination));
}

/** Reports each endpoint that is broad alone. If none is, reports the first of those that are broad together. */
function draftsOf(endpoints: readonly ListedEndpoint[]): FindingDraft[] {
  // Nearly all have a few ports, so no transport has many.
  if (!isBroad(portsIn(endpoints))) return [];
  return portTransports.flatMap((transport) => {
    const alone = endpoints.filter((endpoint) => isBroad(portsOf([endpoint], transport)));
    if (alone.length > 0)
      return alone.map((endpoint) => draftOf(endpoint, portsOf([endpoint], transport), ''));
    const together = endpoints.filter((endpoint) => portsOf([endpoint], transport).length > 0);
    const [first] = together;
    const ports = portsOf(endpoints, transport);
    if (first === undefined || !isBroad(ports)) return [];
    const draft = draftOf(first, ports, ` in ${together.length} endpoints`);
    return [{ ...draft, scope: sharedScope(draft, together) }];
  });
}

/** No group is accepted for the ports of another one. */
function sharedScope({ scope }: FindingDraft, together: readonly ListedEndpoint[]): FindingScope {
  const isShared = together.every(
    ({ endpoint, group }) => group.id === scope?.group && endpoint.list === scope.list,
  );
  return isShared && scope !== undefined ? scope : {};
}

function draftOf(endpoint: ListedEndpoint, ports: readonly PortRange[], by: string): FindingDraft {
  return aboutEndpoint(endpoint, `allows ${countOf(ports)} ports${by}: ${textOf(ports)}`, ports);
}

function portsOf(
  endpoints: readonly ListedEndpoint[],
  transport: PortRange['transport'],
): PortRange[] {
  return mergePorts(portsIn(endpoints)).filter((range) => range.transport === transport);
}

/** The ports of all services of the endpoints, with repetitions. */
function portsIn(endpoints: readonly ListedEndpoint[]): PortRange[] {
  return endpoints.flatMap(({ endpoint }) => endpoint.services.flatMap(({ ports }) => ports));
}

function isBroad(ports: readonly PortRange[]): boolean {
  return countOf(ports) > most;
}

const most = 16;

function countOf(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { low, high }) => sum + high - low + 1, 0);
}

const mostShown = 4;

function textOf(ranges: readonly PortRange[]): string {
  const shown = ranges.slice(0, mostShown).map(formatPortRange);
  return [...shown, ...(ranges.length > mostShown ? ['and more'] : [])].join(', ');
}
