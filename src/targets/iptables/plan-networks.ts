import type { Family } from '../../net/address.ts';
import {
  type Cidr,
  cidrsOf,
  mergeNetworks,
  type Network,
  networkOfCidr,
} from '../../net/network.ts';
import { compareNumber, sortedUnique } from '../../net/order.ts';
import { reservedOf } from '../../net/reserved.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';

/** Where rules allow a block: before the guards, if one of them would deny a part of it, or in the chain of a tier. */
export type BlockPlace = 'guarded' | 'public';

/** The blocks of one rule in one family and place, sorted, if they are so many that one set holds them. */
export type NetworkSet = {
  readonly rule: Rule;
  readonly place: BlockPlace;
  readonly blocks: readonly Cidr[];
};

/** From this number of blocks, a set is faster for each packet than a line for each block. */
const leastBlocks = 32;

/** Does a set hold this number of blocks? */
export function fillsSet(blocks: number): boolean {
  return blocks >= leastBlocks;
}

/** The space of one family that a guard denies: sorted, and merged. */
export function guardedSpace(family: Family, inner: readonly Network[]): readonly Network[] {
  return mergeNetworks([...reservedOf(family), ...inner]);
}

/** The listed networks and resolvers of a rule as blocks, by their place; each list is sorted, without duplicates. */
export function blocksOf(
  policy: TargetPolicy,
  rule: Rule,
  family: Family,
  guarded: readonly Network[],
): Readonly<Record<BlockPlace, readonly Cidr[]>> {
  const blocks: Record<BlockPlace, Cidr[]> = { guarded: [], public: [] };
  const add = (network: Network) => {
    if (network.family !== family) return;
    const isPublic = !meets(guarded, network);
    for (const cidr of cidrsOf(network))
      blocks[isPublic || !meets(guarded, networkOfCidr(cidr)) ? 'public' : 'guarded'].push(cidr);
  };
  for (const { destination } of rule.destinations) {
    if (destination.kind === 'network') add(destination.network);
    if (destination.kind === 'resolvers') listedResolvers(policy).forEach(add);
  }
  return { guarded: inOrder(blocks.guarded), public: inOrder(blocks.public) };
}

/** Sorted, without duplicates. The networks of most rules are so already. */
function inOrder(blocks: readonly Cidr[]): readonly Cidr[] {
  let before: Cidr | undefined;
  for (const block of blocks) {
    if (before !== undefined && compareBlocks(before, block) >= 0)
      return sortedUnique(blocks, compareBlocks);
    before = block;
  }
  return blocks;
}

function listedResolvers({ site: { resolvers } }: TargetPolicy): readonly Network[] {
  return resolvers.kind === 'listed' ? resolvers.addresses : [];
}

/** By the first address, then by the last. */
function compareBlocks(a: Cidr, b: Cidr): number {
  return compareNumber(a.address.value, b.address.value) || b.prefix - a.prefix;
}

/** Do these networks, sorted and merged, contain an address of this one? Halves the list until one is left. */
function meets(networks: readonly Network[], { first, last }: Network): boolean {
  let low = 0;
  let high = networks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = networks[middle];
    if (found !== undefined && found.last < first) low = middle + 1;
    else high = middle;
  }
  const next = networks[low];
  return next !== undefined && next.first <= last;
}
