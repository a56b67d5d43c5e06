import { describe, expect, test } from '@jest/globals';
import { findingsOf, raised } from '../support.ts';

const networks = (inner: string, endpoint: string) =>
  raised('inner-opened', { site: `    inner: [${inner}]`, endpoints: [endpoint] }).map((each) =>
    each.replace(/^\d+: /, ''),
  );

describe('inner-opened', () => {
  test.each([
    [
      'a network inside an internal network',
      '"2001:db8:a000::/36"',
      '"2001:db8:a000:1::/64"',
      ['"2001:db8:a000:1::/64": allows internal addresses of site "branch", in 2001:db8:a000::/36'],
    ],
    [
      'a network around an internal network',
      '203.0.113.0/24',
      '203.0.112.0/23',
      ['"203.0.112.0/23": allows internal addresses of site "branch", in 203.0.113.0/24'],
    ],
    [
      'an IPv6 address that a NAT64 router maps to an internal address',
      '203.0.113.0/24',
      '"64:ff9b::cb00:7101"',
      [
        '"64:ff9b::cb00:7101": allows internal addresses of site "branch", in 64:ff9b::cb00:7100/120',
      ],
    ],
    ['a network next to an internal network', '203.0.113.0/24', '198.51.100.0/24', []],
  ])('checks %s', (_what, inner, network, found) => {
    expect(networks(inner, `{ network: ${network}, service: https }`)).toEqual(found);
  });

  test('names each site whose own internal addresses are allowed', () => {
    const other = (id: string, inner: string) =>
      `  ${id}: { prefix: ${id}, clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], inner: [${inner}], targets: { iptables: {} } }`;
    const found = findingsOf({
      site: '    inner: [203.0.113.0/24]',
      endpoints: ['{ network: 203.0.113.0/25, service: https }'],
      tail: [other('aaa', '203.0.113.0/24'), other('bbb', '10.0.0.0/8')].join('\n'),
    }).filter(({ rule }) => rule === 'inner-opened');
    expect(
      found.map(({ message, outputs }) => [message, outputs?.map(({ site }) => site)]),
    ).toEqual([
      ['allows internal addresses of site "aaa", in 203.0.113.0/24', ['aaa']],
      ['allows internal addresses of site "branch", in 203.0.113.0/24', ['branch']],
    ]);
  });

  test('ignores names and resolvers, which stay protected', () => {
    expect(networks('203.0.113.0/24', '{ host: a.example.com, service: https }')).toEqual([]);
  });
});
