import type { Scope, SpecTest } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import type { Destination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import { type PortRange, sharedPorts } from '../../net/port.ts';
import type { Access } from '../../targets/target.ts';
import type { Box } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { everyClient } from '../access/clients.ts';
import { type EnforcedBox, isAddition, isElsewhere } from '../access/enforced-boxes.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import { type Part, partOf } from './part.ts';
import type { Failure } from './report.ts';

/** Checks the output with one test of the spec. */
export function verifyTest(judge: Judge, target: string, test: SpecTest): void {
  const { demand, groups } = test;
  const part = groups && partOf(groups, judge.output);
  const question = { check: checkOf(test), origin: test.place, part };
  switch (demand.kind) {
    case 'allow':
    case 'deny':
      for (const flow of demand.flows) judge.askTest(flow, demand.kind, question);
      return;
    case 'only':
      verifyOnly(judge, demand.scopes, test, part);
      return;
    case 'never':
      verifyNever(judge, demand.ports, demand.except.map(hostPlace), test, part);
      return;
    case 'expect': {
      const expected = demand.verdicts[target];
      if (expected !== undefined) judge.askExactly(demand.flow, expected, question);
    }
  }
}

function checkOf({ name }: SpecTest): string {
  return `test "${name}"`;
}

function hostPlace(host: Extract<Destination, { kind: 'host' }>['host']): Destination {
  return { kind: 'host', host };
}

/** Nothing is allowed outside the scopes, except stated extra access of an endpoint inside of them. */
function verifyOnly(
  judge: Judge,
  scopes: readonly Scope[],
  test: SpecTest,
  part: Part | undefined,
): void {
  const allowed = scopes.flatMap(({ destination, path, ports }) =>
    ports.map((range) => ({ clients: everyClient, destination, path, ports: range })),
  );
  judgeSet(judge, accessOf(judge, part), allowed, test);
}

/** Nothing is allowed on the ports, except the exceptions and their stated extra access. */
function verifyNever(
  judge: Judge,
  ports: readonly PortRange[],
  except: readonly Destination[],
  test: SpecTest,
  part: Part | undefined,
): void {
  const on = <Of extends Box>(boxes: readonly Of[]) => boxes.flatMap((box) => onPorts(box, ports));
  const allowed = except.flatMap((destination) =>
    ports.map((range) => ({ clients: everyClient, destination, path: wholeHost, ports: range })),
  );
  const { open, own, extra, others } = accessOf(judge, part);
  const onThese = { open: on(open), own: on(own), extra: on(extra), others: others && on(others) };
  judgeSet(judge, onThese, allowed, test);
}

/** The access that a test about a whole set compares. */
type TestedAccess = {
  /** What the files allow; for a part, only the boxes that the whole spec does not explain. */
  readonly open: readonly Access[];
  /** What the spec requires and the output allows, without the extra access of the output. */
  readonly own: readonly EnforcedBox[];
  /** The extra access, which coverage states. */
  readonly extra: readonly EnforcedBox[];
  /** Of a part only: what the groups that the test does not judge, and their extra access, may allow of `open`. */
  readonly others: readonly EnforcedBox[] | undefined;
};

/** The files are compared with the whole spec elsewhere. So a part may assume that other groups explain other access. */
function accessOf(judge: Judge, part: Part | undefined): TestedAccess {
  const judged = part?.wanted ?? judge.expectation.wanted;
  const { open, others } =
    part === undefined ? { open: judge.opened, others: undefined } : unexplained(judge);
  return {
    open,
    others,
    own: judged
      .filter((box) => !isElsewhere(box))
      .map((box) => ({ ...box, path: box.covered.to.path })),
    extra: judged.filter(isAddition),
  };
}

type Unexplained = {
  readonly open: readonly Access[];
  readonly others: readonly EnforcedBox[];
};

// Every test of an included spec needs it, and it depends on none of them.
const unexplainedOf = new WeakMap<Judge, Unexplained>();

/** The boxes of the files that the whole spec does not explain, which are none in files without a mistake; and what explains parts of them. */
function unexplained(judge: Judge): Unexplained {
  return getOrAdd(unexplainedOf, judge, () => {
    const open = [...new Set(judge.loose.map(({ of }) => of))];
    if (open.length === 0) return { open, others: [] };
    const index = new BoxIndex(judge.expectation.wanted);
    const near = new Set(open.flatMap((box) => index.near(box)));
    return { open, others: judge.expectation.wanted.filter((box) => near.has(box)) };
  });
}

function onPorts<Of extends Box>(box: Of, ports: readonly PortRange[]): Of[] {
  return sharedPorts(ports, [box.ports]).map((range) => ({ ...box, ports: range }));
}

/** Access of the spec always fails the test; extra access fails it unless coverage states it. */
function judgeSet(
  judge: Judge,
  { open, own, extra, others }: TestedAccess,
  allowed: readonly Box[],
  test: SpecTest,
): void {
  const bySpec = subtractBoxes(own, allowed).map((left) => {
    const flow = witnessFlow(left);
    return failureOf(flow, judge.lineOf(flow), test);
  });
  const explained = others ?? [];
  const beyond = subtractBoxes(open, [...allowed, ...explained]).length > 0;
  const unstated = subtractBoxes(beyond ? open : [], [...allowed, ...extra, ...explained]).map(
    (left) => failureOf(witnessFlow(left), left.of.at, test),
  );
  const isStated = beyond || (others !== undefined && subtractBoxes(extra, allowed).length > 0);
  const failures = [...new Map([...unstated, ...bySpec].map((each) => [each.flow, each])).values()];
  judge.noteSet(failures, isStated && failures.length === 0);
}

function failureOf(flow: string, at: Access['at'] | null, test: SpecTest): Failure {
  return {
    flow,
    expected: 'deny',
    got: 'allow',
    decidedBy: at,
    origin: test.place,
    check: checkOf(test),
  };
}
