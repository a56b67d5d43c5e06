import { formatPortRange, mergePorts, rangesOn } from '../../../net/port.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint, endpointsOf, type ListedEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';
import { vastnessOf } from '../kit/vast-networks.ts';

/** An endpoint that allows a tunnel. It is graver if the endpoint does not say where the tunnel ends. */
export const tunnelProtocol: SpecRule = {
  id: 'tunnel-protocol',
  severity: 7.5,
  title: 'an endpoint allows a tunnel: ESP, AH or GRE',
  why: 'A tunnel carries any traffic past the rules, in both directions, and no device on its path sees the traffic inside. To any destination, the severity is 9.5.',
  remedy: 'list the addresses of the gateway, and confirm that the tunnel is intended',
  check: ({ spec }) => endpointsOf(spec).flatMap(draftsOf),
};

const toAnySeverity = 9.5;

function draftsOf(listed: ListedEndpoint): FindingDraft[] {
  const { endpoint } = listed;
  const ranges = endpoint.services.flatMap(({ ports }) => ports);
  const tunnels = mergePorts(rangesOn(ranges, ['esp', 'ah', 'gre']));
  if (tunnels.length === 0) return [];
  const names = tunnels.map(formatPortRange).join(', ');
  const [vast] = vastnessOf(endpoint.destination);
  if (vast === undefined) return [aboutEndpoint(listed, `allows ${names}`, tunnels)];
  const draft = aboutEndpoint(listed, `${vast} on ${names}`, tunnels);
  return [{ ...draft, severity: toAnySeverity }];
}
