import { grouped } from '../../maps.ts';
import type { Destination } from '../../net/destination.ts';
import { mergeNetworks } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Box } from './box.ts';
import { clientsText } from './clients.ts';

type InNetwork = { readonly destination: Extract<Destination, { kind: 'network' }> };

/**
 * The same access with as few networks as possible: those of the same clients and ports are merged into the first of
 * them, if `keyOf` is the same too. Other boxes, and networks below a path, stay as they are, in their order.
 */
export function joinNetworks<Of extends Box>(
  boxes: readonly Of[],
  keyOf: (box: Of) => string = () => '',
): Of[] {
  const alike = grouped(
    boxes.filter(isWholeNetwork),
    (box) => `${clientsText(box.clients)} ${formatPortRange(box.ports)} ${keyOf(box)}`,
  );
  const others = boxes.filter((box) => !isWholeNetwork(box));
  return [...others, ...[...alike.values()].flatMap(joinAlike)];
}

/** Boxes that differ in their networks alone. */
function joinAlike<Of extends Box & InNetwork>(boxes: readonly Of[]): Of[] {
  const [first] = boxes;
  if (first === undefined) return [];
  const networks = mergeNetworks(boxes.map(({ destination }) => destination.network));
  return networks.map((network) => ({ ...first, destination: { kind: 'network', network } }));
}

function isWholeNetwork<Of extends Box>(box: Of): box is Of & InNetwork {
  return box.destination.kind === 'network' && box.path === wholeHost;
}
