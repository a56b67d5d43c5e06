import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatNetwork } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { objectName, uniqueNames } from '../../src/targets/kit/writing/names.ts';
import { targets } from '../../src/targets/list.ts';
import { must, policyOfTarget, type SpecWords } from '../support/policy.ts';
import { everyTarget } from '../support/properties/usual.ts';

const limits = { length: 63, separator: '-', others: /[^A-Za-z0-9._-]/gu, ambiguous: /:/ };

describe('an object name', () => {
  test.each([
    ['keeps what a device takes', ['spt', 'a.example.com'], 'spt-a.example.com'],
    ['replaces what a device refuses', ['spt', '192.0.2.0/24'], 'spt-192.0.2.0-24'],
    [
      'ends in a hash where another value could come to it',
      ['spt', '2001:db8::1:0/112'],
      'spt-2001-db8--1-0-112-cf3f6363',
    ],
    [
      'has another hash for the other value',
      ['spt', '2001:db8::1:0:112'],
      'spt-2001-db8--1-0-112-5d51804b',
    ],
  ])('%s', (_name, parts, want) => {
    expect(objectName(parts, limits)).toBe(want);
  });

  test('differs for every network', () => {
    const group = fc.constantFrom('0', '1', '2', '112', 'db8');
    const address = fc
      .tuple(fc.array(group, { minLength: 1, maxLength: 4 }), fc.array(group, { maxLength: 3 }))
      .map(([head, tail]) => `${head.join(':')}::${tail.join(':')}`);
    const value = fc
      .oneof(
        address,
        fc
          .tuple(address, fc.integer({ min: 1, max: 128 }))
          .map(([text, bits]) => `${text}/${bits}`),
        fc.tuple(address, address).map((ends) => ends.join('-')),
      )
      .map(parseNetwork)
      .filter((network) => network.ok)
      .map((network) => formatNetwork(must(network)));
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 2, maxLength: 40 }), (values) => {
        const names = new Set(values.map((text) => objectName(['spt', text], limits)));
        expect(names.size).toBe(values.length);
      }),
    );
  });

  test('is refused for two keys, with the edit that separates them', () => {
    const refused = uniqueNames(
      ['a', 'b'],
      () => 'x',
      (first, second) => `rename ${first} or ${second}`,
    );
    expect(refused).toEqual({
      ok: false,
      error: [
        {
          rule: 'name-collision',
          message: '"a" and "b" would both be named "x"',
          help: 'rename a or b',
        },
      ],
    });
  });
});

/** Two rules whose ids differ only in the position of the slash. */
function twins(second: string): SpecWords {
  return {
    services: {
      c: { ports: ['tcp/8443'], application: 'tls' },
      [second]: { ports: ['tcp/9443'], application: 'tls' },
    },
    groups: [
      { id: 'a-b', to: { c: ['a.example.com', '198.51.100.1'] } },
      { id: 'a', to: { [second]: ['b.example.com', '198.51.100.2'] } },
    ],
    site: {
      targets: {
        ...everyTarget,
        iptables: {},
        pac: { proxy: 'PROXY proxy.example.net:3128' },
        paloalto: { from: 'trust', to: 'untrust', position: 'top' },
        pfsense: { interface: 'lan' },
        squid: { tlsInspection: 'explicit' },
      },
    },
  };
}

describe.each(targets.map((target) => [target.name, target] as const))('%s', (name, target) => {
  const policyOf = policyOfTarget(name);

  test('differs for two rules, or after the edit in the help', () => {
    const made = target.view(policyOf(twins('b-c')));
    if (!made.ok) {
      expect([...new Set(made.error.map(({ rule, help }) => `${rule}: ${help}`))]).toEqual([
        'name-collision: rename a group or a service',
      ]);
    }
    expect(target.view(policyOf(twins('b-d'))).ok).toBe(true);
  });

  test('differs for networks that differ only in a colon and a slash', () => {
    const words = twins('b-d');
    const networks = ['2001:db8::1:0/112', '2001:db8::1:0:112', '2001:db8::2-2001:db8:1::3'];
    const policy = policyOf({ ...words, groups: [{ id: 'g', to: { https: networks } }] });
    expect(must(target.view(policy))).toBeDefined();
  });
});
