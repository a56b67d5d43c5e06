import { isIPv4, isIPv6 } from 'node:net';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatGroups, readAddress } from '../../src/net/address-text.ts';
import { runs } from '../support/runs.ts';

const octet = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '00', '01', '1e1', ' 1'));
const quad = fc.array(octet, { minLength: 3, maxLength: 5 }).map((all) => all.join('.'));
const group = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[\da-fA-F]{1,4}$/) },
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom('0', 'g', '12345', '1%eth0', '1\n') },
);
const groups = fc.array(group, { maxLength: 10 }).map((all) => all.join(':'));
const text = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  quad,
  groups,
  fc.tuple(groups, quad).map((parts) => parts.join(':')),
  fc.tuple(groups, groups).map((parts) => parts.join('::')),
  fc.tuple(groups, groups, quad).map(([a, b, c]) => `${a}::${b}:${c}`),
  fc.tuple(groups, quad).map((parts) => parts.join('::')),
);

/** The family that node sees; a zone is no address here. */
function familyOf(each: string): 4 | 6 | undefined {
  if (isIPv4(each)) return 4;
  return isIPv6(each) && !each.includes('%') ? 6 : undefined;
}

test('reads the addresses that node accepts, without zones', () => {
  const seen = { 4: 0, 6: 0 };
  fc.assert(
    fc.property(text, (each) => {
      const family = familyOf(each);
      if (family !== undefined) seen[family] += 1;
      // A quad with leading zeros is read too, for the message about it.
      const isLoose = family === undefined && /^\d+(\.\d+){3}$/.test(each);
      if (!isLoose) expect(readAddress(each)?.family).toBe(family);
    }),
    { numRuns: runs(20_000) },
  );
  expect(Math.min(seen[4], seen[6])).toBeGreaterThan(runs(20_000) / 50);
});

/** The IPv6 address as node's parser of URLs writes it. */
function inUrl(each: string): string {
  return new URL(`http://[${each}]/`).hostname.slice(1, -1);
}

test('reads and writes the bits of IPv6 addresses as the parser of URLs does', () => {
  const word = fc.oneof(fc.constantFrom(0, 0, 1, 0xffff), fc.nat(0xffff));
  const words = fc.array(word, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(fc.oneof(text, words.map(hexOf)), (each) => {
      if (familyOf(each) !== 6) return;
      const address = readAddress(each);
      expect(formatGroups(address?.value ?? -1n)).toBe(inUrl(each));
    }),
    { numRuns: runs(20_000) },
  );
  fc.assert(
    fc.property(words, (all) => {
      const value = all.reduce((bits, each) => (bits << 16n) | BigInt(each), 0n);
      expect(readAddress(hexOf(all))).toEqual({ family: 6, value });
    }),
    { numRuns: runs(5_000) },
  );
});

function hexOf(words: readonly number[]): string {
  return words.map((each) => each.toString(16)).join(':');
}
