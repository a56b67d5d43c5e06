import { describe, expect, test } from '@jest/globals';
import { covers, isHostName, readBlock, readPortRange, readRange } from './address.ts';

describe('addresses of the engine checkers', () => {
  test.each([
    '0.0.0.0/0',
    '192.0.2.1',
    '192.0.2.0/24',
    '255.255.255.255/32',
    '::',
    '::1',
    '::/0',
    '2001:db8::1',
    '2001:db8:c1::/64',
    '2001:0:0:1::1',
    '2001:db8:0:1:1:1:1:1',
    'fe80::/10',
  ])('readBlock accepts %s', (text) => {
    expect(readBlock(text)).toBeDefined();
  });

  test.each([
    '',
    '192.0.2.1/24',
    '192.0.2.0/33',
    '192.0.2.0/024',
    '192.0.2.0/',
    '192.0.2',
    '192.0.2.01',
    '0x7f000001',
    '2001:DB8::1',
    '2001:db8:0::1',
    '2001:db8:0:0:0:0:0:1',
    '2001:0:0:1:0:0:0:1',
    '2001:db8::1:1:1:1:1',
    '2001:db8::1/64',
    '::/129',
    '::ffff:192.0.2.1',
    'fe80::1%eth0',
    '192.0.2.0/24/24',
  ])('readBlock rejects %j', (text) => {
    expect(readBlock(text)).toBeUndefined();
  });

  test('covers compares blocks within one family only', () => {
    const [net, inside, outside, other] = [
      '192.0.2.0/24',
      '192.0.2.255',
      '192.0.3.0',
      '::c000:201',
    ].map(readBlock);
    if (!net || !inside || !outside || !other)
      throw new Error('readBlock rejects one of the test values');
    expect([inside, outside, other].map((each) => covers(net, each))).toEqual([true, false, false]);
  });

  test('readRange accepts two addresses of one family in order', () => {
    expect(readRange('192.0.2.1-192.0.2.9')).toBeDefined();
    for (const text of [
      '192.0.2.9-192.0.2.1',
      '192.0.2.1',
      '192.0.2.1-::9',
      '192.0.2.0/24-192.0.3.0/24',
    ])
      expect(readRange(text)).toBeUndefined();
  });
});

describe('isHostName', () => {
  test.each([
    'example.com',
    'a-b.example.com',
    'a_b.example.com',
    '_a.b_.example.com',
    '1.example.com',
    'xn--bcher-kva.example',
  ])('accepts %s', (text) => {
    expect(isHostName(text)).toBe(true);
  });

  test.each([
    'localhost',
    'Example.com',
    'a_b.com',
    'a.example_b.com',
    '-a.example.com',
    'example.com.',
    '127.1',
    '0x7f.0x1',
    '*.example.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(126)}ab`,
  ])('rejects %s', (text) => {
    expect(isHostName(text)).toBe(false);
  });
});

test('readPortRange accepts two ports in order, without leading zeros', () => {
  expect(readPortRange('1-65535', '-')).toEqual([1, 65535]);
  for (const text of ['0-9', '9-1', '9-9', '01-9', '1:9', '1-65536', '1-2-3', '5'])
    expect(readPortRange(text, '-')).toBeUndefined();
});
