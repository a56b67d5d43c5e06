import { describe, expect, test } from '@jest/globals';
import type { SpecParts } from '../../../support/load.ts';
import { raised } from '../support.ts';

const network = ['{ network: 198.51.100.0/24, service: https }'];

describe('resolver-bypasses-dnsmasq', () => {
  test('reports resolvers that do not fill the sets', () => {
    expect(
      raised('resolver-bypasses-dnsmasq', { resolvers: '[self, 192.0.2.53, "2001:db8::53"]' }),
    ).toEqual([
      '20: "branch": iptables: connections to names that clients resolve at 192.0.2.53 or 2001:db8::53 may fail',
    ]);
  });

  test.each<[string, SpecParts]>([
    ['self as the only resolver', { resolvers: '[self]' }],
    ['a spec without host names', { resolvers: '[self, 192.0.2.53]', endpoints: network }],
  ])('%s is none', (_name, parts) => {
    expect(raised('resolver-bypasses-dnsmasq', parts)).toEqual([]);
  });
});
