import { compareNetworks, type Network } from '../../../net/network.ts';
import { compareText, firstDifference } from '../../../net/order.ts';
import { comparePortRanges, type PortRange } from '../../../net/port.ts';
import type { NetworkSet } from './network-sets.ts';

/** One line that accepts. Without a block, a set and networks, it accepts any destination. */
export type Accept = {
  /** Is it below the guard of the site's inner networks? */
  readonly outside?: true;
  /** From 1. */
  readonly line: number;
  readonly id: string;
  readonly block: Network | undefined;
  /** The name of a set that dnsmasq fills. */
  readonly set: string | undefined;
  readonly networks: NetworkSet | undefined;
  readonly ports: PortRange;
};

/** Does the line accept any destination? */
export function isForAny({ block, set, networks }: Accept): boolean {
  return block === undefined && set === undefined && networks === undefined;
}

/** The order of accepting lines in a chain. */
export function compareAccepts(a: Accept, b: Accept): number {
  return firstDifference(
    compareText(a.id, b.id),
    rank(a) - rank(b),
    a.block === undefined || b.block === undefined ? 0 : compareNetworks(a.block, b.block),
    comparePortRanges(a.ports, b.ports),
  );
}

function rank({ block, set, networks }: Accept): number {
  if (block !== undefined) return 0;
  if (networks !== undefined) return 1;
  return set === undefined ? 2 : 3;
}
