import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HostName } from '../../../src/net/host.ts';
import {
  encodeAlias,
  encodeDescription,
  encodeDetail,
  encodeDetails,
  encodeEntry,
  encodeInterface,
  encodePort,
  encodeText,
  encodeTracker,
} from '../../../src/targets/pfsense/encode.ts';
import { type Entry, partsOf } from '../../../src/targets/pfsense/plan-entries.ts';

function entry(name: string, about = 'about', fallback = 'group'): Entry {
  return { place: { kind: 'name', name: name as HostName }, about, fallback };
}

describe('free text contains only bytes that every version of pfSense stores unchanged', () => {
  test.each([
    ['markup', { given: 'a <b> & c', want: 'a b c' }],
    ['the end of CDATA', { given: 'x]]><rule>', want: 'x]] rule' }],
    ['quotes and a backslash', { given: `a "b" 'c' \\d`, want: 'a b c d' }],
    ['bars', { given: '|a||b|', want: 'a b' }],
    ['line ends and tabs', { given: 'a\r\n\tb', want: 'a b' }],
    ['accents', { given: 'Caf\u00e9', want: 'Cafe' }],
    ['other scripts', { given: '\u4e2d a \u{1F600}', want: 'a' }],
    ['199 characters at most', { given: 'x'.repeat(300), want: 'x'.repeat(199) }],
    ['no space at the cut', { given: `${'x'.repeat(198)} yz`, want: 'x'.repeat(198) }],
  ])('%s', (_what, { given, want }) => {
    expect(encodeText(given)).toBe(want);
  });

  test('for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        expect(encodeText(given)).toMatch(/^(?!.*[&<>'"\\|])[\x20-\x7e]{0,199}$/);
        expect(encodeText(given).trim()).toBe(encodeText(given));
      }),
    );
  });

  test('an entry description is never blank, since pfSense would insert the date', () => {
    expect(encodeDetail(entry('a.example.com', ' \u4e2d | '))).toBe('group');
    expect(
      encodeDetails([entry('a.example.com', '|'), entry('b.example.com', '||')].map(encodeDetail)),
    ).toBe('group||group');
  });
});

describe('encoders throw for text with an invalid shape', () => {
  test.each([
    ['a bare number as an entry', () => encodeEntry(entry('443'))],
    ['a number of two labels', () => encodeEntry(entry('1.2'))],
    ['a wildcard', () => encodeEntry(entry('*.example.com'))],
    ['a line feed in an entry', () => encodeEntry(entry('a.example.com\nb'))],
    ['a space in an entry', () => encodeEntry(entry('a.example.com b'))],
    ['a comma in an entry', () => encodeEntry(entry('a.example.com,b'))],
    ['an alias without a prefix', () => encodeAlias('port')],
    ['an alias of digits', () => encodeAlias('1234')],
    ['an alias with a hyphen', () => encodeAlias('spt_a-b')],
    ['an alias of 32 characters', () => encodeAlias(`spt_${'a'.repeat(28)}`)],
    ['a table of pfSense', () => encodeAlias('vpn_networks')],
    ['another table of pfSense', () => encodeAlias('negate_networks')],
    ['a description of 53 characters', () => encodeDescription(`spt: ${'a'.repeat(48)}`)],
    ['a backslash in a description', () => encodeDescription('spt: a\\b')],
    ['the label of an interface', () => encodeInterface('LAN')],
    ['port 0', () => encodePort({ protocol: 'tcp', low: 0, high: 0 })],
    ['a range from port 0', () => encodePort({ protocol: 'tcp', low: 0, high: 9 })],
    ['a tracker of 33 bits', () => encodeTracker(4_294_967_296)],
    ['a tracker of pfSense', () => encodeTracker(100_000_101)],
  ])('%s', (_what, encode) => {
    expect(encode).toThrow();
  });
});

describe('an alias is split', () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => entry(`h${index}.example.com`));

  test.each([
    [0, 10, 1],
    [10, 10, 1],
    [11, 10, 2],
    [100, 10, 32],
  ])('%i entries, %i in each at most, come to %i parts', (count, limit, want) => {
    const parts = partsOf(entries(count), limit) ?? [];
    expect(parts).toHaveLength(want);
    expect(parts.flat()).toHaveLength(count);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(limit);
  });

  test('into at most 256 parts', () => {
    expect(partsOf(entries(300), 1)).toBeUndefined();
  });
});
