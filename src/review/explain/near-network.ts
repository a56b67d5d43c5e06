import type { Address } from '../../net/address.ts';
import { formatDestination } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { compareNetworks, formatNetwork, type Network } from '../../net/network.ts';
import { compareNumber } from '../../net/order.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import { holdsPort, openText, originsOf } from './boxes.ts';
import type { Reason } from './explanation.ts';

/** Bits of the host part in which two addresses may still be taken for one another: a /16 and a /48. */
const nearBits = { 4: 16n, 6: 80n } as const;

/** A reason, and the network that it offers instead. */
export type NearNetwork = {
  readonly reason: Reason;
  readonly network: string;
  readonly boxes: readonly PolicyBox[];
};

/** The open network beside an address, when one is near. */
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
  const message = `did you mean an address of ${network}? It is open on ${openText(own)}`;
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

/** An address may belong to a host that is open by its name, which no spec says. */
export function namesOnly(boxes: readonly PolicyBox[], flow: Flow): Reason[] {
  const isNamed = boxes.some(
    ({ destination, ports }) => destination.kind === 'host' && holdsPort(ports, flow),
  );
  if (!isNamed) return [];
  const message = `on ${flow.transport}/${flow.port} hosts are open by name; which addresses they have no spec says`;
  return [{ kind: 'names-only', message, origins: [] }];
}
