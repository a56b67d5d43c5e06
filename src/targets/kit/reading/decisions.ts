import type { Address } from '../../../net/address.ts';
import type { Flow } from '../../../net/flow.ts';
import { type Network, networkHolds } from '../../../net/network.ts';
import type { PortRange } from '../../../net/port.ts';
import type { Decision } from '../../target.ts';

/** Do packets of this flow come from one of the clients? None goes from an address of one family to one of the other. */
export function isOfClients({ peer }: Flow, client: Address, clients: readonly Network[]): boolean {
  const crosses = peer.kind === 'address' && peer.address.family !== client.family;
  return !crosses && clients.some((network) => networkHolds(network, client));
}

/** Is the flow one to these ports? */
export function hasPort({ transport, low, high }: PortRange, flow: Flow): boolean {
  return transport === flow.transport && low <= flow.port && flow.port <= high;
}

/** What a file for a proxy says of a flow that it does not list. Name resolution asks no proxy, so silence is no refusal. */
export function unlisted({ scheme, port }: Flow): Decision {
  const isResolution = scheme === 'tcp' && port === 53;
  return { verdict: isResolution ? 'not-applicable' : 'deny', at: null };
}
