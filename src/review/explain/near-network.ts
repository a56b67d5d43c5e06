import type { Address } from '../../net/address.ts';
import { formatDestination } from '../../net/destination.ts';
import { type Flow, portOf } from '../../net/flow.ts';
import { compareNetworks, formatNetwork, type Network } from '../../net/network.ts';
import { compareNumber } from '../../net/order.ts';
import { formatPortRange, type PortRange } from '../../net/port.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import { holdsPort, openText, originsOf } from './boxes.ts';
import type { Reason } from './explanation.ts';

/** The host bits of a network in which a mistyped address is still near: a /16 and a /48. */
const nearBits = { 4: 16n, 6: 80n } as const;

/** A reason, and the network that it suggests. */
export type NearNetwork = {
  readonly reason: Reason;
  readonly network: string;
  readonly boxes: readonly PolicyBox[];
};

/** The allowed network that is nearest to an address, if it is near. */
export function nearNetwork(
  boxes: readonly PolicyBox[],
  address: Address,
): NearNetwork | undefined {
  const [nearest] = boxes
    .flatMap(({ destination }) => (destination.kind === 'network' ? [destination.network] : []))
    .filter(({ family }) => family === address.family)
    .map((network) => ({ network, distance: distanceTo(network, address) }))
    .filter(({ distance }) => distance < 1n << nearBits[address.family])
    .sort((a, b) => compareNumber(a.distance, b.distance) || compareNetworks(a.network, b.network));
  if (nearest === undefined) return undefined;
  const network = formatNetwork(nearest.network);
  const own = boxes.filter(({ destination }) => formatDestination(destination) === network);
  const message = `did you mean an address in ${network}? It is allowed on ${openText(own)}`;
  return {
    reason: { kind: 'near-network', message, origins: originsOf(own) },
    network,
    boxes: own,
  };
}

function distanceTo({ first, last }: Network, { value }: Address): bigint {
  if (value < first) return first - value;
  return value > last ? value - last : 0n;
}

/** Hosts are allowed by name, and the spec does not know their addresses. */
export function namesOnly(boxes: readonly PolicyBox[], flow: Flow): Reason[] {
  const isNamed = boxes.some(
    ({ destination, ports }) => destination.kind === 'host' && holdsPort(ports, flow),
  );
  if (!isNamed) return [];
  return [{ kind: 'names-only', message: namesText([portOf(flow)]), origins: [] }];
}

/** Some ports are open to hosts by name, so the spec does not know whether they are open to an address. */
export function namesText(ports: readonly PortRange[]): string {
  return `hosts on ${ports.map(formatPortRange).join(', ')} are allowed by name, so the spec cannot tell whether this address is allowed`;
}
