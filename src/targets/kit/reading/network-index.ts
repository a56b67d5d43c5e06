import type { Network } from '../../../net/network.ts';

/** Networks of one family, sorted by their first address, with a search that halves them. */
export type NetworkIndex = {
  readonly networks: readonly Network[];
  /** For each network, the highest address of it and of all networks before it. */
  readonly reach: readonly bigint[];
};

/** Indexes networks of one family that are sorted by their first address; they may overlap. */
export function indexNetworks(networks: readonly Network[]): NetworkIndex {
  const reach: bigint[] = [];
  let highest = -1n;
  for (const { last } of networks) {
    if (last > highest) highest = last;
    reach.push(highest);
  }
  return { networks, reach };
}

/** The position of the first network in the index that has an address of this one; undefined without one. */
export function firstMeeting(
  { networks, reach }: NetworkIndex,
  { family, first, last }: Network,
): number | undefined {
  let low = 0;
  let high = reach.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reach[middle] ?? -1n) < first) low = middle + 1;
    else high = middle;
  }
  // Networks before it end too early, and those after it begin even later.
  const found = networks[low];
  return found?.family === family && found.first <= last ? low : undefined;
}
