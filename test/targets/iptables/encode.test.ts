import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cidrsOf } from '../../../src/net/network.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { rangesOn } from '../../../src/net/port.ts';
import { parsePortRange } from '../../../src/net/port-text.ts';
import {
  encodeChain,
  encodeCidr,
  encodeComment,
  encodeHook,
  encodeNetworks,
  encodeOwnSet,
  encodePorts,
  encodeSet,
  encodeSlug,
} from '../../../src/targets/iptables/encode.ts';
import { must } from '../../support/policy.ts';

describe('a rule comment', () => {
  test.each([
    ['a word', { given: 'web', want: 'web' }],
    ['hyphen and underscore need no quotes', { given: 'a-b_c', want: 'a-b_c' }],
    [
      'a slash needs quotes, as iptables-save writes them',
      { given: 'web/https', want: '"web/https"' },
    ],
    [
      'a newline would begin a rule',
      { given: 'x\n-A INPUT -j ACCEPT', want: '"x -A INPUT -j ACCEPT"' },
    ],
    ['a carriage return', { given: 'x\r\ny', want: '"x  y"' }],
    [
      'a quote would end the comment',
      { given: 'x" -j ACCEPT -m comment --comment "', want: '"x  -j ACCEPT -m comment --comment"' },
    ],
    ['a trailing backslash would swallow the target', { given: 'a\\', want: 'a' }],
    ['an escape would colour a terminal', { given: 'a\x1b[31mb', want: '"a  31mb"' }],
    ['a bidi control would turn the line round', { given: 'a\u202Eb', want: '"a b"' }],
    ['a line separator', { given: 'a\u2028b', want: '"a b"' }],
    ['a hash, a dollar, a backtick', { given: 'a#b$(c)`d`', want: '"a b (c) d"' }],
    ['compatibility forms become plain', { given: 'ﬁne', want: 'fine' }],
    ['letters without a plain form', { given: 'Ж', want: '' }],
    ['nothing at all', { given: ' \t ', want: '' }],
  ])('%s', (_name, { given, want }) => {
    expect(encodeComment(given)).toBe(want);
  });

  test('is cut at 255 bytes, since iptables silently cuts more and 1,024 are an error', () => {
    expect(encodeComment('x'.repeat(300))).toBe('x'.repeat(255));
    expect(encodeComment(`${'x'.repeat(254)} y`)).toBe('x'.repeat(254));
  });

  test('of any text is one argument of printable ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(encodeComment(text)).toMatch(
          /^(|[A-Za-z0-9_-]{1,255}|"[A-Za-z0-9 ._:/@+,()=-]{1,255}")$/,
        );
      }),
    );
  });
});

describe('an address block has the spelling of iptables-save', () => {
  test.each([
    ['198.51.100.1', ['198.51.100.1/32']],
    ['198.51.100.0/24', ['198.51.100.0/24']],
    ['198.51.100.1-198.51.100.4', ['198.51.100.1/32', '198.51.100.2/31', '198.51.100.4/32']],
    ['2001:db8::1', ['2001:db8::1/128']],
    ['2001:db8::-2001:db8::2', ['2001:db8::/127', '2001:db8::2/128']],
    ['::2', ['::2/128']],
    ['::506:708', ['::5.6.7.8/128']],
    ['::1:0/112', ['::0.1.0.0/112']],
  ])('%s', (given, want) => {
    expect(cidrsOf(must(parseNetwork(given))).map(encodeCidr)).toEqual(want);
  });

  test('of IPv4-mapped addresses', () => {
    const address = { family: 6, value: 0xffffn << 32n } as const;
    expect(encodeCidr({ address, prefix: 96 })).toBe('::ffff:0.0.0.0/96');
  });

  test('client networks are a list of words, ranges as blocks', () => {
    const networks = ['192.0.2.0/24', '198.51.100.1-198.51.100.2'].map((text) =>
      must(parseNetwork(text)),
    );
    expect(encodeNetworks(networks)).toBe('192.0.2.0/24 198.51.100.1/32 198.51.100.2/32');
  });
});

describe('ports', () => {
  test.each([
    ['tcp/443', '443'],
    ['udp/3478-3481', '3478:3481'],
    // An open end, "443:", would mean the same, but reads as one port that was left unfinished.
    ['tcp/443-65535', '443:65535'],
    ['tcp/1-65535', '1:65535'],
  ])('%s is %s', (given, want) => {
    const [range] = rangesOn([must(parsePortRange(given))], ['tcp', 'udp']);
    expect(range && encodePorts(range)).toBe(want);
  });
});

describe('encoders of iptables throw for invalid text', () => {
  test.each([
    ['a set of 32 characters', () => encodeSet(`${'a'.repeat(29)}_v4`)],
    ['a set with a space', () => encodeSet('a b_v4')],
    ['the set of a name where a rule matches one', () => encodeSet('spt_a.example.com_v4')],
    ['a set of 32 characters of a name', () => encodeOwnSet(`spt_${'a'.repeat(23)}.a_v4`)],
    ['the set of a rule where a name has its own', () => encodeOwnSet('spt_web_https_v4')],
    ['a set of a name with a comma', () => encodeOwnSet('spt_a.b,c_v4')],
    ['a prefix of nine characters', () => encodeChain('abcdefghi')],
    ['a hook of 29 characters', () => encodeHook('A'.repeat(29))],
    ['a hook with a quote', () => encodeHook("A'B")],
    ['a spec name with a newline', () => encodeSlug('a\nb')],
  ])('%s', (_name, encode) => {
    expect(encode).toThrow('reached an encoder unchecked');
  });

  test('the longest names fit: chains 28, the log prefix 29, sets 31', () => {
    const chain = encodeChain('abcdefgh');
    expect(`${chain}-RECOMMENDED`.length).toBeLessThanOrEqual(28);
    expect(`${chain}-DENY `.length).toBeLessThanOrEqual(29);
    expect(encodeSet(`${'a'.repeat(28)}_v4`)).toHaveLength(31);
  });
});
