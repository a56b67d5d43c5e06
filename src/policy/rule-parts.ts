import type { Service } from '../language/types.ts';
import { getOrAdd, grouped } from '../maps.ts';
import type { PortRange } from '../net/port.ts';
import { isTcpOrUdp, type Transport } from '../net/transport.ts';

/** What one rule can hold of a service: its TCP and UDP ports, or one other transport or protocol. */
export type RulePart = {
  readonly transport: 'tcp or udp' | Exclude<Transport, 'tcp' | 'udp'>;
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
};

/**
 * The parts of a service by rule. Devices write other transports and protocols in rules of their own, and many devices
 * cannot express them, so coverage is about each of them alone.
 */
export function rulePartsOf(service: Service): readonly RulePart[] {
  return getOrAdd(parts, service, findParts);
}

// The many endpoints of one service share its parts.
const parts = new WeakMap<Service, readonly RulePart[]>();

function findParts({ ports }: Service): RulePart[] {
  const own = grouped(ports, ({ transport }) => partOf(transport));
  return [...own.values()].flatMap((ranges) => {
    const [first] = ranges;
    if (first === undefined) return [];
    // The same list as that of the service, if it is the whole service: rules are compared by it.
    return [{ transport: partOf(first.transport), ports: own.size === 1 ? ports : ranges }];
  });
}

function partOf(transport: Transport): RulePart['transport'] {
  return isTcpOrUdp(transport) ? 'tcp or udp' : transport;
}
