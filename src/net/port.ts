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
  return subtrahend.reduce(
    (left, taken) => left.flatMap((range) => subtractOne(range, taken)),
    mergePorts(minuend),
  );
}

function subtractOne<Of extends Transport>(
  range: PortRange<Of>,
  taken: PortRange,
): PortRange<Of>[] {
  if (!portsIntersect(range, taken)) return [range];
  const below = { ...range, high: taken.low - 1 };
  const above = { ...range, low: taken.high + 1 };
  return [below, above].filter((part) => part.low <= part.high);
}
