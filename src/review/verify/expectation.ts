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

/** either: what tells it from an open flow, such as what is spoken on the port, not every output can see. */
type Should = 'allow' | 'deny' | 'either';

/** What should become of a flow by the spec, and by what an output says of itself. */
export type Due = { readonly bySpec: Should; readonly byCoverage: Should };

/** Knows of every flow what is due: by the policy of one output, and by its coverage. */
export class Expectation {
  /** What the files should open. */
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

  /** No packet goes from one family to the other; only a proxy opens a connection of its own. */
  #isOutOfReach(peer: Peer, client: Address): boolean {
    if (this.#connects === 'by-proxy') return false;
    return peer.kind === 'address' && peer.address.family !== client.family;
  }

  /** What is opened besides an endpoint may be shut by another one: a name that is listed itself hides it. */
  #byCoverage(flow: Flow, client: Address): Should {
    const open = boxesFor(this.#coverage, flow, client);
    const own = open.filter((box) => !isElsewhere(box));
    const should = shouldBe(
      own.map(({ covered }) => covered.rule.service.application),
      flow,
    );
    return should === 'deny' && open.length > 0 ? 'either' : should;
  }

  /** Is it a path that an output may take for another spelling of an open one? */
  #isRespelt(flow: Flow, client: Address): boolean {
    return boxesReached(this.#coverage, flow, client).some(({ path, covered }) => {
      const says = additionsOf(covered.coverage).some(({ what }) => what === 'spellings');
      return says && isSpelling(path, flow.path);
    });
  }
}

/** Is the verdict one that the output states itself? What the spec opens otherwise than a test demands, nothing excuses. */
export function isStated(
  due: Due,
  expected: 'allow' | 'deny',
  verdict: Decision['verdict'],
): boolean {
  if (due.bySpec !== 'either' && due.bySpec !== expected) return false;
  if (due.bySpec === 'either' || due.byCoverage === 'either') return true;
  return due.byCoverage === verdict;
}

/** What becomes of a flow that rules for these applications let through. */
function shouldBe(open: readonly Application[], flow: Flow): Should {
  if (open.length === 0) return 'deny';
  return open.some((application) => speaks(flow.scheme, application)) ? 'allow' : 'either';
}

/** Does a path go on where another ends, capitals aside, at what may be a separator? */
function isSpelling(path: UrlPath, asked: UrlPath): boolean {
  const [wanted, seen] = [path.toLowerCase(), asked.toLowerCase()];
  return seen.startsWith(wanted) && !/^[a-z0-9]/.test(seen.slice(wanted.length));
}
