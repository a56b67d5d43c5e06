import {
  compareDestinations,
  type Destination,
  formatDestination,
} from '../../../../../src/net/destination.ts';
import { mergePorts, type PortRange } from '../../../../../src/net/port.ts';
import type { RuleDestination, TargetPolicy } from '../../../../../src/policy/types.ts';
import { clientFamilies } from '../../../../../src/targets/kit/writing/families.ts';

/** One destination with all its ports, sorted and merged. */
export type Entry = { readonly destination: Destination; readonly ports: readonly PortRange[] };

/** Every destination that the list can contain, sorted; one entry, even if several groups have it. */
export function entriesOf(policy: TargetPolicy): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { destinations, ports } of policy.rules) {
    for (const to of destinations) {
      if (leftOut(policy, to) === undefined) addPorts(entries, to.destination, ports);
    }
  }
  return [...entries.values()].sort((a, b) => compareDestinations(a.destination, b.destination));
}

/** Why the list cannot contain a destination; undefined if it can. */
export function leftOut(
  policy: TargetPolicy,
  { destination }: RuleDestination,
): string | undefined {
  if (destination.kind === 'resolvers')
    return 'the list cannot name resolvers, so they are left out';
  if (destination.kind === 'self')
    return 'the list cannot name the device itself, so it is left out';
  if (destination.kind !== 'network') return undefined;
  if (clientFamilies(policy).includes(destination.network.family)) return undefined;
  return 'no client has an address in this family';
}

function addPorts(
  entries: Map<string, Entry>,
  destination: Destination,
  ports: readonly PortRange[],
): void {
  const key = formatDestination(destination);
  const before = entries.get(key)?.ports ?? [];
  entries.set(key, { destination, ports: mergePorts([...before, ...ports]) });
}
