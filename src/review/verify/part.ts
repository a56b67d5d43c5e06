import type { Group } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import type { Address } from '../../net/address.ts';
import type { Flow } from '../../net/flow.ts';
import { policiesOfGroups } from '../../policy/restrict.ts';
import type { Output } from '../../targets/output.ts';
import type { EnforcedBox } from '../access/enforced-boxes.ts';
import { type Due, Expectation } from './expectation.ts';

/**
 * The access that some groups of a spec alone give an output. A test of an included spec judges only the groups of that
 * spec: other groups may allow more.
 */
export class Part {
  readonly #selected: Expectation | undefined;
  readonly #leftOut: readonly Expectation[];

  constructor(groups: readonly Group[], { target, policy }: Output) {
    const { selected, leftOut } = policiesOfGroups(groups, policy);
    this.#selected = selected && new Expectation({ target, policy: selected });
    this.#leftOut = leftOut.map((each) => new Expectation({ target, policy: each }));
  }

  /** The access that the files should allow because of the groups; empty if the site selects none of them. */
  get wanted(): readonly EnforcedBox[] {
    return this.#selected?.wanted ?? [];
  }

  /** The expected verdict on a flow, if the spec had only the groups. */
  due(flow: Flow, client: Address): Due {
    return this.#selected === undefined
      ? { bySpec: 'deny', byCoverage: () => 'deny' }
      : dueBy(this.#selected, flow, client);
  }

  /** Would one of the groups that the site leaves out allow the flow? */
  isLeftOut(flow: Flow, client: Address): boolean {
    return this.#leftOut.some((each) => !isDenied(dueBy(each, flow, client)));
  }
}

/** The expected verdict on a flow. */
export function dueBy(expectation: Expectation, flow: Flow, client: Address): Due {
  return {
    bySpec: expectation.bySpec(flow, client),
    byCoverage: () => expectation.byCoverage(flow, client),
  };
}

/** Do both the spec and the coverage deny the flow? */
export function isDenied({ bySpec, byCoverage }: Due): boolean {
  return bySpec === 'deny' && byCoverage() === 'deny';
}

// All tests of an included spec have the same groups.
const made = new WeakMap<readonly Group[], WeakMap<Output, Part>>();

/** The part of an output that some groups give it; made once. */
export function partOf(groups: readonly Group[], output: Output): Part {
  const own = getOrAdd(made, groups, () => new WeakMap<Output, Part>());
  return getOrAdd(own, output, () => new Part(groups, output));
}
