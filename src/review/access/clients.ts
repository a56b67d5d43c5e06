import type { Address } from '../../net/address.ts';
import type { Peer } from '../../net/destination.ts';
import type { Network } from '../../net/network.ts';
import type { Site } from '../../spec/types.ts';

/** Every address of both families: the clients of what does not look at who asks. */
export const everyClient: readonly Network[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
];

/** The client that stands for all in a question: the first of the site, or the first of the family of an address. */
export function clientFor({ clients }: Site, peer: Peer): Address {
  const near = clients.find(
    (client) => peer.kind === 'name' || client.family === peer.address.family,
  );
  const client = near ?? clients[0];
  if (client === undefined) throw new Error('a site has clients');
  return firstAddress(client);
}

/** The address that stands for a network. */
function firstAddress({ family, first }: Network): Address {
  return { family, value: first };
}
