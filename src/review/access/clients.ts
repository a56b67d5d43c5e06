import type { Address } from '../../net/address.ts';
import type { Peer } from '../../net/destination.ts';
import type { Network } from '../../net/network.ts';

/** Every address of both families: the clients of a target that does not filter by client. */
export const everyClient: readonly Network[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
];

/** The client that a flow is tested for: the first one of the address's family, else the first one. */
export function clientFor(clients: readonly Network[], peer: Peer): Address {
  const near = clients.find(
    (client) => peer.kind === 'name' || client.family === peer.address.family,
  );
  const chosen = near ?? clients[0];
  if (chosen === undefined) throw new Error('a site has clients');
  return firstOf(chosen);
}

/** The first address of a network, which represents it. */
function firstOf({ family, first }: Network): Address {
  return { family, value: first };
}
