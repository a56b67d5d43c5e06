import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../src/net/destination.ts';
import { bypassAround } from '../../src/policy/overlap.ts';
import { coverage } from '../../src/targets/pac/coverage.ts';
import { policyOf, policyOfTarget } from '../support/policy.ts';

type Case = readonly [what: string, bypass: string, allow: string, sees: string, want: boolean];

/** The bypass that takes the permission along; `sees` tells whether the device can tell paths apart. */
function around(bypass: string, allow: string, holdsPath: boolean): string | undefined {
  const policy = policyOf({
    groups: [
      { id: 'a', inspection: 'bypass', to: { http: [bypass] } },
      { id: 'b', inspection: 'allow', to: { http: [allow] } },
    ],
  });
  const rule = policy.rules.find(({ inspection }) => inspection === 'allow');
  const [to] = rule?.destinations ?? [];
  if (rule === undefined || to === undefined) throw new Error('one rule allows');
  const found = bypassAround(policy, rule, to, holdsPath);
  return found && formatDestination(found.destination);
}

describe('bypassAround: a bypass that covers a permission', () => {
  test.each<Case>([
    ['a host inside a wildcard', '*.example.com', 'bank.example.com', 'paths', true],
    [
      'a wildcard around a host: the exception that is meant',
      'bank.example.com',
      '*.example.com',
      'paths',
      false,
    ],
    ['any around a host: the same', 'bank.example.com', 'any', 'paths', false],
    ['a host where everything bypasses', 'any', 'bank.example.com', 'paths', true],
    ['hosts apart', 'a.example.com', 'b.example.com', 'paths', false],
    ['patterns that meet in part', 'a*.example.com', '*a.example.com', 'paths', true],
    ['an address inside a network', '198.51.100.0/24', '198.51.100.7', 'paths', true],
    [
      'networks that overlap',
      '198.51.100.0-198.51.100.9',
      '198.51.100.5-198.51.100.20',
      'paths',
      true,
    ],
    [
      'paths apart, which the device sees',
      'http://a.example.com/x',
      'http://a.example.com/y',
      'paths',
      false,
    ],
    [
      'paths apart, which it does not see',
      'http://a.example.com/x',
      'http://a.example.com/y',
      'hosts',
      true,
    ],
    ['a path below', 'http://a.example.com/x', 'http://a.example.com/x/y', 'paths', true],
    ['a path above', 'http://a.example.com/x/y', 'http://a.example.com/x', 'paths', false],
    [
      'paths apart below a wildcard',
      'http://*.example.com/x',
      'http://a.example.com/y',
      'paths',
      false,
    ],
  ])('%s', (_what, bypass, allow, sees, want) => {
    expect(around(bypass, allow, sees === 'paths') !== undefined).toBe(want);
  });

  test('applies only to common ports', () => {
    const policy = policyOf({
      groups: [
        { id: 'a', inspection: 'bypass', to: { https: ['*.example.com'] } },
        { id: 'b', inspection: 'allow', to: { http: ['bank.example.com'] } },
      ],
    });
    const [rule] = policy.rules.filter(({ inspection }) => inspection === 'allow');
    const [to] = rule?.destinations ?? [];
    if (rule === undefined || to === undefined) throw new Error('one rule allows');
    expect(bypassAround(policy, rule, to, true)).toBeUndefined();
  });
});

test('a PAC file reports the covered endpoint as a deviation', () => {
  const policy = policyOfTarget('pac')({
    groups: [
      { id: 'a', inspection: 'bypass', to: { https: ['*.example.com'] } },
      { id: 'b', inspection: 'allow', to: { https: ['bank.example.com'] } },
    ],
  });
  const [rule] = policy.rules.filter(({ inspection }) => inspection === 'allow');
  const [to] = rule?.destinations ?? [];
  const [origin] = to?.origins ?? [];
  if (rule === undefined || to === undefined || origin === undefined) throw new Error('one origin');
  expect(coverage({ policy, rule, to, origin })).toEqual({
    kind: 'wider',
    reason: 'skips the proxy together with *.example.com, which bypasses inspection',
    unseen: ['skips the proxy together with *.example.com, which bypasses inspection'],
    // No line of its own opens it.
    lacks: [{ transport: 'tcp', low: 443, high: 443 }],
  });
});
