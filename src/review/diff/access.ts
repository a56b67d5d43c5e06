import { formatDestination } from '../../net/destination.ts';
import { destinationCovers, formatRegion } from '../../net/destination-set.ts';
import { formatNetwork } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange, mergePorts } from '../../net/port.ts';
import type { Box, Remainder } from '../access/box.ts';
import { BoxIndex } from '../access/index-of-boxes.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';

/** Access that one side has and the other has not, with what the other has of it. */
export type Difference<Of extends Box> = {
  readonly remainder: Remainder<Of>;
  readonly witness: string;
  readonly related: string | null;
};

/**
 * What `boxes` hold and `others` do not, complete; what differs in its ports alone is one. `keyOf` says what belongs
 * together besides. Sorted by destination, path, ports and clients.
 */
export function differences<Of extends Box>(
  boxes: readonly Of[],
  others: readonly Box[],
  keyOf: (box: Of) => string,
): Difference<Of>[] {
  const index = new BoxIndex(others);
  const joined = joinPorts(subtractBoxes(boxes, others), keyOf);
  return joined
    .map((remainder) => ({
      remainder,
      witness: witnessFlow(remainder),
      related: relatedText(remainder, index),
    }))
    .sort((a, b) => compareText(textOf(a.remainder), textOf(b.remainder)));
}

function joinPorts<Of extends Box>(
  remainders: readonly Remainder<Of>[],
  keyOf: (box: Of) => string,
): Remainder<Of>[] {
  const joined = new Map<string, Remainder<Of>>();
  for (const each of remainders) {
    const key = `${keyOf(each.of)} ${placeText(each)} ${clientsText(each)}`;
    const before = joined.get(key);
    const ports = mergePorts([...(before?.ports ?? []), ...each.ports]);
    joined.set(key, { ...(before ?? each), ports });
  }
  return [...joined.values()];
}

function textOf(remainder: Remainder<Box>): string {
  return `${placeText(remainder)} ${portsText(remainder)} ${clientsText(remainder)}`;
}

function placeText({ destination, of, exceptBelow }: Remainder<Box>): string {
  const below = exceptBelow.map((each) => `${formatDestination(each.destination)}${each.path}`);
  return [formatRegion(destination), of.path, ...below].join(' ');
}

function portsText({ ports }: { readonly ports: Remainder<Box>['ports'] }): string {
  return ports.map(formatPortRange).join(', ');
}

function clientsText({ clients }: Pick<Box, 'clients'>): string {
  return clients.map(formatNetwork).join(', ');
}

const mostRelated = 3;

/** What the other side has inside of the same destination, in words; null when it has nothing there. */
function relatedText(remainder: Remainder<Box>, others: BoxIndex<Box>): string | null {
  const { destination } = remainder.of;
  const inside = others
    .near(destination)
    .filter((other) => destinationCovers(destination, other.destination));
  const texts = sortedUnique(
    joinPorts(
      inside.map(wholeOf),
      (box) => `${formatDestination(box.destination)} ${box.path}`,
    ).map((each) => boxText(each, remainder)),
    compareText,
  );
  if (texts.length === 0) return null;
  const more = texts.length > mostRelated ? [`${texts.length - mostRelated} more`] : [];
  return [...texts.slice(0, mostRelated), ...more].join('; ');
}

function wholeOf(box: Box): Remainder<Box> {
  const { clients, destination, ports } = box;
  return {
    of: box,
    clients,
    destination: { base: destination, except: [] },
    exceptBelow: [],
    ports: [ports],
  };
}

/** The clients are said where they are not those of the difference. */
function boxText({ of, ports, clients }: Remainder<Box>, beside: Remainder<Box>): string {
  const path = of.path === wholeHost ? '' : of.path;
  const who = clientsText({ clients });
  const from = who === clientsText(beside.of) ? '' : ` for ${who}`;
  return `${formatDestination(of.destination)}${path} ${portsText({ ports })}${from}`;
}
