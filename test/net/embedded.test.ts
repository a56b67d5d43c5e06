import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { embeddedIn } from '../../src/net/embedded.ts';
import { formatNetwork, networkCovers } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { embeddedOf } from '../../src/net/reserved.ts';
import { must } from '../support/policy.ts';

const all = '0.0.0.0/0';

describe('embeddedIn: the IPv4 addresses inside an IPv6 network', () => {
  test.each<[string, string[]]>([
    ['64:ff9b::a9fe:a9fe', ['169.254.169.254']],
    ['64:ff9b::a00:0/104', ['10.0.0.0/8']],
    ['64:ff9b::/96', [all]],
    ['64:ff9b::/32', [all]],
    ['2002:a9fe:a9fe::/48', ['169.254.169.254']],
    ['2002:a9fe:a9fe:1:2:3:4:5', ['169.254.169.254']],
    ['2002::/16', [all]],
    ['2002:a00::/24', ['10.0.0.0/8']],
    ['::fffe:0:0/95', [all]],
    ['::a9fe:a9fe', ['169.254.169.254']],
    ['64:ff9b:1::a9fe:a9fe', ['169.254.169.254']],
    ['64:ff9b:1:2:3:4:a9fe:a9fe', ['169.254.169.254']],
    // RFC 6052 with prefixes of 48, 56 and 64 bits: 192.0.2.33 as its examples have it.
    ['64:ff9b:1:c000:2:2100::', ['0.0.0.0', '192.0.2.33']],
    ['64:ff9b:1:c0:0:221::', ['0.0.0.0', '192.0.2.33']],
    ['64:ff9b:1:0:c0:2:2100:0', ['33.0.0.0', '192.0.2.33']],
    ['64:ff9b:1::/48', [all]],
    ['2001:0:c000:201::5601:5601', ['169.254.169.254']],
    ['2001::/32', [all]],
    ['::', []],
    ['::1', []],
    ['64:ff9a::/32', []],
    ['64:ff9b::1:0:0', []],
    ['2003::/16', []],
    ['2001:1::/32', []],
    ['2001:db8::/32', []],
    ['192.0.2.0/24', []],
  ])('%s', (network, want) => {
    const found = embeddedIn(must(parseNetwork(network)));
    expect(found.map(formatNetwork)).toEqual(want);
  });

  test('a range across two local NAT64 blocks includes the lowest and highest IPv4 addresses', () => {
    const range = must(parseNetwork('64:ff9b:1:7:ff00:1:ffff:ff00-64:ff9b:1:7:ff00:2:0:ff'));
    expect(embeddedIn(range).map(formatNetwork)).toEqual(['0.0.0.0/24', '255.255.255.0/24']);
  });

  test('reads back the addresses of a NAT64 translator and a 6to4 router', () => {
    const ipv4 = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
    const property = fc.property(ipv4, ipv4, (a, b) => {
      const network = { family: 4, first: a < b ? a : b, last: a < b ? b : a } as const;
      for (const spelled of embeddedOf(network)) expect(embeddedIn(spelled)).toEqual([network]);
    });
    fc.assert(property);
  });

  test('a larger network includes the addresses of a smaller one', () => {
    const bits = fc.bigInt({ min: 0n, max: (1n << 80n) - 1n });
    const blocks = fc.constantFrom(
      0n,
      0x64ff9bn << 96n,
      (0x64ff9bn << 96n) | (1n << 80n),
      0x2001n << 112n,
    );
    const property = fc.property(blocks, bits, bits, bits, (block, a, b, c) => {
      const [first = 0n, middle = 0n, last = 0n] = [a, b, c].sort((x, y) => (x < y ? -1 : 1));
      const small = embeddedIn({ family: 6, first: block | middle, last: block | middle });
      const large = embeddedIn({ family: 6, first: block | first, last: block | last });
      for (const one of small) expect(large.some((each) => networkCovers(each, one))).toBe(true);
    });
    fc.assert(property);
  });
});
