import type { Site } from '../../language/types.ts';
import type { Address } from '../../net/address.ts';
import { formatNetwork, networkHolds } from '../../net/network.ts';

/** The resolvers of a site as text: `self` is the device itself. */
export function resolversText({ resolvers }: Site): string {
  if (resolvers.kind === 'any') return 'any resolver';
  const self = resolvers.self ? ['self'] : [];
  return `the site's resolvers (${[...self, ...resolvers.addresses.map(formatNetwork)].join(', ')})`;
}

/** Returns true if the site itself lists the address as a resolver. */
export function listsResolver({ resolvers }: Site, address: Address): boolean {
  if (resolvers.kind === 'any') return true;
  return resolvers.addresses.some((network) => networkHolds(network, address));
}
