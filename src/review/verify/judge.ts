import { getOrAdd } from '../../maps.ts';
import type { Address, Family } from '../../net/address.ts';
import { type Flow, parseFlow } from '../../net/flow.ts';
import type { Network } from '../../net/network.ts';
import type { Place } from '../../problem.ts';
import { filteredClients, type Output } from '../../targets/output.ts';
import type { Access, Decision, OutputPlace, Reading, Setting } from '../../targets/reading.ts';
import type { Remainder } from '../access/box.ts';
import { clientFor } from '../access/clients.ts';
import { reachOf } from '../access/enforced-boxes.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { type Due, Expectation, isStated } from './expectation.ts';
import { dueBy, isDenied, type Part } from './part.ts';
import type { Failure, TargetReport } from './report.ts';
import { isSameFlow } from './same-flow.ts';

type Expected = 'allow' | 'deny';

/** A test that asks about flows. With a part, it judges only the access of that part. */
export type Question = {
  readonly check: string;
  readonly origin: Place;
  readonly part: Part | undefined;
};

/** Verifies one output of a site: knows what it should allow and what it allows, and collects failures. */
export class Judge {
  readonly output: Output;
  readonly expectation: Expectation;
  /** The access that the files allow. */
  readonly opened: readonly Access[];
  /** The access that disabled rules in the files would allow once enabled. */
  readonly dormant: readonly Access[];
  /** The settings of the site in the files. */
  readonly settings: readonly Setting[];
  /** The identifiers of the objects in the files. */
  readonly identifiers: readonly Setting[];
  readonly #clients: readonly Network[];
  /** The client that each kind of flow is tested for. */
  readonly #clientOf = new Map<Family | 'name', Address>();
  readonly #reading: Reading;
  #loose: readonly Remainder<Access>[] | undefined;
  /** The answer to the last flow of an endpoint. */
  #last: Answer | undefined;
  readonly #failed: Failure[] = [];
  /** The flows of the sets that failed. */
  readonly #shown = new Set<string>();
  #checked = 0;
  #byCoverage = 0;
  #notApplicable = 0;

  constructor(output: Output, reading: Reading) {
    this.output = output;
    this.expectation = new Expectation(output);
    this.opened = reading.access.flatMap(reachOf(output.target));
    this.dormant = (reading.dormant ?? []).flatMap(reachOf(output.target));
    this.settings = reading.settings;
    this.identifiers = reading.identifiers ?? [];
    this.#clients = filteredClients(output);
    this.#reading = reading;
  }

  get report(): TargetReport {
    return {
      checked: this.#checked,
      byCoverage: this.#byCoverage,
      notApplicable: this.#notApplicable,
      failed: this.#failed,
    };
  }

  /** The access that the files allow and should not. Made once, because the tests of every included spec ask for it. */
  get loose(): readonly Remainder<Access>[] {
    this.#loose ??= subtractBoxes(this.opened, this.expectation.wanted);
    return this.#loose;
  }

  /** Checks the output's verdict on a flow that the spec's endpoints decide. */
  askEndpoint(flow: Flow, check: string, origin: Place): void {
    // The spellings of a flow follow each other.
    const last = this.#last;
    const answer = last !== undefined && isSameFlow(last.flow, flow) ? last : this.#answer(flow);
    this.#last = answer;
    const { expected, decision } = answer;
    // A flow that was the example of a failed set is not reported again.
    if (this.#shown.size > 0 && this.#shown.has(keyOf(flow.text, expected))) return;
    this.#checked += 1;
    if (decision.verdict !== expected)
      this.#noteFlow(flow, answer, this.#dueOf(flow), { check, origin });
  }

  #answer(flow: Flow): Answer {
    const client = this.#clientFor(flow);
    const expected = this.expectation.bySpec(flow, client) === 'allow' ? 'allow' : 'deny';
    return { flow, expected, decision: this.#reading.decide(flow, client) };
  }

  /**
   * Checks the verdict that a test demands. A known deviation that coverage states is not a failure. A test with a part
   * judges the access of that part: other groups may allow the flow, and the site may leave out the group that would.
   */
  askTest(flow: Flow, expected: Expected, { check, origin, part }: Question): void {
    if (part !== undefined && this.#isOutside(flow, expected, part)) return;
    const dueOf = () =>
      part === undefined ? this.#dueOf(flow) : part.due(flow, this.#clientFor(flow));
    this.#ask(flow, expected, dueOf, { check, origin });
  }

  /** Checks the verdict that a test demands, without regard to known deviations. */
  askExactly(flow: Flow, expected: Expected, { check, origin, part }: Question): void {
    if (part !== undefined && this.#isOutside(flow, expected, part)) return;
    const due = { bySpec: expected, byCoverage: () => expected };
    this.#ask(flow, expected, () => due, { check, origin });
  }

  /** Does the verdict differ from what a test demands of a part only because of the groups outside of it, or left out? */
  #isOutside(flow: Flow, expected: Expected, part: Part): boolean {
    const client = this.#clientFor(flow);
    const { verdict } = this.#reading.decide(flow, client);
    if (verdict === expected || !isDenied(part.due(flow, client))) return false;
    const isOutside =
      expected === 'allow'
        ? part.isLeftOut(flow, client)
        : verdict === 'allow' && !isDenied(dueBy(this.expectation, flow, client));
    if (!isOutside) return false;
    this.#checked += 1;
    if (expected === 'allow') this.#notApplicable += 1;
    return true;
  }

  /** Records a check of a whole set: passed if there is no failure. */
  noteSet(found: readonly Failure[], byCoverage = false): void {
    const failures = once(found);
    this.#checked += Math.max(1, failures.length);
    if (byCoverage) this.#byCoverage += 1;
    for (const failed of failures) {
      this.#failed.push(failed);
      this.#shown.add(keyOf(failed.flow, failed.expected));
    }
  }

  /** The line that decides a flow; null if no line does, and for a flow to the device itself. */
  lineOf(text: string): OutputPlace | null {
    const flow = parseFlow(text);
    if (!flow.ok) return null;
    return this.#reading.decide(flow.value, this.#clientFor(flow.value)).at;
  }

  #clientFor({ peer }: Flow): Address {
    const kind = peer.kind === 'name' ? 'name' : peer.address.family;
    return getOrAdd(this.#clientOf, kind, () => clientFor(this.#clients, peer));
  }

  #dueOf(flow: Flow): Due {
    return dueBy(this.expectation, flow, this.#clientFor(flow));
  }

  /** `dueOf` is called only where the output differs from what is expected. */
  #ask(flow: Flow, expected: Expected, dueOf: () => Due, asked: Asked): void {
    const decision = this.#reading.decide(flow, this.#clientFor(flow));
    this.#checked += 1;
    if (decision.verdict !== expected) this.#noteFlow(flow, { expected, decision }, dueOf(), asked);
  }

  /** Records a flow on which the output differs from what is expected. */
  #noteFlow(
    { text }: Flow,
    { expected, decision: { verdict, at } }: Pick<Answer, 'expected' | 'decision'>,
    due: Due,
    asked: Asked,
  ): void {
    const mustAllow = due.bySpec === 'allow' && due.byCoverage() === 'allow';
    if (verdict === 'not-applicable' && !mustAllow) this.#notApplicable += 1;
    else if (isStated(due, expected, verdict)) this.#byCoverage += 1;
    else this.#failed.push({ flow: text, expected, got: verdict, decidedBy: at, ...asked });
  }
}

/** What the output should decide on a flow, and what it does. */
type Answer = { readonly flow: Flow; readonly expected: Expected; readonly decision: Decision };

/** The name of a check, and where it comes from. */
type Asked = Pick<Failure, 'check' | 'origin'>;

/** The same flow at the same line is reported once, even if it fails for both address families. */
function once(failures: readonly Failure[]): Failure[] {
  const byFlow = failures.map(
    (failure) => [JSON.stringify([failure.flow, failure.decidedBy]), failure] as const,
  );
  return [...new Map(byFlow.reverse()).values()].reverse();
}

function keyOf(flow: string | null, expected: string): string {
  return `${flow} ${expected}`;
}
