import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  comparePortRanges,
  formatPortRange,
  mergePorts,
  type PortRange,
  portsCover,
  portsIntersect,
  sharedPorts,
  subtractPorts,
} from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { smallPorts } from '../support/arbitrary.ts';
import { must } from '../support/policy.ts';

describe('parsePortRange', () => {
  test.each([
    'tcp/443',
    'udp/53',
    'tcp/1',
    'udp/65535',
    'udp/3478-3481',
    'sctp/2905',
    'sctp/1-65535',
  ])('%s is taken', (given) => {
    expect(formatPortRange(must(parsePortRange(given)))).toBe(given);
  });

  test.each([
    ['443', 'port-shape', 'tcp/443'],
    ['80, 443', 'port-shape', 'for each, with its transport, as in "tcp/80", "tcp/443"'],
    ['80,443;8080', 'port-shape', '"tcp/80", "tcp/443", "tcp/8080"'],
    ['1,433/tcp', 'port-shape', 'write one of these: "tcp/1433"; or "tcp/1", "tcp/433"'],
    ['1,433', 'port-shape', 'its transport, as in "tcp/1433"; or "tcp/1", "tcp/433"'],
    ['tcp 5 671', 'port-shape', '"tcp/5671"; or "tcp/5-671"; or "tcp/5", "tcp/671"'],
    ['tcp/8000 8010', 'port-shape', 'these: "tcp/8000", "tcp/8010"; or "tcp/8000-8010"'],
    ['udp/5,060-5,061', 'port-shape', 'write "udp/5060-5061"'],
    ['tcp/1,024', 'port-shape', 'write "tcp/1024"'],
    ['tcp/80, udp/53', 'port-shape', 'write 2 items instead: "tcp/80", "udp/53"'],
    ['80, web', 'port-shape', 'write tcp/443, udp/53'],
    ['TCP/443', 'port-shape', 'tcp/443'],
    ['dccp/80', 'port-shape', 'tcp/443'],
    ['tcp/', 'port-shape', 'tcp/443'],
    ['tcp/443-', 'port-shape', 'tcp/443'],
    ['tcp/0x50', 'port-not-canonical', 'use 80 instead'],
    ['tcp/443.0', 'port-not-canonical', 'use 443 instead'],
    ['tcp/1e3', 'port-not-canonical', 'use 1000 instead'],
    ['tcp/0443', 'port-not-canonical', 'use 443 instead'],
    ['tcp/ 443', 'port-not-canonical', 'decimal'],
    ['tcp/0', 'port-out-of-range', '65535'],
    ['tcp/70000', 'port-out-of-range', '65535'],
    ['tcp/443-80', 'port-order', 'use "tcp/80-443" instead'],
    ['tcp/443-443', 'port-order', 'use "tcp/443" instead'],
  ])('refuses %s as %s, with a fix', (given, rule, help) => {
    const refused = parsePortRange(given);
    expect(refused.ok ? undefined : refused.error.rule).toBe(rule);
    expect(refused.ok ? '' : refused.error.help).toContain(help);
  });
});

describe('port sets agree with brute force', () => {
  const members = (ranges: readonly PortRange[]) =>
    new Set(
      ranges.flatMap(({ transport, low, high }) =>
        Array.from({ length: high - low + 1 }, (_, index) => `${transport}/${low + index}`),
      ),
    );

  test('sharedPorts', () => {
    const ranges = fc.array(smallPorts, { maxLength: 4 });
    fc.assert(
      fc.property(ranges, ranges, (some, others) => {
        const theirs = members(others);
        const expected = new Set([...members(some)].filter((port) => theirs.has(port)));
        expect(members(sharedPorts(some, others))).toEqual(expected);
      }),
    );
  });

  test('portsCover and portsIntersect', () => {
    fc.assert(
      fc.property(smallPorts, smallPorts, (a, b) => {
        const [left, right] = [members([a]), members([b])];
        expect(portsCover(a, b)).toBe([...right].every((port) => left.has(port)));
        expect(portsIntersect(a, b)).toBe([...right].some((port) => left.has(port)));
      }),
    );
  });

  test('subtractPorts and mergePorts', () => {
    const ranges = fc.array(smallPorts, { maxLength: 4 });
    fc.assert(
      fc.property(ranges, ranges, (minuend, subtrahend) => {
        const taken = members(subtrahend);
        const got = subtractPorts(minuend, subtrahend);
        expect(members(got)).toEqual(
          new Set([...members(minuend)].filter((port) => !taken.has(port))),
        );
        expect(mergePorts(got)).toEqual(got);
      }),
    );
  });

  test('comparePortRanges is a total order', () => {
    fc.assert(
      fc.property(smallPorts, smallPorts, (a, b) => {
        expect(comparePortRanges(a, b) === 0).toBe(formatPortRange(a) === formatPortRange(b));
        expect(comparePortRanges(a, b) + comparePortRanges(b, a)).toBe(0);
      }),
    );
  });
});
