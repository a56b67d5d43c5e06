import type { Address } from '../../../net/address.ts';
import type { Flow } from '../../../net/flow.ts';
import type { Network } from '../../../net/network.ts';
import { holdsAddress } from '../../../net/network-index.ts';
import type { PortRange } from '../../../net/port.ts';
import type { Decision } from '../../reading.ts';

/** Do packets of this flow come from one of the clients? A packet never crosses from one address family to the other. */
export function isOfClients({ peer }: Flow, client: Address, clients: readonly Network[]): boolean {
  const crosses = peer.kind === 'address' && peer.address.family !== client.family;
  return !crosses && holdsAddress(clients, client);
}

/** Is the flow one to these ports? */
export function hasPort({ transport, low, high }: PortRange, flow: Flow): boolean {
  return transport === flow.transport && low <= flow.port && flow.port <= high;
}

/** The decision of a proxy's file on a flow that it does not list. DNS does not use the proxy, so it is not a denial. */
export function unlisted({ scheme, port }: Flow): Decision {
  const isResolution = scheme === 'tcp' && port === 53;
  return { verdict: isResolution ? 'not-applicable' : 'deny', at: null };
}
