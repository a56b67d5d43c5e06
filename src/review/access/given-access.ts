import { getOrAdd } from '../../maps.ts';
import { type Destination, formatDestination } from '../../net/destination.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import type { Policy } from '../../policy/types.ts';
import { type Output, outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import { reachOf } from './enforced-boxes.ts';
import { isSameBox, type PolicyBox, policyBoxes } from './policy-boxes.ts';

/** Access that several outputs of a site allow: to the same clients, with the same kind of connection. */
export type GivenAccess = {
  /** Names of targets, in the order of the list; never empty. */
  readonly targets: readonly string[];
  /** Never empty. */
  readonly clients: readonly Network[];
  readonly boxes: readonly PolicyBox[];
};

/**
 * The access that each output of a site allows by the spec, to its own clients. Through a proxy, clients reach addresses
 * of both families. Outputs with the same access are grouped. The access of the site is the union of all groups.
 */
export function accessByOutput(policy: Policy, known: readonly Target[]): readonly GivenAccess[] {
  const byTargets = getOrAdd(computed, policy, () => new Map<readonly Target[], GivenAccess[]>());
  return getOrAdd(byTargets, known, () => computeAccess(policy, known));
}

// The change of a site and its changed settings need the same.
const computed = new WeakMap<Policy, Map<readonly Target[], GivenAccess[]>>();

function computeAccess(policy: Policy, known: readonly Target[]): GivenAccess[] {
  const given = new Map<string, GivenAccess & { readonly targets: string[] }>();
  for (const output of outputsOf(policy, known)) {
    const { target, policy: seen } = output;
    const { clients } = seen.site;
    const own = { resolvers: placesOf('resolvers', output), self: placesOf('self', output) };
    const places = Object.values(own).map((some) => some?.map(formatDestination).join());
    const key = `${target.connects} ${clients.map(formatNetwork).join()} ${places.join(' ')}`;
    const alike = getOrAdd(given, key, () => ({
      targets: [],
      clients,
      boxes: policyBoxes(seen, reachOf(target), own),
    }));
    alike.targets.push(target.name);
  }
  return withSharedBoxes([...given.values()]);
}

// More boxes of one destination than these are not compared with one another.
const few = 8;

/** The same access, in which the boxes of names that several groups have are the same objects. */
function withSharedBoxes(given: readonly GivenAccess[]): GivenAccess[] {
  if (given.length < 2) return [...given];
  const known = new Map<PolicyBox['to'], PolicyBox[]>();
  return given.map((access) => ({
    ...access,
    boxes: access.boxes.map((box) =>
      box.destination.kind === 'host' ? sharedBox(box, known) : box,
    ),
  }));
}

/** The known box with the same parts, or else the box itself, which is then known. */
function sharedBox(box: PolicyBox, known: Map<PolicyBox['to'], PolicyBox[]>): PolicyBox {
  const here = known.get(box.to);
  const same = here?.find((each) => isSameBox(each, box));
  if (here === undefined) known.set(box.to, [box]);
  else if (same === undefined && here.length < few) here.push(box);
  return same ?? box;
}

/** The addresses that represent the site's resolvers or the device in an output, if its coverage lists its own. */
function placesOf(
  kind: 'resolvers' | 'self',
  { target, policy }: Output,
): readonly Destination[] | undefined {
  const questions = policy.rules.flatMap((rule) =>
    rule.destinations
      .filter(({ destination }) => destination.kind === kind)
      .flatMap((to) => to.origins.map((origin) => ({ policy, rule, to, origin }))),
  );
  return questions
    .map((question) => target.coverage(question))
    .map((coverage) => ('as' in coverage ? coverage.as : undefined))
    .find((as) => as !== undefined);
}
