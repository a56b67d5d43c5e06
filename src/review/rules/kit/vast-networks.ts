import { bitsOf, type Family } from '../../../net/address.ts';
import type { Destination } from '../../../net/destination.ts';
import { embeddedIn } from '../../../net/embedded.ts';
import type { Network } from '../../../net/network.ts';

export const families = [4, 6] as const;
// The largest blocks that one organization ever received: a /8 in IPv4, a /13 in IPv6.
export const prefixes: Readonly<Record<Family, number>> = { 4: 8, 6: 13 };
const largest: Readonly<Record<Family, string>> = {
  4: '/8, the largest IPv4 block of one organization',
  6: '/13, the largest IPv6 block of one organization',
};

/** Why a destination is as good as any; empty if it is not. */
export function vastnessOf(destination: Destination): string[] {
  if (destination.kind === 'any') return ['allows every destination'];
  return destination.kind === 'network' ? aboutNetwork(destination.network) : [];
}

export function aboutNetwork(network: Network): string[] {
  const own = families.find((family) => isVast([network], family));
  if (own !== undefined) return [`contains more addresses than a ${largest[own]}`];
  return isVast(embeddedIn(network), 4) ? [`embeds more IPv4 addresses than a ${largest[4]}`] : [];
}

/** Returns true if the networks of a family contain more addresses than `blocks` of the largest blocks. They must not overlap. */
export function isVast(networks: readonly Network[], family: Family, blocks = 1): boolean {
  const count = networks
    .filter((network) => network.family === family)
    .reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return count > BigInt(blocks) << BigInt(bitsOf(family) - prefixes[family]);
}
