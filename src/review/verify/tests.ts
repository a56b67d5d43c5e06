import type { Scope, SpecTest } from '../../language/types.ts';
import type { Destination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Access } from '../../targets/target.ts';
import type { Box } from '../access/box.ts';
import { everyClient } from '../access/clients.ts';
import { type EnforcedBox, isAddition, isElsewhere } from '../access/enforced-boxes.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import type { Failure } from './report.ts';

/** Checks the output with one test of the spec. */
export function verifyTest(judge: Judge, target: string, test: SpecTest): void {
  const { demand, place } = test;
  const check = checkOf(test);
  switch (demand.kind) {
    case 'allow':
    case 'deny':
      for (const flow of demand.flows) judge.askTest(flow, demand.kind, check, place);
      return;
    case 'only':
      verifyOnly(judge, demand.scopes, test);
      return;
    case 'never':
      verifyNever(judge, demand.ports, demand.except.map(hostPlace), test);
      return;
    case 'expect': {
      const expected = demand.verdicts[target];
      if (expected !== undefined) judge.askExactly(demand.flow, expected, check, place);
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
function verifyOnly(judge: Judge, scopes: readonly Scope[], test: SpecTest): void {
  const allowed = scopes.flatMap(({ destination, path, ports }) =>
    ports.map((range) => ({ clients: everyClient, destination, path, ports: range })),
  );
  judgeSet(judge, judge.opened, ownBoxes(judge), allowed, test);
}

/** Nothing is allowed on the ports, except the exceptions and their stated extra access. */
function verifyNever(
  judge: Judge,
  ports: readonly PortRange[],
  except: readonly Destination[],
  test: SpecTest,
): void {
  const on = <Of extends Box>(boxes: readonly Of[]) => boxes.flatMap((box) => onPorts(box, ports));
  const allowed = except.flatMap((destination) =>
    ports.map((range) => ({ clients: everyClient, destination, path: wholeHost, ports: range })),
  );
  judgeSet(judge, on(judge.opened), on(ownBoxes(judge)), allowed, test);
}

/** The access that the spec requires and the output allows, without the extra access of the output. */
function ownBoxes({ expectation }: Judge): EnforcedBox[] {
  const own = expectation.wanted.filter((box) => !isElsewhere(box));
  return own.map((box) => ({ ...box, path: box.covered.to.path }));
}

function onPorts<Of extends Box>(box: Of, ports: readonly PortRange[]): Of[] {
  return ports.flatMap(({ transport, low, high }) => {
    const own = box.ports;
    const range = { transport, low: Math.max(low, own.low), high: Math.min(high, own.high) };
    return own.transport === transport && range.low <= range.high ? [{ ...box, ports: range }] : [];
  });
}

/** Access of the spec always fails the test; extra access fails it unless coverage states it. */
function judgeSet(
  judge: Judge,
  open: readonly Access[],
  own: readonly EnforcedBox[],
  allowed: readonly Box[],
  test: SpecTest,
): void {
  const bySpec = subtractBoxes(own, allowed).map((left) => {
    const flow = witnessFlow(left);
    return failureOf(flow, judge.lineOf(flow), test);
  });
  const beyond = subtractBoxes(open, allowed);
  const stated = judge.expectation.wanted.filter(isAddition);
  const unstated = subtractBoxes(beyond.length === 0 ? [] : open, [...allowed, ...stated]).map(
    (left) => failureOf(witnessFlow(left), left.of.at, test),
  );
  const failures = [...new Map([...unstated, ...bySpec].map((each) => [each.flow, each])).values()];
  judge.noteSet(failures, beyond.length > 0 && failures.length === 0);
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
