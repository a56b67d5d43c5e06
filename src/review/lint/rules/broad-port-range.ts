import { formatPortRange, mergePorts, type PortRange } from '../../../net/port.ts';
import { aboutEndpoint, endpointsOf } from '../endpoints.ts';
import type { LintRule } from '../rule.ts';

/** An endpoint that is open on many ports of one transport. */
export const broadPortRange: LintRule = {
  id: 'broad-port-range',
  severity: 7,
  title: 'an endpoint is open on more than 16 ports',
  why: 'Behind a broad range of ports anything can listen. A service needs one port or a few.',
  remedy: 'name the ports that the service uses',
  check: ({ spec }) =>
    endpointsOf(spec).flatMap(({ endpoint }) => {
      const ports = mergePorts(endpoint.services.flatMap((service) => service.ports));
      return (['tcp', 'udp'] as const).flatMap((transport) => {
        const own = ports.filter((range) => range.transport === transport);
        const count = countOf(own);
        const message = `is open on ${count} ports: ${textOf(own)}`;
        return count > most ? [aboutEndpoint(endpoint, message, own)] : [];
      });
    }),
};

const most = 16;

function countOf(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, { low, high }) => sum + high - low + 1, 0);
}

const mostShown = 4;

function textOf(ranges: readonly PortRange[]): string {
  const shown = ranges.slice(0, mostShown).map(formatPortRange);
  return [...shown, ...(ranges.length > mostShown ? ['and more'] : [])].join(', ');
}
