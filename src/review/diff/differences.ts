import { type Destination, formatDestination } from '../../net/destination.ts';
import { destinationCovers, formatRegion } from '../../net/destination-set.ts';
import { formatNetwork } from '../../net/network.ts';
import { compareText } from '../../net/order.ts';
import { formatPortRange, mergePorts, type PortRange, portsIntersect } from '../../net/port.ts';
import type { Box, Remainder } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';

/** Access of the other side with the same destination and ports. */
export type RelatedAccess = Pick<Box, 'destination' | 'path' | 'clients'> & {
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
};

/** Access that one side has and the other has not, with what the other has of it; sorted by destination. */
export type Difference<Of extends Box> = {
  readonly remainder: Remainder<Of>;
  readonly witness: string;
  readonly related: readonly RelatedAccess[];
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
  const index = new BoxIndex(others);
  const joined = joinPorts(subtractBoxes(boxes, others), keyOf);
  return joined
    .map(({ remainder, whole }) => ({
      remainder,
      witness: witnessFlow(remainder),
      related: relatedTo(remainder.of.destination, whole, index),
    }))
    .sort(compareDifferences);
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

/** A total order: by destination, path, ports and clients. */
export function compareDifferences<Of extends Box>(a: Difference<Of>, b: Difference<Of>): number {
  return compareText(textOf(a.remainder), textOf(b.remainder));
}

function joinPorts<Of extends Box>(
  remainders: readonly Remainder<Of>[],
  keyOf: (box: Of) => string,
): Joined<Of>[] {
  const joined = new Map<string, Joined<Of>>();
  for (const each of remainders) {
    const key = `${keyOf(each.of)} ${placeText(each)} ${clientsText(each)}`;
    const before = joined.get(key);
    const ports = mergePorts([...(before?.remainder.ports ?? []), ...each.ports]);
    joined.set(key, {
      remainder: { ...(before?.remainder ?? each), ports },
      whole: [...(before?.whole ?? []), each.of.ports],
    });
  }
  return [...joined.values()];
}

function textOf(remainder: Remainder<Box>): string {
  return `${placeText(remainder)} ${portsText(remainder)} ${clientsText(remainder)}`;
}

/** The destination from its path on, with all that is not in it: the same text for the same place. */
export function placeText({ destination, of, exceptBelow }: Remainder<Box>): string {
  const below = exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`);
  return [formatRegion(destination), of.path, ...below].join(' ');
}

/** The ports in words. */
export function portsText({ ports }: { readonly ports: readonly PortRange[] }): string {
  return ports.map(formatPortRange).join(', ');
}

function clientsText({ clients }: Pick<Box, 'clients'>): string {
  return clients.map(formatNetwork).join(', ');
}

/** What the other side has inside of the same destination, on ports that the whole of it meets; sorted. */
function relatedTo(
  destination: Destination,
  whole: readonly PortRange[],
  others: BoxIndex<Box>,
): RelatedAccess[] {
  const inside = others
    .near(destination)
    .filter(
      (other) =>
        whole.some((ports) => portsIntersect(ports, other.ports)) &&
        destinationCovers(destination, other.destination),
    );
  const joined = new Map<string, RelatedAccess>();
  for (const { destination: place, path, clients, ports } of inside) {
    const key = `${formatDestination(place)} ${path} ${clientsText({ clients })}`;
    const before = joined.get(key)?.ports ?? [];
    joined.set(key, { destination: place, path, clients, ports: mergePorts([...before, ports]) });
  }
  return [...joined].sort(([a], [b]) => compareText(a, b)).map(([, related]) => related);
}
