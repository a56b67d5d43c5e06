import { formatPortRange, mergePorts, type PortRange, subtractPorts } from '../../../net/port.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint, endpointsOf, type ListedEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A destination of a site that is the enforcing device itself, on a service that is not DNS or NTP. */
export const deviceService: SpecRule = {
  id: 'device-service',
  severity: 7,
  title: 'clients may use a service of the enforcing device',
  why: 'A service of the device, such as its administration or a proxy, can give a client control over the device or a way around its rules.',
  remedy: 'list another host under "destinations", or add an exception that names the service',
  check: ({ spec }) => endpointsOf(spec).flatMap(draftsOf),
};

/** DNS and NTP, which routers and firewalls usually offer to their clients. */
const usual: readonly PortRange[] = [
  { transport: 'tcp', low: 53, high: 53 },
  { transport: 'udp', low: 53, high: 53 },
  { transport: 'udp', low: 123, high: 123 },
];

function draftsOf(listed: ListedEndpoint): FindingDraft[] {
  const { endpoint } = listed;
  if (endpoint.destination.kind !== 'self') return [];
  const all = mergePorts(endpoint.services.flatMap((service) => service.ports));
  const ports = subtractPorts(all, usual);
  if (ports.length === 0) return [];
  const text = ports.map(formatPortRange).join(', ');
  return [aboutEndpoint(listed, `allows ${text} of the device itself`, ports)];
}
