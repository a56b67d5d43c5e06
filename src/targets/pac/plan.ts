import {
  compareDestinations,
  type Destination,
  formatDestination,
  isDevice,
} from '../../net/destination.ts';
import { mergePorts, type PortRange, rangesOn } from '../../net/port.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';

/** One destination that skips the proxy, with all its TCP ports, sorted and merged. */
export type Entry = {
  readonly destination: Destination;
  readonly ports: readonly PortRange<'tcp'>[];
};

/** Every destination that the file lists, sorted: those that bypass inspection, on TCP, except DNS. */
export function entriesOf(policy: TargetPolicy): Entry[] {
  const entries = new Map<string, Entry>();
  for (const rule of policy.rules) {
    if (!isListed(rule)) continue;
    for (const { destination } of rule.destinations) {
      if (!isDevice(destination)) addPorts(entries, destination, tcpOf(rule));
    }
  }
  return [...entries.values()].sort((a, b) => compareDestinations(a.destination, b.destination));
}

/** The ports of a rule that a URL can use. */
export function tcpOf(rule: Rule): PortRange<'tcp'>[] {
  return rangesOn(rule.ports, ['tcp']);
}

function isListed(rule: Rule): boolean {
  return (
    rule.inspection === 'bypass' && rule.service.application !== 'dns' && tcpOf(rule).length > 0
  );
}

function addPorts(
  entries: Map<string, Entry>,
  destination: Destination,
  ports: readonly PortRange<'tcp'>[],
): void {
  const key = formatDestination(destination);
  const before = entries.get(key)?.ports ?? [];
  entries.set(key, { destination, ports: mergePorts([...before, ...ports]) });
}
