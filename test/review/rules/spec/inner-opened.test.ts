import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

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
      ['"2001:db8:a000:1::/64": allows internal addresses in 2001:db8:a000::/36'],
    ],
    [
      'a network around an internal network',
      '203.0.113.0/24',
      '203.0.112.0/23',
      ['"203.0.112.0/23": allows internal addresses in 203.0.113.0/24'],
    ],
    [
      'an IPv6 address that a NAT64 router maps to an internal address',
      '203.0.113.0/24',
      '"64:ff9b::cb00:7101"',
      ['"64:ff9b::cb00:7101": allows internal addresses in 64:ff9b::cb00:7100/120'],
    ],
    ['a network next to an internal network', '203.0.113.0/24', '198.51.100.0/24', []],
  ])('checks %s', (_what, inner, network, found) => {
    expect(networks(inner, `{ network: ${network}, service: https }`)).toEqual(found);
  });

  test('ignores names and resolvers, which stay protected', () => {
    expect(networks('203.0.113.0/24', '{ host: a.example.com, service: https }')).toEqual([]);
  });
});
