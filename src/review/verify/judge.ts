import { type Flow, parseFlow } from '../../net/flow.ts';
import type { Policy } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import type { Access, Reading, Target } from '../../targets/target.ts';
import type { Box } from '../access/box.ts';
import { clientFor } from '../access/clients.ts';
import { BoxIndex } from '../access/index-of-boxes.ts';
import { boxesFor } from '../access/membership.ts';
import { type EnforcedBox, reachOf, wantedBoxes } from '../access/of-coverage.ts';
import { type PolicyBox, policyBoxes } from '../access/of-policy.ts';
import type { Failure, TargetReport } from './report.ts';

/** What a flow of a policy is by the spec, and by what an output says of itself. */
type Due = { readonly bySpec: boolean; readonly byCoverage: boolean };

/** One output of a site under judgement: what it should open, what it opens, and what was found so far. */
export class Judge {
  readonly policy: Policy;
  readonly reading: Reading;
  /** What the files should open. */
  readonly wanted: readonly EnforcedBox[];
  /** What they open. */
  readonly opened: readonly Access[];
  readonly #spec: BoxIndex<PolicyBox>;
  readonly #coverage: BoxIndex<EnforcedBox>;
  readonly #failed: Failure[] = [];
  #checked = 0;
  #byCoverage = 0;
  #notApplicable = 0;

  /** The policy is the target's own: with the clients that it has. */
  constructor(target: Target, policy: Policy, reading: Reading) {
    this.policy = policy;
    this.reading = reading;
    this.wanted = wantedBoxes(target, policy);
    this.opened = reading.access.flatMap(reachOf(target));
    this.#spec = new BoxIndex(policyBoxes(policy, reachOf(target)));
    this.#coverage = new BoxIndex(this.wanted);
  }

  get report(): TargetReport {
    return {
      checked: this.#checked,
      byCoverage: this.#byCoverage,
      notApplicable: this.#notApplicable,
      failed: this.#failed,
    };
  }

  /** Asks what the output does with a flow that the spec's endpoints decide. */
  askEndpoint(text: string, check: string, origin: Place): void {
    const flow = mustParse(text);
    const due = this.#dueOf(flow);
    this.#ask(flow, due.bySpec ? 'allow' : 'deny', due, check, origin);
  }

  /** Asks whether the output does what a test demands; where it says itself that it does otherwise, that counts. */
  askTest(flow: Flow, expected: 'allow' | 'deny', check: string, origin: Place): void {
    this.#ask(flow, expected, this.#dueOf(flow), check, origin);
  }

  /** Asks whether the output does exactly what a test expects of it, whatever coverage says. */
  askExactly(flow: Flow, expected: 'allow' | 'deny', check: string, origin: Place): void {
    const same = expected === 'allow';
    this.#ask(flow, expected, { bySpec: same, byCoverage: same }, check, origin);
  }

  /** Notes a question about a whole set: passed when there is no failure. */
  noteSet(failures: readonly Failure[], byCoverage = false): void {
    this.#checked += Math.max(1, failures.length);
    if (byCoverage) this.#byCoverage += 1;
    this.#failed.push(...failures);
  }

  #ask(flow: Flow, expected: 'allow' | 'deny', due: Due, check: string, origin: Place): void {
    const { verdict, at } = this.reading.decide(
      flow,
      clientFor(this.policy.site.clients, flow.peer),
    );
    this.#checked += 1;
    if (verdict === expected) return;
    // What the spec itself opens or shuts otherwise than a test demands, no coverage excuses.
    const stated = due.bySpec === (expected === 'allow') && due.byCoverage !== due.bySpec;
    if (verdict === 'not-applicable' && !(due.bySpec && due.byCoverage)) this.#notApplicable += 1;
    else if (stated && verdict === (due.byCoverage ? 'allow' : 'deny')) this.#byCoverage += 1;
    else
      this.#failed.push({ flow: flow.text, expected, got: verdict, decidedBy: at, origin, check });
  }

  #dueOf(flow: Flow): Due {
    const client = clientFor(this.policy.site.clients, flow.peer);
    return {
      bySpec: boxesFor<Box>(this.#spec, flow, client).length > 0,
      byCoverage: boxesFor<Box>(this.#coverage, flow, client).length > 0,
    };
  }
}

function mustParse(text: string): Flow {
  const flow = parseFlow(text);
  if (!flow.ok) throw new Error(`the question "${text}" is no flow: ${flow.error.message}`);
  return flow.value;
}
