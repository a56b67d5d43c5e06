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

/** A message about an endpoint. `common` is the same message without values of that endpoint alone. */
export type Message = string | { readonly message: string; readonly common: string };

/** One draft for each message that `messages` returns for an endpoint. */
export function aboutEndpoints(
  spec: Spec,
  messages: (endpoint: Endpoint, group: Group) => readonly Message[],
): FindingDraft[] {
  return endpointsOf(spec).flatMap((listed) =>
    messages(listed.endpoint, listed.group).map((message) => aboutEndpoint(listed, message)),
  );
}

/** Like `aboutEndpoints`, for the endpoints whose destination is a host. */
export function aboutHosts(
  spec: Spec,
  messages: (host: Host) => readonly Message[],
): FindingDraft[] {
  return aboutEndpoints(spec, ({ destination }) =>
    destination.kind === 'host' ? messages(destination.host) : [],
  );
}

/** Like `aboutEndpoints`, for the endpoints whose destination is a network. */
export function aboutNetworks(
  spec: Spec,
  messages: (network: Network) => readonly Message[],
): FindingDraft[] {
  return aboutEndpoints(spec, ({ destination }) =>
    destination.kind === 'network' ? messages(destination.network) : [],
  );
}

/** A draft about a group, at its id. */
export function aboutGroup({ id, place }: Group, message: string): FindingDraft {
  return { subject: id, message, at: place, scope: { group: id } };
}

/** A draft about an endpoint, at its line. With `ports`, it is about these ports only. */
export function aboutEndpoint(
  { endpoint: { written, place, list, destination, given }, group }: ListedEndpoint,
  message: Message,
  ports?: readonly PortRange[],
): FindingDraft {
  const words = typeof message === 'string' ? { message } : message;
  const host = destination.kind === 'host' ? destination.host : undefined;
  const scope = { group: group.id, list, host };
  return { subject: written, ...words, at: place, ports, scope, given: given?.text };
}
