import type { Service } from '../../../language/types.ts';
import { formatPortRange, type PortRange } from '../../../net/port.ts';
import { aboutEndpoint, endpointsOf } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint on a service that does not encrypt. */
export const cleartext: SpecRule = {
  id: 'cleartext',
  severity: 5.3,
  title: 'an endpoint allows cleartext',
  why: 'Anyone on the path can read and change HTTP, FTP and Telnet traffic, including credentials and updates.',
  remedy: 'use TLS if the host supports it, or add an exception that says why not',
  check: ({ spec }) =>
    endpointsOf(spec).flatMap((listed) => {
      const ports = listed.endpoint.services.flatMap(cleartextPorts);
      const message = `allows cleartext on ${ports.map(formatPortRange).join(', ')}`;
      return ports.length === 0 ? [] : [aboutEndpoint(listed, message, ports)];
    }),
};

/** The ports of FTP, Telnet and HTTP. A service on one of them is cleartext, even if its application is "other". */
const knownPorts: ReadonlySet<number> = new Set([21, 23, 80]);

function cleartextPorts({ application, ports }: Service): readonly PortRange[] {
  if (application === 'http') return ports;
  if (application !== 'other') return [];
  return ports.filter(
    ({ transport, low, high }) => transport === 'tcp' && low === high && knownPorts.has(low),
  );
}
