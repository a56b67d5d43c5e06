import type { Network } from './network.ts';
import { compareNumber, countBelow, sortedUnique } from './order.ts';

/** A part of a network that no earlier network contains. */
export type Owned<Value> = { readonly network: Network; readonly value: Value };

/**
 * Gives each address to the first of the networks that contains it: parts that do not overlap, at most twice as many as
 * the networks. All networks are of one family.
 */
export function ownedParts<Value>(networks: readonly Owned<Value>[]): Owned<Value>[] {
  if (areApart(networks)) return [...networks];
  const edges = networks.flatMap(({ network }) => [network.first, network.last + 1n]);
  const starts = sortedUnique(edges, compareNumber);
  const owners = ownersOf(networks, starts);
  const parts: Owned<Value>[] = [];
  let from = 0;
  for (const [place, owner] of owners.entries()) {
    if (owners[place + 1] === owner) continue;
    const [first, end] = [starts[from], starts[place + 1]];
    if (owner !== undefined && first !== undefined && end !== undefined)
      parts.push({ ...owner, network: { ...owner.network, first, last: end - 1n } });
    from = place + 1;
  }
  return parts;
}

/** Is each network above the one before it? Files list networks in this order. */
function areApart(networks: readonly Owned<unknown>[]): boolean {
  return networks.every(({ network }, index) => {
    const before = networks[index - 1];
    return before === undefined || before.network.last < network.first;
  });
}

/** The first network that contains the addresses from each start to the next one. */
function ownersOf<Value>(
  networks: readonly Owned<Value>[],
  starts: readonly bigint[],
): (Owned<Value> | undefined)[] {
  const owners = starts.map((): Owned<Value> | undefined => undefined);
  // The next place without an owner: places that have one are skipped.
  const free = starts.map((_, place) => place);
  for (const each of networks) {
    const end = countBelow(starts, each.network.last + 1n);
    let place = nextFree(free, countBelow(starts, each.network.first));
    while (place < end) {
      owners[place] = each;
      free[place] = place + 1;
      place = nextFree(free, place);
    }
  }
  return owners;
}

/** The first place without an owner, from this one on. `free` contains the next place of each that has an owner. */
export function nextFree(free: number[], place: number): number {
  let found = place;
  while (found < free.length && free[found] !== found) found = free[found] ?? free.length;
  // The next search skips all places between.
  let passed = place;
  while (passed < found && passed < free.length) {
    const next = free[passed] ?? found;
    free[passed] = found;
    passed = next;
  }
  return found;
}
