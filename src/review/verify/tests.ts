import type { Scope, SpecTest } from '../../language/types.ts';
import type { Destination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Access } from '../../targets/reading.ts';
import type { Box } from '../access/box.ts';
import { everyClient } from '../access/clients.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import { testCheck } from './failed-flows.ts';
import type { Judge } from './judge.ts';
import { type Part, partOf } from './part.ts';
import type { Failure } from './report.ts';
import { accessOf, accessOn, type TestedAccess } from './tested-access.ts';

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
  return testCheck(name);
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
  const allowed = except.flatMap((destination) =>
    ports.map((range) => ({ clients: everyClient, destination, path: wholeHost, ports: range })),
  );
  judgeSet(judge, accessOn(accessOf(judge, part), ports), allowed, test);
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
