import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Destination, formatDestination } from '../../src/net/destination.ts';
import { destinationCovers, destinationsIntersect } from '../../src/net/destination-set.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { parsePath, pathCovers, wholeHost } from '../../src/net/path.ts';
import { type PortRange, portsIntersect } from '../../src/net/port.ts';
import { BypassIndex } from '../../src/policy/overlap.ts';
import type { Rule, RuleDestination } from '../../src/policy/types.ts';
import { coverage } from '../../src/targets/pac/coverage.ts';
import { smallHost, smallNetwork, smallPorts } from '../support/arbitrary.ts';
import { must, policyOf, policyOfTarget } from '../support/policy.ts';

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
  const found = new BypassIndex(policy.rules).around(rule.ports, to, holdsPath);
  return found && formatDestination(found.destination);
}

describe('BypassIndex: a bypass that covers a permission', () => {
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
    expect(new BypassIndex(policy.rules).around(rule.ports, to, true)).toBeUndefined();
  });
});

/** The same by looking at every destination of every rule. */
function aroundByScan(
  rules: readonly Rule[],
  ports: readonly PortRange[],
  to: RuleDestination,
  holdsPath: boolean,
): RuleDestination | undefined {
  return rules
    .filter((rule) => rule.inspection === 'bypass')
    .filter((rule) => rule.ports.some((a) => ports.some((b) => portsIntersect(a, b))))
    .flatMap((rule) => rule.destinations)
    .find((other) => takesAlong(other, to, holdsPath));
}

function takesAlong(bypass: RuleDestination, to: RuleDestination, holdsPath: boolean): boolean {
  const [outer, inner] = [bypass.destination, to.destination];
  if (!destinationsIntersect(outer, inner)) return false;
  const inside = destinationCovers(inner, outer);
  const same = inside && destinationCovers(outer, inner);
  if (inside && !same) return false;
  if (!holdsPath) return true;
  const below = pathCovers(bypass.path, to.path);
  return same ? below : below || pathCovers(to.path, bypass.path);
}

const [sample] = policyOf({ groups: [{ id: 'a', to: { http: ['a.example.com'] } }] }).rules;
if (sample === undefined) throw new Error('the sample has a rule');

// Hosts and networks are more frequent, so that few searches end at a keyword.
const destination: fc.Arbitrary<Destination> = fc.oneof(
  { weight: 20, arbitrary: smallHost.map((host) => ({ kind: 'host', host }) as const) },
  { weight: 8, arbitrary: smallNetwork.map((network) => ({ kind: 'network', network }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'any' }, { kind: 'resolvers' } as const) },
);

const path = fc
  .constantFrom('/', '/a', '/a/b', '/a-b', '/a/b/c', '/b')
  .map((text) => must(parsePath(text)));

function destinations(maxLength: number): fc.Arbitrary<RuleDestination[]> {
  return fc.array(fc.record({ destination, path, origins: fc.constant([]) }), {
    minLength: 1,
    maxLength,
  });
}

function rules(maxLength: number): fc.Arbitrary<Rule[]> {
  const rule = fc.record({
    ports: fc.array(smallPorts, { minLength: 1, maxLength: 2 }),
    inspection: fc.constantFrom('bypass' as const, 'allow' as const),
    destinations: destinations(maxLength),
  });
  return fc.array(
    rule.map((own) => ({ ...sample, ...own }) as Rule),
    { maxLength: 4 },
  );
}

// More patterns than the index tries in order, all apart from the small hosts.
const strange = Array.from({ length: 70 }, (_, index) => `z${index}*`).flatMap((label) =>
  ['a.b', 'b.a', 'a.a.b', 'ab.b.a.a'].map((parent): RuleDestination => {
    const host = must(parseHost(`${label}.${parent}`));
    return { destination: { kind: 'host', host }, path: wholeHost, origins: [] };
  }),
);

test.each([
  ['few', [], 300],
  ['many', strange, 50],
])('BypassIndex finds what a scan of %s destinations finds', (_what, before, numRuns) => {
  const ports = fc.array(smallPorts, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(rules(30), ports, destinations(30), (some, asked, searched) => {
      const all = some.map((rule) => ({
        ...rule,
        destinations: [...before, ...rule.destinations],
      }));
      const index = new BypassIndex(all);
      for (const to of searched) {
        for (const holdsPath of [true, false]) {
          expect(index.around(asked, to, holdsPath)).toBe(aroundByScan(all, asked, to, holdsPath));
        }
      }
    }),
    { numRuns },
  );
});

function at(host: string, to = '/'): RuleDestination {
  const destination = { kind: 'host', host: must(parseHost(host)) } as const;
  return { destination, path: must(parsePath(to)), origins: [] };
}

test.each([
  ['of paths below', [at('*.a.b', '/x/2'), at('*.a.b', '/x/1')], at('c.a.b', '/x')],
  ['of patterns', [...strange, at('b*.a.b'), at('bb*.a.b')], at('bbb.a.b')],
])('BypassIndex finds the first %s in the order of the policy', (_what, found, to) => {
  const all = [{ ...sample, inspection: 'bypass' as const, destinations: found }];
  const first = aroundByScan(all, sample.ports, to, true);
  expect(first).toBe(found.at(-2));
  expect(new BypassIndex(all).around(sample.ports, to, true)).toBe(first);
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
