import { describe, expect, test } from '@jest/globals';
import { readPublicNetwork } from '../../../src/documents/kit/network.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { growth } from '../../support/growth.ts';
import { must } from '../../support/policy.ts';

describe('readPublicNetwork', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1/32', '192.0.2.1'],
    ['192.0.2.1-192.0.2.9', '192.0.2.1-192.0.2.9'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:0DB8:0b00::/40', '2001:db8:b00::/40'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:DB8::1-2001:0db8::9', '2001:db8::1-2001:db8::9'],
    ['2001:db8::1/128', '2001:db8::1'],
  ])('reads %s', (text, want) => {
    expect(formatNetwork(must(readPublicNetwork(text)))).toBe(want);
  });

  test.each([
    ['a private network', '10.1.0.0/16', 'import-not-public'],
    ['a network around a private one', '8.0.0.0/6', 'import-not-public'],
    ['carrier-grade NAT', '100.64.1.0/24', 'import-not-public'],
    ['loopback', '127.0.0.1', 'import-not-public'],
    ['link-local', '169.254.0.0/16', 'import-not-public'],
    ['multicast', '239.255.255.250', 'import-not-public'],
    ['broadcast', '255.255.255.255', 'import-not-public'],
    ['this network', '0.0.0.0/8', 'import-not-public'],
    ['a unique local network', 'fd00:1::/32', 'import-not-public'],
    ['link-local of IPv6', 'fe80::1', 'import-not-public'],
    ['multicast of IPv6', 'ff02::fb', 'import-not-public'],
    ['loopback of IPv6', '::1', 'import-not-public'],
    ['a mapped address', '::ffff:192.0.2.1', 'address-mapped'],
    ['a private address behind a translator', '64:ff9b::a00:1', 'import-not-public'],
    ['a private address behind 6to4', '2002:a00:1::/48', 'import-not-public'],
    ['a private address in the last bits', '::a00:1', 'import-not-public'],
    ['host bits', '192.0.2.1/24', 'address-host-bits'],
    ['host bits of IPv6', '2001:DB8::1/64', 'address-host-bits'],
    ['every address', '0.0.0.0/0', 'network-is-any'],
    ['every address of IPv6', '::/0', 'network-is-any'],
    ['glued lines', '192.0.2.0/243.0.113.0/25', 'address-prefix'],
    ['a prefix that is too long', '192.0.2.0/33', 'address-prefix'],
    ['leading zeros', '192.0.02.1', 'address-not-canonical'],
    ['a zone', 'fe80::1%eth0', 'address-invalid'],
    ['two networks', '192.0.2.0/24 198.51.100.0/24', 'address-prefix'],
    ['a name', 'www.example.com', 'address-invalid'],
    ['nothing', '', 'address-invalid'],
  ])('refuses %s', (_what, text, rule) => {
    const refused = readPublicNetwork(text);
    expect(refused.ok ? formatNetwork(refused.value) : refused.error.rule).toBe(rule);
    expect(refused.ok ? '' : refused.error.help).not.toBe('');
  });

  test('shows the network of an address with host bits', () => {
    const refused = readPublicNetwork('2001:DB8::1/64');
    expect(refused.ok ? '' : refused.error.help).toContain('"2001:db8::/64"');
  });

  test.each(['a', ':', '1.', '::', 'a:'])('reads a text of %j in linear time', (piece) => {
    const read = (size: number) => expect(readPublicNetwork(piece.repeat(size)).ok).toBe(false);
    expect(growth(50_000, read)).toBeLessThan(30);
  });
});
