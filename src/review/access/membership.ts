import type { Address } from '../../net/address.ts';
import { destinationHolds } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { holdsAddress } from '../../net/network-index.ts';
import { pathCovers } from '../../net/path.ts';
import type { Box } from './box.ts';
import type { BoxIndex } from './box-index.ts';

/** The boxes that allow the flow for this client. */
export function boxesFor<Of extends Box>(
  index: BoxIndex<Of>,
  flow: Flow,
  client: Address,
): readonly Of[] {
  return index.holding(flow).filter((box) => isReached(box, flow, client));
}

/** The boxes that allow the flow for this client on some path. */
export function boxesReached<Of extends Box>(
  index: BoxIndex<Of>,
  flow: Flow,
  client: Address,
): readonly Of[] {
  return index.holding(flow, 'any path').filter((box) => isReached(box, flow, client));
}

/** Returns true if the box allows the flow for this client. It ignores the protocol on the port. */
export function boxHolds(box: Box, flow: Flow, client: Address): boolean {
  return isReached(box, flow, client) && pathCovers(box.path, flow.path);
}

/** Returns true if the box allows the flow for this client on some path. */
function isReached({ ports, destination, clients }: Box, flow: Flow, client: Address): boolean {
  return (
    ports.transport === flow.transport &&
    ports.low <= flow.port &&
    flow.port <= ports.high &&
    destinationHolds(destination, flow.peer) &&
    holdsAddress(clients, client)
  );
}
