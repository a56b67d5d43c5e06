import { compareNumber, compareText, firstDifference } from './order.ts';
import { hasPorts, type Protocol, portTransports, protocols, type Transport } from './transport.ts';

/**
 * Ports of one transport from `low` to `high`, both included; 1 <= low <= high <= 65535. A protocol without ports is a
 * range too, so that all access is one kind of set: both ends are 0, and `protocolRange` makes it.
 */
export type PortRange<Of extends Transport = Transport> = {
  readonly transport: Of;
  readonly low: number;
  readonly high: number;
};

/** The one range of a protocol without ports. */
export function protocolRange<Of extends Protocol>(protocol: Of): PortRange<Of> {
  return { transport: protocol, low: 0, high: 0 };
}

/** The ranges of these transports. A caller that can hold only some transports gets a type that says so. */
export function rangesOn<Of extends Transport>(
  ranges: readonly PortRange[],
  held: readonly Of[],
): PortRange<Of>[] {
  return ranges.flatMap(({ transport, low, high }) => {
    const own = held.find((each) => each === transport);
    return own === undefined ? [] : [{ transport: own, low, high }];
  });
}

/** The highest port. */
export const maxPort = 65535;

/** Every port of every transport, and every protocol. */
export const everyPort: readonly PortRange[] = [
  ...portTransports.map((transport) => ({ transport, low: 1, high: maxPort })),
  ...protocols.map(protocolRange),
];

/** As the spec writes it: `tcp/443`, `udp/3478-3481`, `esp`. */
export function formatPortRange(range: PortRange): string {
  const { transport, low, high } = range;
  if (!hasPorts(transport)) return transport;
  return low === high ? `${transport}/${low}` : `${transport}/${low}-${high}`;
}

/** By the name of the transport (tcp before udp), then by low and high port. */
export function comparePortRanges(a: PortRange, b: PortRange): number {
  return firstDifference(
    compareText(a.transport, b.transport),
    compareNumber(a.low, b.low),
    compareNumber(a.high, b.high),
  );
}

export function portsCover(outer: PortRange, inner: PortRange): boolean {
  return outer.transport === inner.transport && outer.low <= inner.low && inner.high <= outer.high;
}

export function portsIntersect(a: PortRange, b: PortRange): boolean {
  return a.transport === b.transport && a.low <= b.high && b.low <= a.high;
}

/** The ports that are in a range of both, in the order of the first; sorted and merged if both are. */
export function sharedPorts(some: readonly PortRange[], others: readonly PortRange[]): PortRange[] {
  return some.flatMap((range) =>
    others
      .filter((other) => portsIntersect(range, other))
      .map(({ low, high }) => ({
        ...range,
        low: Math.max(range.low, low),
        high: Math.min(range.high, high),
      })),
  );
}

/** The same ports as sorted ranges that neither overlap nor touch. */
export function mergePorts<Of extends Transport>(
  ranges: readonly PortRange<Of>[],
): PortRange<Of>[] {
  const merged: PortRange<Of>[] = [];
  for (const range of [...ranges].sort(comparePortRanges)) {
    const before = merged.at(-1);
    if (
      before !== undefined &&
      before.transport === range.transport &&
      range.low <= before.high + 1
    ) {
      merged[merged.length - 1] = { ...before, high: Math.max(before.high, range.high) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/** The ports of `minuend` that are in no range of `subtrahend`, merged. */
export function subtractPorts<Of extends Transport>(
  minuend: readonly PortRange<Of>[],
  subtrahend: readonly PortRange[],
): PortRange<Of>[] {
  const taken = mergePorts(subtrahend);
  return mergePorts(minuend).flatMap((range) => portsOutside(range, taken));
}

/** The parts of a range that are in none of these, which are sorted and neither overlap nor touch. */
export function portsOutside<Of extends Transport>(
  range: PortRange<Of>,
  taken: readonly PortRange[],
): PortRange<Of>[] {
  const parts: PortRange<Of>[] = [];
  let { low } = range;
  for (const inside of portsInside(range, taken)) {
    if (low < inside.low) parts.push({ ...range, low, high: inside.low - 1 });
    low = inside.high + 1;
  }
  return low <= range.high ? [...parts, { ...range, low }] : parts;
}

/** The parts of a range that are in one of these, which are sorted and neither overlap nor touch. */
export function portsInside<Of extends Transport>(
  range: PortRange<Of>,
  others: readonly PortRange[],
): PortRange<Of>[] {
  const parts: PortRange<Of>[] = [];
  for (let at = firstEndingIn(range, others); at < others.length; at += 1) {
    const other = others[at];
    if (other === undefined || !portsIntersect(range, other)) break;
    const [low, high] = [Math.max(range.low, other.low), Math.min(range.high, other.high)];
    parts.push({ ...range, low, high });
  }
  return parts;
}

/** The position of the first of these that does not end before the range. Halves the list until one is left. */
function firstEndingIn(range: PortRange, others: readonly PortRange[]): number {
  let [low, high] = [0, others.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endsBefore(others[middle] ?? range, range)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endsBefore(other: PortRange, { transport, low }: PortRange): boolean {
  return (compareText(other.transport, transport) || other.high - low) < 0;
}
