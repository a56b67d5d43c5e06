import { type Flow, parseFlow } from '../../net/flow.ts';
import type { Network } from '../../net/network.ts';
import type { Place } from '../../problem.ts';
import { filteredClients, type Output } from '../../targets/output.ts';
import type { Access, OutputPlace, Reading, Setting } from '../../targets/target.ts';
import { clientFor } from '../access/clients.ts';
import { reachOf } from '../access/enforced-boxes.ts';
import { type Due, Expectation, isStated } from './expectation.ts';
import type { Failure, TargetReport } from './report.ts';

/** One output of a site under judgement: what it should open, what it opens, and what was found so far. */
export class Judge {
  readonly output: Output;
  readonly expectation: Expectation;
  /** What the files open. */
  readonly opened: readonly Access[];
  /** What the files would open once their rules that are switched off are on. */
  readonly dormant: readonly Access[];
  /** What the files say of the site's options. */
  readonly settings: readonly Setting[];
  /** The identifiers that the files give their objects. */
  readonly identifiers: readonly Setting[];
  readonly #clients: readonly Network[];
  readonly #reading: Reading;
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

  /** Asks what the output does with a flow that the spec's endpoints decide. */
  askEndpoint(text: string, check: string, origin: Place): void {
    const flow = mustParse(text);
    const due = this.#dueOf(flow);
    const expected = due.bySpec === 'allow' ? 'allow' : 'deny';
    // A flow that shows what is wrong with a set says it once.
    if (!this.#shown.has(keyOf(text, expected))) this.#ask(flow, expected, due, check, origin);
  }

  /** Asks whether the output does what a test demands; where it says itself that it does otherwise, that counts. */
  askTest(flow: Flow, expected: 'allow' | 'deny', check: string, origin: Place): void {
    this.#ask(flow, expected, this.#dueOf(flow), check, origin);
  }

  /** Asks whether the output does exactly what a test expects of it, whatever coverage says. */
  askExactly(flow: Flow, expected: 'allow' | 'deny', check: string, origin: Place): void {
    this.#ask(flow, expected, { bySpec: expected, byCoverage: expected }, check, origin);
  }

  /** Notes a question about a whole set: passed when there is no failure. */
  noteSet(found: readonly Failure[], byCoverage = false): void {
    const failures = once(found);
    this.#checked += Math.max(1, failures.length);
    if (byCoverage) this.#byCoverage += 1;
    for (const failed of failures) {
      this.#failed.push(failed);
      this.#shown.add(keyOf(failed.flow, failed.expected));
    }
  }

  /** The line that decides a flow; null where none does, and for a flow to the device itself. */
  lineOf(text: string): OutputPlace | null {
    const flow = parseFlow(text);
    if (!flow.ok) return null;
    return this.#reading.decide(flow.value, clientFor(this.#clients, flow.value.peer)).at;
  }

  #dueOf(flow: Flow): Due {
    return this.expectation.dueOf(flow, clientFor(this.#clients, flow.peer));
  }

  #ask(flow: Flow, expected: 'allow' | 'deny', due: Due, check: string, origin: Place): void {
    const { verdict, at } = this.#reading.decide(flow, clientFor(this.#clients, flow.peer));
    this.#checked += 1;
    if (verdict === expected) return;
    const mustAllow = due.bySpec === 'allow' && due.byCoverage === 'allow';
    if (verdict === 'not-applicable' && !mustAllow) this.#notApplicable += 1;
    else if (isStated(due, expected, verdict)) this.#byCoverage += 1;
    else
      this.#failed.push({ flow: flow.text, expected, got: verdict, decidedBy: at, origin, check });
  }
}

/** The same flow of the same line is said once, though it is open in both families. */
function once(failures: readonly Failure[]): Failure[] {
  const byFlow = failures.map(
    (failure) => [JSON.stringify([failure.flow, failure.decidedBy]), failure] as const,
  );
  return [...new Map(byFlow.reverse()).values()].reverse();
}

function keyOf(flow: string | null, expected: string): string {
  return `${flow} ${expected}`;
}

function mustParse(text: string): Flow {
  const flow = parseFlow(text);
  if (!flow.ok) throw new Error(`the question "${text}" is no flow: ${flow.error.message}`);
  return flow.value;
}
