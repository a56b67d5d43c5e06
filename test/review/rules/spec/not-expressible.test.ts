import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const beside = '{ url: "https://a.example.com" }';

describe('not-expressible', () => {
  test.each<[string, string, string[]]>([
    [
      'a pattern for dnsmasq',
      '{ host: "cdn*.example.com", service: https }',
      [
        '"cdn*.example.com": iptables: dnsmasq does not support a wildcard inside a name, so it is left out',
      ],
    ],
    [
      'a network of a family that no client has',
      '{ network: "2001:db8::/32", service: https }',
      ['"2001:db8::/32": iptables: no client has an address in this family'],
    ],
    ['a wildcard, which is only wider', '{ host: "*.example.com", service: https }', []],
    ['a network', '{ network: 198.51.100.0/24, service: https }', []],
  ])('checks %s', (_name, endpoint, want) => {
    expect(raisedFor('not-expressible', [beside, endpoint])).toEqual(want);
  });
});
