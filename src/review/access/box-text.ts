import { getOrAdd } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Box } from './box.ts';
import { clientsText } from './clients.ts';

const texts = new WeakMap<Box, string>();

/** A box as text: equal for equal access. Several parts of a review compare the same boxes. */
function boxText(box: Box): string {
  return getOrAdd(texts, box, () => {
    const { clients, destination, path, ports } = box;
    return `${clientsText(clients)} ${formatDestination(destination)} ${path} ${formatPortRange(ports)}`;
  });
}

/** The boxes that are not equal to one of the others. A shortcut: most access is the same on both sides. */
export function unequalBoxes<Of extends Box>(boxes: readonly Of[], others: readonly Box[]): Of[] {
  const known = new Set(others.map(boxText));
  return boxes.filter((box) => !known.has(boxText(box)));
}
