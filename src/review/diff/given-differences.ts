import { mergeNetworks } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import type { GivenAccess } from '../access/given-access.ts';
import { isSameBox, type PolicyBox } from '../access/policy-boxes.ts';
import { type Difference, differences, inTotalOrder, placeText, portsText } from './differences.ts';

/** Access that outputs of one side give and those of the other do not, and which outputs these are; never empty. */
export type GivenDifference = Difference<PolicyBox> & { readonly outputs: readonly string[] };

/**
 * What the outputs of one side give and the same outputs of the other do not. An output that the other side lacks is
 * compared with all that its outputs give. What differs in its clients alone, by several outputs, is one.
 */
export function givenDifferences(
  some: readonly GivenAccess[],
  others: readonly GivenAccess[],
): GivenDifference[] {
  const pairs = some.flatMap(({ boxes, ...given }) =>
    [...counterparts(given, others)].map(([counterpart, outputs]) => ({
      boxes,
      taken: counterpart?.boxes ?? others.flatMap((other) => other.boxes),
      outputs,
    })),
  );
  // A proxy and a packet filter differ in who reaches an address, and not in names.
  const found = [...joinEqual(pairs.map(ofNames)), ...pairs.map(ofOthers)].flatMap(
    ({ boxes, taken, outputs }) =>
      differences(boxes, taken, ruleKey).map((each) => ({ ...each, outputs })),
  );
  return inTotalOrder(joinOutputs(found));
}

/** What some outputs of one side give, and what those of the other side do. */
type Pair = {
  readonly boxes: readonly PolicyBox[];
  readonly taken: readonly PolicyBox[];
  readonly outputs: readonly string[];
};

/** The part about names: only access to names, and to any destination, overlaps it. */
function ofNames({ boxes, taken, outputs }: Pair): Pair {
  return {
    boxes: boxes.filter(isOfNames),
    taken: taken.filter((box) => isOfNames(box) || box.destination.kind === 'any'),
    outputs,
  };
}

function ofOthers({ boxes, taken, outputs }: Pair): Pair {
  return { boxes: boxes.filter((box) => !isOfNames(box)), taken, outputs };
}

function isOfNames({ destination }: PolicyBox): boolean {
  return destination.kind === 'host';
}

/** The pairs, of which equal ones are one. There are only a few. */
function joinEqual(pairs: readonly Pair[]): Pair[] {
  const joined: Pair[] = [];
  for (const pair of pairs) {
    const position = joined.findIndex((each) => isEqual(each, pair));
    const same = joined[position];
    if (same === undefined) joined.push(pair);
    else joined[position] = { ...same, outputs: joinedOutputs(same.outputs, pair.outputs) };
  }
  return joined;
}

function isEqual(one: Pair, other: Pair): boolean {
  return haveSame(one.boxes, other.boxes) && haveSame(one.taken, other.taken);
}

/** Have the boxes the same parts in the same order? */
function haveSame(some: readonly PolicyBox[], others: readonly PolicyBox[]): boolean {
  return some.length === others.length && some.every((box, index) => isSameBox(box, others[index]));
}

function joinedOutputs(some: readonly string[], others: readonly string[]): string[] {
  return sortedUnique([...some, ...others], compareText);
}

/** The outputs of some access by what the other side gives by them; undefined where it has no such output. */
function counterparts(
  { targets }: Pick<GivenAccess, 'targets'>,
  others: readonly GivenAccess[],
): ReadonlyMap<GivenAccess | undefined, readonly string[]> {
  const found = new Map<GivenAccess | undefined, string[]>();
  for (const target of targets) {
    const counterpart = others.find((other) => other.targets.includes(target));
    found.set(counterpart, [...(found.get(counterpart) ?? []), target]);
  }
  return found;
}

function joinOutputs(found: readonly GivenDifference[]): GivenDifference[] {
  const joined = new Map<string, GivenDifference>();
  for (const each of found) {
    const { remainder, outputs } = each;
    const key = `${ruleKey(remainder.of)} ${placeText(remainder)} ${portsText(remainder)}`;
    const before = joined.get(key);
    joined.set(key, before === undefined ? each : joinTwo(before, remainder.clients, outputs));
  }
  return [...joined.values()];
}

function joinTwo(
  before: GivenDifference,
  clients: GivenDifference['remainder']['clients'],
  outputs: readonly string[],
): GivenDifference {
  const { remainder } = before;
  return {
    ...before,
    remainder: { ...remainder, clients: mergeNetworks([...remainder.clients, ...clients]) },
    outputs: joinedOutputs(before.outputs, outputs),
  };
}

/** Access that a reviewer judges together: a group on a service. */
function ruleKey({ rule }: PolicyBox): string {
  return `${rule.group.id}/${rule.service.name}`;
}
