import type { Service } from '../../../language/types.ts';
import { formatPortRange, type PortRange } from '../../../net/port.ts';
import { aboutEndpoint, endpointsOf } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint on a service that does not encrypt. */
export const cleartext: SpecRule = {
  id: 'cleartext',
  severity: 5.3,
  title: 'an endpoint is open in cleartext',
  why: 'Whoever sits on the way reads and changes what goes over HTTP, FTP and Telnet, credentials and updates among it.',
  remedy: 'use TLS where the host offers it, or say in an exception why it cannot be',
  check: ({ spec }) =>
    endpointsOf(spec).flatMap(({ endpoint }) => {
      const ports = endpoint.services.flatMap(cleartextPorts);
      const message = `is open in cleartext on ${ports.map(formatPortRange).join(', ')}`;
      return ports.length === 0 ? [] : [aboutEndpoint(endpoint, message, ports)];
    }),
};

/** FTP, Telnet and HTTP: a service of another name on these ports is one of them all the same. */
const knownPorts: ReadonlySet<number> = new Set([21, 23, 80]);

function cleartextPorts({ application, ports }: Service): readonly PortRange[] {
  if (application === 'http') return ports;
  if (application !== 'other') return [];
  return ports.filter(
    ({ transport, low, high }) => transport === 'tcp' && low === high && knownPorts.has(low),
  );
}
