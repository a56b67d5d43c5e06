import type { Address } from '../../net/address.ts';
import { type Destination, destinationHolds, type Peer } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { networkHolds, networkOfAddress } from '../../net/network.ts';
import { pathCovers } from '../../net/path.ts';
import type { Box } from './box.ts';
import type { BoxIndex } from './box-index.ts';

/** The boxes that allow the flow for this client. */
export function boxesFor<Of extends Box>(
  index: BoxIndex<Of>,
  flow: Flow,
  client: Address,
): readonly Of[] {
  return index
    .near(placeOf(flow.peer))
    .filter((box) => isReached(box, flow, client) && pathCovers(box.path, flow.path));
}

/** The boxes that allow the flow for this client on some path. */
export function boxesReached<Of extends Box>(
  index: BoxIndex<Of>,
  flow: Flow,
  client: Address,
): readonly Of[] {
  return index.near(placeOf(flow.peer)).filter((box) => isReached(box, flow, client));
}

/** Returns true if the box allows the flow for this client. It ignores the protocol on the port. */
export function boxHolds(box: Box, flow: Flow, client: Address): boolean {
  return isReached(box, flow, client) && pathCovers(box.path, flow.path);
}

/** Returns true if the box allows the flow for this client on some path. */
function isReached(box: Box, flow: Flow, client: Address): boolean {
  const { transport, low, high } = box.ports;
  return (
    transport === flow.transport &&
    low <= flow.port &&
    flow.port <= high &&
    destinationHolds(box.destination, flow.peer) &&
    box.clients.some((network) => networkHolds(network, client))
  );
}

function placeOf(peer: Peer): Destination {
  return peer.kind === 'name'
    ? { kind: 'host', host: { kind: 'exact', name: peer.name } }
    : { kind: 'network', network: networkOfAddress(peer.address) };
}
