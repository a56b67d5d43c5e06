import { mergeNetworks } from '../../net/network.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import type { GivenAccess } from '../access/given-access.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import {
  compareDifferences,
  type Difference,
  differences,
  placeText,
  portsText,
} from './differences.ts';

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
  const found = some.flatMap((given) =>
    [...counterparts(given, others)].flatMap(([counterpart, outputs]) => {
      const taken = counterpart?.boxes ?? others.flatMap(({ boxes }) => boxes);
      return differences(given.boxes, taken, ruleKey).map((each) => ({ ...each, outputs }));
    }),
  );
  return joinOutputs(found).sort(compareDifferences);
}

/** The outputs of some access by what the other side gives by them; undefined where it has no such output. */
function counterparts(
  { targets }: GivenAccess,
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
    outputs: sortedUnique([...before.outputs, ...outputs], compareText),
  };
}

/** Access that a reviewer judges together: a group on a service. */
function ruleKey({ rule }: PolicyBox): string {
  return `${rule.group.id}/${rule.service.name}`;
}
