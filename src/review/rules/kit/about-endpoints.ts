import type { Endpoint, Group, Spec } from '../../../language/types.ts';
import type { Host } from '../../../net/host.ts';
import type { Network } from '../../../net/network.ts';
import type { PortRange } from '../../../net/port.ts';
import type { FindingDraft } from '../../findings/finding.ts';

/** An endpoint and its group. */
export type ListedEndpoint = { readonly endpoint: Endpoint; readonly group: Group };

/** Every endpoint of a spec, whether a site selects it or not, in the order of the files. */
export function endpointsOf({ groups }: Spec): ListedEndpoint[] {
  return groups.flatMap((group) => group.endpoints.map((endpoint) => ({ endpoint, group })));
}

/** One draft for each message that `messages` returns for an endpoint. */
export function aboutEndpoints(
  spec: Spec,
  messages: (endpoint: Endpoint, group: Group) => readonly string[],
): FindingDraft[] {
  return endpointsOf(spec).flatMap(({ endpoint, group }) =>
    messages(endpoint, group).map((message) => aboutEndpoint(endpoint, message)),
  );
}

/** Like `aboutEndpoints`, for the endpoints whose destination is a host. */
export function aboutHosts(
  spec: Spec,
  messages: (host: Host) => readonly string[],
): FindingDraft[] {
  return aboutEndpoints(spec, ({ destination }) =>
    destination.kind === 'host' ? messages(destination.host) : [],
  );
}

/** Like `aboutEndpoints`, for the endpoints whose destination is a network. */
export function aboutNetworks(
  spec: Spec,
  messages: (network: Network) => readonly string[],
): FindingDraft[] {
  return aboutEndpoints(spec, ({ destination }) =>
    destination.kind === 'network' ? messages(destination.network) : [],
  );
}

/** A draft about an endpoint, at its line. With `ports`, it is about these ports only. */
export function aboutEndpoint(
  { written, place, given }: Endpoint,
  message: string,
  ports?: readonly PortRange[],
): FindingDraft {
  return { subject: written, message, at: place, ports, given: given?.text };
}
