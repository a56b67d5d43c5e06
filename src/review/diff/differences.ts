import { getOrAdd, grouped } from '../../maps.ts';
import { formatDestination } from '../../net/destination.ts';
import { type DestinationRegion, formatRegion } from '../../net/destination-set.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import { compareText } from '../../net/order.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../net/port.ts';
import type { Box, Remainder } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { uncoveredBoxes } from '../access/place-index.ts';
import { subtractIndexed } from '../access/subtract.ts';
import { exampleFlow } from '../access/witness.ts';
import { type Related, RelatedIndex } from './related.ts';

/** Access that one side has and the other has not, with what the other has of it; sorted by destination. */
export type Difference<Of extends Box> = {
  readonly remainder: Remainder<Of>;
  /** Null for access to the enforcing device. */
  readonly witness: string | null;
  readonly related: Related;
};

/**
 * All access of `boxes` that `others` lack. Access with the same `keyOf` that differs only in ports is one difference.
 * Sorted by destination, path, ports and clients.
 */
export function differences<Of extends Box>(
  boxes: readonly Of[],
  others: readonly Box[],
  keyOf: (box: Of) => string,
): Difference<Of>[] {
  const mine = uncoveredBoxes(boxes, others);
  if (mine.length === 0) return [];
  const index = new BoxIndex(others);
  const joined = joinPorts(subtractIndexed(mine, index), keyOf);
  const relatives = new RelatedIndex(others, index);
  return inTotalOrder(
    joined.map(({ remainder, whole }) => ({
      remainder,
      witness: exampleFlow(remainder),
      related: relatives.inside(remainder.of.destination, whole),
    })),
  );
}

/** The parts of a difference that a change of access contains. */
export function accessOf({ remainder, witness, related }: Difference<Box>) {
  const { of, clients, destination, exceptBelow, ports } = remainder;
  return { clients, destination, path: of.path, exceptBelow, ports, witness, related };
}

/** What is left of boxes that differ in their ports alone, and the ports that these have in whole. */
type Joined<Of extends Box> = {
  readonly remainder: Remainder<Of>;
  readonly whole: readonly PortRange[];
};

/** In a total order: by destination, path, ports and clients. */
export function inTotalOrder<Of extends Difference<Box>>(differences: readonly Of[]): Of[] {
  return differences
    .map((each) => ({ each, text: textOf(each.remainder) }))
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ each }) => each);
}

function joinPorts<Of extends Box>(
  remainders: readonly Remainder<Of>[],
  keyOf: (box: Of) => string,
): Joined<Of>[] {
  const alike = grouped(
    remainders,
    (each) => `${keyOf(each.of)} ${placeText(each)} ${clientsText(each)}`,
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const ports = mergePorts(group.flatMap((each) => each.ports));
    return [{ remainder: { ...first, ports }, whole: group.map(({ of }) => of.ports) }];
  });
}

function textOf(remainder: Remainder<Box>): string {
  return `${placeText(remainder)} ${portsText(remainder)} ${clientsText(remainder)}`;
}

/** The destination from its path on, with all that is not in it: the same text for the same place. */
export function placeText({ destination, of, exceptBelow }: Remainder<Box>): string {
  const below = exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`);
  const region = getOrAdd(regionTexts, destination, () => formatRegion(destination));
  return [region, of.path, ...below].join(' ');
}

// Several lists of differences are sorted by these texts, and a region may have thousands of exceptions.
const regionTexts = new WeakMap<DestinationRegion, string>();

/** The ports in words. */
export function portsText({ ports }: { readonly ports: readonly PortRange[] }): string {
  return ports.map(formatPortRange).join(', ');
}

// Thousands of remainders have the same clients.
const clientsTexts = new WeakMap<readonly Network[], string>();

function clientsText({ clients }: Pick<Box, 'clients'>): string {
  return getOrAdd(clientsTexts, clients, () => clients.map(formatNetwork).join(', '));
}
