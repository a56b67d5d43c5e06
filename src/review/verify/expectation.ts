import type { Application } from '../../language/types.ts';
import type { Address } from '../../net/address.ts';
import type { Peer } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import type { UrlPath } from '../../net/path.ts';
import { additionsOf } from '../../targets/coverage.ts';
import type { Output } from '../../targets/output.ts';
import type { Decision, Target } from '../../targets/target.ts';
import { BoxIndex } from '../access/box-index.ts';
import { type EnforcedBox, isElsewhere, reachOf, wantedBoxes } from '../access/enforced-boxes.ts';
import { boxesFor, boxesReached } from '../access/membership.ts';
import { type PolicyBox, policyBoxes } from '../access/policy-boxes.ts';
import { speaks } from '../access/protocol.ts';

/** either: not every output can tell the flow from an allowed one, for example by its application. */
type Should = 'allow' | 'deny' | 'either';

/** The expected verdict on a flow by the spec, and by the coverage of an output. */
export type Due = { readonly bySpec: Should; readonly byCoverage: Should };

/** Computes the expected verdict on any flow, by the policy of one output and by its coverage. */
export class Expectation {
  /** The access that the files should allow. */
  readonly wanted: readonly EnforcedBox[];
  readonly #connects: Target['connects'];
  readonly #spec: BoxIndex<PolicyBox>;
  readonly #coverage: BoxIndex<EnforcedBox>;

  constructor(output: Output) {
    const { target, policy } = output;
    this.#connects = target.connects;
    this.wanted = wantedBoxes(output);
    this.#spec = new BoxIndex(policyBoxes(policy, reachOf(target)));
    this.#coverage = new BoxIndex(this.wanted);
  }

  dueOf(flow: Flow, client: Address): Due {
    const { peer } = flow;
    if (this.#isOutOfReach(peer, client)) return { bySpec: 'deny', byCoverage: 'deny' };
    const bySpec = shouldBe(
      boxesFor(this.#spec, flow, client).map((box) => box.rule.service.application),
      flow,
    );
    const byCoverage = this.#byCoverage(flow, client);
    const isOpen = byCoverage !== 'deny' || !this.#isRespelt(flow, client);
    return { bySpec, byCoverage: isOpen ? byCoverage : 'either' };
  }

  /** Packets do not cross address families; only a proxy opens a connection of its own. */
  #isOutOfReach(peer: Peer, client: Address): boolean {
    if (this.#connects === 'by-proxy') return false;
    return peer.kind === 'address' && peer.address.family !== client.family;
  }

  /** Another endpoint may deny the extra access of an endpoint: a listed name overrides that of its parent domain. */
  #byCoverage(flow: Flow, client: Address): Should {
    const open = boxesFor(this.#coverage, flow, client);
    const own = open.filter((box) => !isElsewhere(box));
    const should = shouldBe(
      own.map(({ covered }) => covered.rule.service.application),
      flow,
    );
    return should === 'deny' && open.length > 0 ? 'either' : should;
  }

  /** Is it a path that an output may treat as another spelling of an allowed path? */
  #isRespelt(flow: Flow, client: Address): boolean {
    return boxesReached(this.#coverage, flow, client).some(({ path, covered }) => {
      const says = additionsOf(covered.coverage).some(({ what }) => what === 'spellings');
      return says && isSpelling(path, flow.path);
    });
  }
}

/** Does coverage state the verdict? If the spec itself differs from what a test demands, the test fails. */
export function isStated(
  due: Due,
  expected: 'allow' | 'deny',
  verdict: Decision['verdict'],
): boolean {
  if (due.bySpec !== 'either' && due.bySpec !== expected) return false;
  if (due.bySpec === 'either' || due.byCoverage === 'either') return true;
  return due.byCoverage === verdict;
}

/** The expected verdict on a flow, given the applications of the rules that allow it. */
function shouldBe(open: readonly Application[], flow: Flow): Should {
  if (open.length === 0) return 'deny';
  return open.some((application) => speaks(flow.scheme, application)) ? 'allow' : 'either';
}

/** Does the path extend the other one, case-insensitively, at a possible separator? */
function isSpelling(path: UrlPath, asked: UrlPath): boolean {
  const [wanted, seen] = [path.toLowerCase(), asked.toLowerCase()];
  return seen.startsWith(wanted) && !/^[a-z0-9]/.test(seen.slice(wanted.length));
}
