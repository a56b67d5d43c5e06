import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress } from '../../src/net/address.ts';
import { firstOfBlock, type Network } from '../../src/net/network.ts';
import { readQuadNetwork } from '../../src/net/quad-network.ts';
import { parseBlock } from '../../src/targets/kit/reading/values.ts';

describe('readQuadNetwork', () => {
  test.each([
    ['192.0.2.1', 0xc0000201n, 0xc0000201n],
    ['192.0.2.1/32', 0xc0000201n, 0xc0000201n],
    ['192.0.2.0/24', 0xc0000200n, 0xc00002ffn],
    ['0.0.0.0', 0n, 0n],
    ['0.0.0.0/1', 0n, 0x7fffffffn],
    ['128.0.0.0/1', 0x80000000n, 0xffffffffn],
    ['255.255.255.255', 0xffffffffn, 0xffffffffn],
    ['255.255.255.254/31', 0xfffffffen, 0xffffffffn],
  ])('reads %s', (text, first, last) => {
    expect(readQuadNetwork(text)).toEqual({ family: 4, first, last });
  });

  test.each([
    [''],
    ['.'],
    ['192.0.2'],
    ['192.0.2.'],
    ['192.0.2.1.'],
    ['192.0.2.1.1'],
    ['192.0.2.256'],
    ['192a0.2.1'],
    ['192.0/2.1'],
    ['192.0.2:1'],
    ['192.0.2.1000'],
    ['192.0.02.1'],
    ['192.0.2.00'],
    [' 192.0.2.1'],
    ['192.0.2.1 '],
    ['192.0.2.0/0'],
    ['0.0.0.0/0'],
    ['192.0.2.0/'],
    ['192.0.2.0/33'],
    ['192.0.2.0/024'],
    ['192.0.2.0/24 '],
    ['192.0.2.0/24/24'],
    ['192.0.2.1/24'],
    ['192.0.2.1-192.0.2.9'],
    ['2001:db8::1'],
    ['\u0661.0.2.1'],
  ])('leaves "%s" to others', (text) => {
    expect(readQuadNetwork(text)).toBeUndefined();
  });

  test('reads what the steps of their own read, for all texts that are nearly right', () => {
    fc.assert(
      fc.property(nearlyRight, (text) => {
        expect(readQuadNetwork(text)).toEqual(inSteps(text));
        if (text.includes('/')) expect(parseBlock(text)).toEqual(inSteps(text));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The address alone, then the length, then the host bits. */
function inSteps(text: string): Network | undefined {
  const [, quad = '', length = '32'] = /^([^/]*)(?:\/([1-9][0-9]?))?$/.exec(text) ?? [];
  const address = parseAddress(quad);
  if (!address.ok || address.value.family !== 4 || Number(length) > 32) return undefined;
  const { value } = address.value;
  const hostBits = 32 - Number(length);
  if (firstOfBlock(value, hostBits) !== value) return undefined;
  return { family: 4, first: value, last: value + 2n ** BigInt(hostBits) - 1n };
}

const octet = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 260 }).map(String) },
  { weight: 3, arbitrary: fc.constantFrom('0', '128', '192', '255') },
  { weight: 1, arbitrary: fc.constantFrom('', '00', '01', '1000', 'a', ' 1', '-1') },
);

const ending = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 0, max: 34 }).map((length) => `/${length}`),
  fc.constantFrom('/', '/00', '/08', '/1/1', '.', ' ', '/24 '),
);

const separator = fc.oneof(
  { weight: 9, arbitrary: fc.constant('.') },
  { weight: 1, arbitrary: fc.constantFrom('/', ':', '0', '..', ' ') },
);

const nearlyRight = fc
  .tuple(octet, separator, octet, separator, octet, separator, octet, ending)
  .map((parts) => parts.join(''));
