import { describe, expect, test } from '@jest/globals';
import { formatNetwork } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { embeddedOf, reservedIn, reservedOf } from '../../src/net/reserved.ts';
import { must } from '../support/policy.ts';

describe('reserved space', () => {
  test.each([
    ['192.0.0.1', 'protocol-assignment'],
    ['192.88.99.1', '6to4-relay'],
    ['198.18.0.1', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['64:ff9b:1::1', 'local-NAT64'],
    ['100::1', 'discard-only'],
    ['2001:1ff:ffff::1', 'protocol-assignment'],
    ['5f00::1', 'segment-routing'],
    ['fec0::1', 'site-local'],
    // The metadata service, and the inside of a site, as a NAT64 or a 6to4 router spells them.
    ['64:ff9b::a9fe:a9fe', 'link-local'],
    ['64:ff9b::a00:1', 'private'],
    ['64:ff9b::c0a8:1', 'private'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:a9fe:a9fe::1', 'link-local'],
    ['2002:a00:1::', 'private'],
    ['2002:c0a8:ffff:ffff:ffff:ffff:ffff:ffff', 'private'],
  ])('contains %s: %s', (address, what) => {
    const found = reservedIn(must(parseNetwork(address)));
    expect(found.map((block) => block.what)).toEqual([what]);
  });

  test.each([
    '8.8.8.8',
    '192.0.1.1',
    '198.20.0.0',
    // Documentation, on which examples and labs live.
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '2001:db8::1',
    // Sites without IPv4 reach the whole Internet by these.
    '64:ff9b::808:808',
    '2002:808:808::1',
    '2001:200::1',
    '2606:4700::1111',
  ])('does not contain %s', (address) => {
    expect(reservedIn(must(parseNetwork(address)))).toEqual([]);
  });

  test('contains exactly the NAT64 and 6to4 forms of every reserved IPv4 block', () => {
    const six = reservedOf(6).map(formatNetwork);
    for (const block of reservedOf(4)) {
      expect(six).toEqual(expect.arrayContaining(embeddedOf(block).map(formatNetwork)));
    }
    expect(embeddedOf(must(parseNetwork('10.0.0.0/8'))).map(formatNetwork)).toEqual([
      '64:ff9b::a00:0/104',
      '2002:a00::/24',
    ]);
    expect(embeddedOf(must(parseNetwork('2001:db8::/32')))).toEqual([]);
  });
});
