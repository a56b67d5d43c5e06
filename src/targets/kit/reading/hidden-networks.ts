import { grouped } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import { ownedParts } from '../../../net/network-owners.ts';
import { compareNumber } from '../../../net/order.ts';
import { formatPortRange, type PortRange } from '../../../net/port.ts';

type Ranked = {
  readonly destination: Destination;
  readonly ports: readonly PortRange[];
  readonly path: string;
  readonly rank: number;
};

type InNetwork = { readonly destination: Extract<Destination, { kind: 'network' }> };

/**
 * The matches without addresses that another one with the same ports and path always matches before: of nested
 * networks, each address is in one.
 */
export function withoutHidden<Of extends Ranked>(matches: readonly Of[]): Of[] {
  const alike = grouped(
    matches.filter(isInNetwork),
    ({ destination, ports, path }) =>
      `${destination.network.family} ${ports.map(formatPortRange).join()} ${path}`,
  );
  const others = matches.filter((match) => !isInNetwork(match));
  return [...others, ...[...alike.values()].flatMap(firstOnly)];
}

function firstOnly<Of extends Ranked & InNetwork>(matches: readonly Of[]): Of[] {
  const networks = [...matches]
    .sort((a, b) => compareNumber(a.rank, b.rank))
    .map((value) => ({ network: value.destination.network, value }));
  return ownedParts(networks).map(({ network, value }) => ({
    ...value,
    destination: { kind: 'network', network },
  }));
}

function isInNetwork<Of extends Ranked>(match: Of): match is Of & InNetwork {
  return match.destination.kind === 'network';
}
