import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, bitsOf, type Family, formatAddress } from '../../../src/net/address.ts';
import { formatNetwork, type Network, networkHolds } from '../../../src/net/network.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';
import { bypass, load, textOf } from './support.ts';

/** Asks as a client does that passes the host bare. */
function goesDirect(ask: ReturnType<typeof load>, host: string): boolean {
  return ask(host.includes(':') ? `https://[${host}]/` : `https://${host}/`, host) === 'DIRECT';
}

function listing(...networks: string[]): (host: string) => boolean {
  const ask = load(textOf(bypass({ https: networks })));
  return (host) => goesDirect(ask, host);
}

const addressOf = (family: Family): fc.Arbitrary<Address> =>
  fc.bigInt(0n, (1n << BigInt(bitsOf(family))) - 1n).map((value) => ({ family, value }));

/** An address of eight groups, many of them zero, and a spelling of it that only some programs write. */
const oddSpelling: fc.Arbitrary<{ canonical: string; odd: string }> = fc
  .tuple(
    fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
      minLength: 8,
      maxLength: 8,
    }),
    fc.array(fc.record({ upper: fc.boolean(), width: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 8,
      maxLength: 8,
    }),
    fc.boolean(),
    fc.nat(7),
    fc.nat(8),
  )
  .map(([groups, styles, quad, start, count]) => {
    const value = groups.reduce((sum, group) => sum * 65536n + BigInt(group), 0n);
    return {
      canonical: formatAddress({ family: 6, value }),
      odd: spell(groups, styles, quad, start, count),
    };
  });

type Style = { readonly upper: boolean; readonly width: number };

function spell(
  groups: readonly number[],
  styles: readonly Style[],
  quad: boolean,
  start: number,
  count: number,
): string {
  const texts = groups.map((group, index) => {
    const { upper, width } = styles[index] ?? { upper: false, width: 1 };
    const text = group.toString(16).padStart(width, '0');
    return upper ? text.toUpperCase() : text;
  });
  const [high = 0, low = 0] = groups.slice(6);
  const tail = [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const parts = quad ? [...texts.slice(0, 6), tail] : texts;
  const end = Math.min(start + count, quad ? 6 : 8);
  const isRun = end > start && groups.slice(start, end).every((group) => group === 0);
  return isRun
    ? `${parts.slice(0, start).join(':')}::${parts.slice(end).join(':')}`
    : parts.join(':');
}

describe('an address in the URL', () => {
  test('is the same address in every spelling', () => {
    fc.assert(
      fc.property(oddSpelling, ({ canonical, odd }) => {
        fc.pre(!canonical.startsWith('::ffff:'));
        expect([odd, isIPv6(odd)]).toEqual([odd, true]);
        expect([odd, listing(canonical)(odd)]).toEqual([odd, true]);
      }),
    );
  });

  test('is a different address if it differs by one', () => {
    fc.assert(
      fc.property(addressOf(6), ({ family, value }) => {
        fc.pre(value > 0n && value >> 32n !== 0xffffn);
        const holds = listing(formatAddress({ family, value }));
        expect(holds(formatAddress({ family, value: value - 1n }))).toBe(false);
      }),
    );
  });

  test('is valid if it is in Node, and with a trailing dot after IPv4, as in browsers', () => {
    const all = listing('::/1', '8000::/1', '0.0.0.0/1', '128.0.0.0/1');
    const pieces = fc.constantFrom(
      '0',
      '1',
      'f',
      'ABCD',
      '12345',
      '255',
      '256',
      '01',
      ':',
      '::',
      '.',
      'g',
      '1.2.3.4',
      'a:b',
      '-',
    );
    const soup = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    const near = fc
      .tuple(oddSpelling, fc.nat(40), pieces)
      .map(([{ odd }, at, piece]) => odd.slice(0, at) + piece + odd.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(soup, near), (text) => {
        const isAddress = isIPv4(text.replace(/\.$/, '')) || isIPv6(text);
        expect([text, all(text)]).toEqual([text, isAddress]);
      }),
      { numRuns: runs(3000) },
    );
  });
});

const networks: fc.Arbitrary<Network> = fc.constantFrom<Family>(4, 6).chain((family) =>
  fc
    .tuple(
      addressOf(family),
      addressOf(family),
      fc.integer({ min: 1, max: bitsOf(family) }),
      fc.boolean(),
    )
    .map(([a, b, prefix, isBlock]) => {
      const size = 1n << BigInt(bitsOf(family) - prefix);
      const first = a.value - (a.value % size);
      if (isBlock) return { family, first, last: first + size - 1n };
      return a.value < b.value
        ? { family, first: a.value, last: b.value }
        : { family, first: b.value, last: a.value };
    }),
);

describe('a network', () => {
  test('contains its first and last address, and not the adjacent ones', () => {
    fc.assert(
      fc.property(networks, addressOf(4), addressOf(6), (network, four, six) => {
        fc.pre(parseNetwork(formatNetwork(network)).ok);
        const holds = listing(formatNetwork(network));
        const { family, first, last } = network;
        const top = (1n << BigInt(bitsOf(family))) - 1n;
        const near = [first - 1n, first, last, last + 1n].filter(
          (value) => value >= 0n && value <= top,
        );
        for (const address of [four, six, ...near.map((value) => ({ family, value }))]) {
          const text = formatAddress(address);
          expect([text, holds(text)]).toEqual([text, networkHolds(network, address)]);
        }
      }),
    );
  });

  test.each([
    ['192.0.2.0/24', ['192.0.2.0', '192.0.2.255'], ['192.0.1.255', '192.0.3.0', '::192.0.2.1']],
    ['192.0.2.5', ['192.0.2.5'], ['192.0.2.4', '192.0.2.6', '192.0.2.50']],
    ['192.0.2.254-192.0.3.1', ['192.0.2.254', '192.0.3.1'], ['192.0.2.253', '192.0.3.2']],
    ['2001:db8::/29', ['2001:db8::', '2001:dbf:ffff::1'], ['2001:db7:ffff::', '2001:dc0::']],
    [
      '2001:db8::ffff:ffff-2001:db8::1:0:1',
      ['2001:db8::1:0:0'],
      ['2001:db8::ffff:fffe', '2001:db8::1:0:2'],
    ],
  ])('%s', (network, inside, outside) => {
    const holds = listing(formatNetwork(must(parseNetwork(network))));
    expect(inside.map(holds)).toEqual(inside.map(() => true));
    expect(outside.map(holds)).toEqual(outside.map(() => false));
  });
});
