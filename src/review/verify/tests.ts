import type { Destination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import type { Scope, SpecTest } from '../../spec/types.ts';
import type { Access } from '../../targets/target.ts';
import type { Box, Remainder } from '../access/box.ts';
import { everyClient } from '../access/clients.ts';
import { isAddition } from '../access/of-coverage.ts';
import { subtractBoxes } from '../access/subtract.ts';
import { witnessFlow } from '../access/witness.ts';
import type { Judge } from './judge.ts';
import type { Failure } from './report.ts';

/** Holds the output to one test of the spec. */
export function verifyTest(judge: Judge, target: string, test: SpecTest): void {
  const { demand, place } = test;
  const check = `the test "${test.name}" holds`;
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

function hostPlace(host: Extract<Destination, { kind: 'host' }>['host']): Destination {
  return { kind: 'host', host };
}

/** Nothing is open outside the scopes, but what coverage says is opened besides an endpoint. */
function verifyOnly(judge: Judge, scopes: readonly Scope[], test: SpecTest): void {
  const allowed = scopes.flatMap(({ destination, path, ports }) =>
    ports.map((range) => ({ clients: everyClient, destination, path, ports: range })),
  );
  judgeSet(judge, judge.opened, allowed, test);
}

/** Nothing is open on the ports but what is excepted, and what coverage says is opened besides that. */
function verifyNever(
  judge: Judge,
  ports: readonly PortRange[],
  except: readonly Destination[],
  test: SpecTest,
): void {
  const forbidden = judge.opened.flatMap((access) => onPorts(access, ports));
  const allowed = except.flatMap((destination) =>
    ports.map((range) => ({ clients: everyClient, destination, path: wholeHost, ports: range })),
  );
  judgeSet(judge, forbidden, allowed, test);
}

function onPorts(access: Access, ports: readonly PortRange[]): Access[] {
  return ports.flatMap(({ transport, low, high }) => {
    const own = access.ports;
    const range = { transport, low: Math.max(low, own.low), high: Math.min(high, own.high) };
    return own.transport === transport && range.low <= range.high
      ? [{ ...access, ports: range }]
      : [];
  });
}

function judgeSet(
  judge: Judge,
  open: readonly Access[],
  allowed: readonly Box[],
  test: SpecTest,
): void {
  const beyond = subtractBoxes(open, allowed);
  const stated = judge.expectation.wanted.filter(isAddition);
  const unstated = subtractBoxes(beyond.length === 0 ? [] : open, [...allowed, ...stated]);
  judge.noteSet(
    unstated.map((left) => failureOf(left, test)),
    beyond.length > 0 && unstated.length === 0,
  );
}

function failureOf(left: Remainder<Access>, test: SpecTest): Failure {
  return {
    flow: witnessFlow(left),
    expected: 'deny',
    got: 'allow',
    decidedBy: left.of.at,
    origin: test.place,
    check: `the test "${test.name}" holds`,
  };
}
