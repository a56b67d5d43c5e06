import type { Application } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import type { Address } from '../../net/address.ts';
import type { Flow } from '../../net/flow.ts';
import type { Rule } from '../../policy/types.ts';
import type { Output } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import { BoxIndex } from '../access/box-index.ts';
import { reachOf } from '../access/enforced-boxes.ts';
import { joinNetworks } from '../access/join-networks.ts';
import { boxesFor } from '../access/membership.ts';
import { type PolicyBox, policyBoxes } from '../access/policy-boxes.ts';
import { isSameFlow } from './same-flow.ts';
import { type Should, shouldBe } from './should.ts';

/** The access that the spec allows at some outputs of a site: those with the same clients and kind of connection. */
export class SpecAccess {
  readonly #boxes: BoxIndex<PolicyBox>;
  #last: { readonly flow: Flow; readonly client: Address; readonly should: Should } | undefined;

  constructor({ target, policy }: Output) {
    // Only the application of a rule matters to the verdict, not which of many networks contains an address.
    this.#boxes = new BoxIndex(joinNetworks(policyBoxes(policy, reachOf(target)), applicationOf));
  }

  /** The verdict on a flow. All outputs are asked about a flow before the next one, so the last answer is kept. */
  shouldBe(flow: Flow, client: Address): Should {
    const last = this.#last;
    if (last !== undefined && isSameFlow(last.flow, flow) && isSame(last.client, client))
      return last.should;
    const should = shouldBe(boxesFor(this.#boxes, flow, client).map(applicationOf), flow);
    this.#last = { flow, client, should };
    return should;
  }
}

function applicationOf({ rule }: PolicyBox): Application {
  return rule.service.application;
}

function isSame(one: Address, other: Address): boolean {
  return one.family === other.family && one.value === other.value;
}

type ByConnection = Map<Target['connects'], SpecAccess>;

/** By the rules of a policy, which outputs without clients of their own share. */
const made = new WeakMap<readonly Rule[], ByConnection>();

/** The access that the spec allows at an output; made once for all outputs with the same. */
export function specAccess(output: Output): SpecAccess {
  const own: ByConnection = getOrAdd(made, output.policy.rules, () => new Map());
  return getOrAdd(own, output.target.connects, () => new SpecAccess(output));
}
