import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../src/net/address.ts';
import {
  cidrsOf,
  compareNetworks,
  formatCidr,
  formatNetwork,
  mergeNetworks,
  type Network,
  networkCovers,
  networksIntersect,
  subtractNetworks,
} from '../../src/net/network.ts';
import { parseNetwork, parseSingleAddress, shortestText } from '../../src/net/network-text.ts';
import { smallNetwork } from '../support/arbitrary.ts';
import { must } from '../support/policy.ts';

describe('parseNetwork', () => {
  test.each([
    ['192.0.2.1'],
    ['192.0.2.0/24'],
    ['192.0.2.1-192.0.2.9'],
    ['2001:db8::1'],
    ['2001:db8::/32'],
    ['2001:db8::1-2001:db8::ff'],
    ['::1'],
    ['::/1'],
    ['1:0:0:2::3'],
    ['1::2:0:0:3:4'],
  ])('accepts %s and prints it unchanged', (given) => {
    expect(formatNetwork(must(parseNetwork(given)))).toBe(given);
  });

  test.each([
    ['192.0.2.256', 'address-invalid', 'use numbers from 0 to 255, as in 192.0.2.1'],
    ['192.0.2', 'address-invalid', 'write four numbers'],
    ['192.0.2.1.', 'address-invalid', 'write "192.0.2.1"'],
    ['192.0.2.1/32/32', 'address-prefix', '/32'],
    ['192.0.2.1/032', 'address-prefix', '/32'],
    ['example', 'address-invalid', '2001:db8::1'],
    ['010.0.0.1', 'address-not-canonical', 'write "10.0.0.1"'],
    ['192.0.2.1/24', 'address-host-bits', 'write "192.0.2.0/24"'],
    ['2001:db8::1/64', 'address-host-bits', 'write "2001:db8::/64"'],
    ['192.0.2.0/33', 'address-prefix', '/32'],
    ['192.0.2.0/024', 'address-prefix', '/32'],
    ['192.0.2.0/255.255.255.0', 'address-prefix', 'write "192.0.2.0/24"'],
    ['192.0.2.4/255.255.255.255', 'address-prefix', 'write "192.0.2.4/32"'],
    ['192.0.2.0/255.0.255.0', 'address-prefix', 'use /1 to /32'],
    ['192.0.2.0/0.0.0.0', 'address-prefix', 'use /1 to /32'],
    ['198.51.*.*', 'address-invalid', 'write "198.51.0.0/16"'],
    ['198.256.*', 'address-invalid', 'write an address'],
    ['192.0.2.1:443', 'address-invalid', 'write "192.0.2.1", and name a service with the port'],
    ['192.0.2.1; 2001:db8::/32', 'address-invalid', 'as in "192.0.2.1" and "2001:db8::/32"'],
    ['0.0.0.0/0', 'network-is-any', 'to: any'],
    ['::/0', 'network-is-any', 'to: any'],
    ['0.0.0.0-255.255.255.255', 'network-is-any', 'to: any'],
    ['2001:DB8::1', 'address-not-canonical', 'write "2001:db8::1"'],
    ['2001:db8:0:0:0:0:0:1', 'address-not-canonical', 'write "2001:db8::1"'],
    ['2001:db8::0:1', 'address-not-canonical', 'write "2001:db8::1"'],
    ['::ffff:192.0.2.1', 'address-mapped', 'write "192.0.2.1"'],
    ['::ffff:c000:201', 'address-mapped', 'write "192.0.2.1"'],
    ['fe80::1%eth0', 'address-invalid', '2001:db8::1'],
    ['192.0.2.9-192.0.2.1', 'address-range', 'write "192.0.2.1-192.0.2.9"'],
    ['192.0.2.1-192.0.2.1', 'address-range', 'write "192.0.2.1"'],
    ['192.0.2.1-2001:db8::1', 'address-range', 'write one IPv4 range and one IPv6 range'],
    ['192.0.2.1-192.0.2.2-192.0.2.3', 'address-range', 'first-last'],
    ['192.0.2.1-10', 'address-range', 'write "192.0.2.1-192.0.2.10"'],
    ['192.0.2.10-1', 'address-range', 'write both ends as full addresses'],
    ['192.0.2.1-256', 'address-range', 'write both ends as full addresses'],
    ['192.0.2.1 - 192.0.2.4', 'address-range', 'write "192.0.2.1-192.0.2.4"'],
    ['192.0.2.1 - 10', 'address-range', 'write "192.0.2.1-192.0.2.10"'],
    ['/24', 'address-prefix', 'as in 192.0.2.0/24'],
  ])('refuses %s as %s, with a fix', (given, rule, help) => {
    const refused = parseNetwork(given);
    expect(refused.ok ? undefined : refused.error.rule).toBe(rule);
    expect(refused.ok ? '' : refused.error.help).toContain(help);
  });

  test.each([
    ['192.0.2.1/32', '192.0.2.1'],
    ['255.255.255.255/32', '255.255.255.255'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['::/128', '::'],
  ])('%s is read as the one address %s', (given, want) => {
    expect(must(parseNetwork(given))).toEqual(must(parseNetwork(want)));
    expect(must(parseSingleAddress(given))).toEqual(must(parseNetwork(want)));
    expect(formatNetwork(must(parseNetwork(given)))).toBe(want);
  });

  test.each(['192.0.2.0/31', '192.0.2.1-192.0.2.2', '2001:db8::/127'])(
    '%s is no single address',
    (given) => {
      const refused = parseSingleAddress(given);
      expect(refused.ok ? undefined : refused.error.rule).toBe('address-single');
    },
  );

  test('is printed in its shortest form, which most texts have already', () => {
    const text = fc.oneof(
      anyNetwork.map(formatNetwork),
      anyNetwork.chain((network) => fc.constantFrom(...cidrsOf(network).map(formatCidr))),
      anyNetwork.map(({ family, first, last }) =>
        [first, last].map((value) => formatAddress({ family, value })).join('-'),
      ),
    );
    fc.assert(
      fc.property(text, (given) => {
        const network = parseNetwork(given);
        fc.pre(network.ok);
        expect(shortestText(given, must(network))).toBe(formatNetwork(must(network)));
      }),
    );
  });

  test('reads each printed address back', () => {
    const address = fc.oneof(
      fc.bigInt(0n, 2n ** 32n - 1n).map((value) => ({ family: 4 as const, value })),
      fc.bigInt(0n, 2n ** 128n - 1n).map((value) => ({ family: 6 as const, value })),
      fc
        .bigInt(0n, 2n ** 128n - 1n)
        .map((value) => ({ family: 6 as const, value: value & (0xffffn << 64n) })),
    );
    fc.assert(
      fc.property(address, (given) => {
        expect(must(parseAddress(formatAddress(given)))).toEqual(given);
      }),
    );
  });
});

describe('cidrsOf', () => {
  test.each([
    ['192.0.2.0/24', ['192.0.2.0/24']],
    ['192.0.2.1', ['192.0.2.1/32']],
    ['192.0.2.1-192.0.2.6', ['192.0.2.1/32', '192.0.2.2/31', '192.0.2.4/31', '192.0.2.6/32']],
    ['0.0.0.0-127.255.255.255', ['0.0.0.0/1']],
    ['2001:db8::-2001:db8::2', ['2001:db8::/127', '2001:db8::2/128']],
  ])('%s', (given, want) => {
    expect(cidrsOf(must(parseNetwork(given))).map(formatCidr)).toEqual(want);
  });

  test('is the fewest blocks of any network: each is as large as its start and the end allow', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const blocks = cidrsOf(network).map(networkOfCidr);
        expect(mergeNetworks(blocks)).toEqual([network]);
        for (const { first, last } of blocks) {
          const size = last - first + 1n;
          expect(first % size).toBe(0n);
          expect(first % (2n * size) === 0n && first + 2n * size - 1n <= network.last).toBe(false);
        }
      }),
    );
  });

  test('decides the form of a network that is read again', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const text = formatNetwork(network);
        const isMapped = network.family === 6 && network.first >> 32n === 0xffffn;
        fc.pre(!isMapped && cidrsOf(network)[0]?.prefix !== 0);
        expect(must(parseNetwork(text))).toEqual(network);
        expect(text.includes('-')).toBe(cidrsOf(network).length > 1);
      }),
    );
  });
});

describe('network sets agree with brute force', () => {
  const members = (networks: readonly Network[]) =>
    new Set(
      networks.flatMap(({ family, first, last }) =>
        rangeOf(first, last).map((value) => `${family}:${value}`),
      ),
    );
  const rangeOf = (first: bigint, last: bigint) =>
    Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));

  test('networkCovers and networksIntersect', () => {
    fc.assert(
      fc.property(smallNetwork, smallNetwork, (a, b) => {
        const [left, right] = [members([a]), members([b])];
        expect(networkCovers(a, b)).toBe([...right].every((member) => left.has(member)));
        expect(networksIntersect(a, b)).toBe([...right].some((member) => left.has(member)));
      }),
    );
  });

  test('subtractNetworks, mergeNetworks and cidrsOf', () => {
    const networks = fc.array(smallNetwork, { maxLength: 4 });
    fc.assert(
      fc.property(networks, networks, (minuend, subtrahend) => {
        const taken = members(subtrahend);
        const want = new Set([...members(minuend)].filter((member) => !taken.has(member)));
        const got = subtractNetworks(minuend, subtrahend);
        expect(members(got)).toEqual(want);
        expect(mergeNetworks(got)).toEqual(got);
        const blocks = got.flatMap((network) => cidrsOf(network)).map(networkOfCidr);
        expect(members(blocks)).toEqual(want);
      }),
    );
  });

  test('compareNetworks is a total order', () => {
    fc.assert(
      fc.property(smallNetwork, smallNetwork, (a, b) => {
        expect(compareNetworks(a, b) === 0).toBe(formatNetwork(a) === formatNetwork(b));
        expect(compareNetworks(a, b) + compareNetworks(b, a)).toBe(0);
      }),
    );
  });
});

function networkOfCidr({ address, prefix }: ReturnType<typeof cidrsOf>[number]): Network {
  const size = 1n << BigInt((address.family === 4 ? 32 : 128) - prefix);
  return { family: address.family, first: address.value, last: address.value + size - 1n };
}

/** Networks anywhere in the address space, many of them blocks. */
const anyNetwork: fc.Arbitrary<Network> = fc.constantFrom<4 | 6>(4, 6).chain((family) => {
  const bits = family === 4 ? 32 : 128;
  const value = fc
    .tuple(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), fc.integer({ min: 0, max: bits }))
    .map(([whole, zeros]) => (whole >> BigInt(zeros)) << BigInt(zeros));
  const length = fc.integer({ min: 0, max: bits }).map((size) => 1n << BigInt(size));
  const end = (1n << BigInt(bits)) - 1n;
  return fc.tuple(value, fc.oneof(length, fc.bigInt(1n, 1n << 40n))).map(([first, count]) => ({
    family,
    first,
    last: first + count - 1n > end ? end : first + count - 1n,
  }));
});
