import { describe, expect, test } from '@jest/globals';
import {
  encodeAddress,
  encodeApplication,
  encodeName,
  encodePlace,
  encodePosition,
  encodeSiteName,
  encodeText,
  encodeUrl,
  encodeXmlComment,
  encodeXmlText,
} from '../../../src/targets/paloalto/encode.ts';

describe('free text in PAN-OS', () => {
  test.each([
    ['a quote ends nothing', 'a" action allow "b', 'a action allow b'],
    ['a line end begins no command', 'a\ndelete rulebase', 'a delete rulebase'],
    ['a bracket begins no list', 'a [ b ] c', 'a b c'],
    ['a backslash keeps no quote', 'a\\', 'a'],
    ['markup is no element', '</description><action>allow', '/description action allow'],
    ['an entity is text', 'a &amp; b', 'a amp b'],
    ['accents lose their marks', 'caf\u00e9 \u4e2d', 'cafe'],
    ['what may stay stays', 'A-1 (b), c=d @e +f: g/h.i_j', 'A-1 (b), c=d @e +f: g/h.i_j'],
    ['nothing is left of signs', '{{{x}}} | #', 'x'],
  ])('%s', (_name, given, want) => {
    expect(encodeText(given, 255)).toBe(`"${want}"`);
    expect(encodeXmlText(given, 255)).toBe(want);
  });

  test('is cut at its limit, and never ends in a space', () => {
    expect(encodeXmlText(`${'x'.repeat(254)} y`, 255)).toBe('x'.repeat(254));
  });
});

describe('a name of the spec in an XML comment', () => {
  test.each([
    ['a-b', 'a-b'],
    ['a--b', 'a- -b'],
    ['a---b-', 'a- - -b-'],
  ])('%s cannot end it', (given, want) => {
    expect(encodeXmlComment(given)).toBe(want);
  });
});

describe('names of the site', () => {
  test.each([
    ['trust', 'trust'],
    ['LAN a', '"LAN a"'],
  ])('%s', (given, want) => {
    expect(encodeSiteName(given)).toBe(want);
  });

  test.each([
    ['top', 'top'],
    ['bottom', 'bottom'],
    [{ before: 'a b' }, 'before "a b"'],
    [{ after: 'a' }, 'after a'],
  ] as const)('a position %j', (given, want) => {
    expect(encodePosition(given)).toBe(want);
  });
});

describe('encoders of PAN-OS throw for invalid text', () => {
  test.each<[string, () => unknown]>([
    ['a name with a space', () => encodeName('a b')],
    ['a name of 64 characters', () => encodeName('a'.repeat(64))],
    ['an App-ID that is any', () => encodeApplication('any')],
    ['an App-ID with a space', () => encodeApplication('a b')],
    ['a URL without a slash', () => encodeUrl('a.example.com')],
    ['a URL with a scheme', () => encodeUrl('https://a.example.com/')],
    ['a URL with a star inside a label', () => encodeUrl('a*.example.com/')],
    ['a URL with a query', () => encodeUrl('a.example.com/?x')],
    ['a URL of 256 characters', () => encodeUrl(`a.example.com/${'x'.repeat(242)}`)],
    ['an address with a zone', () => encodeAddress({ kind: 'ip-netmask', value: 'fe80::1%eth0' })],
    ['a zone with a quote', () => encodeSiteName('a"b')],
    [
      'a virtual system of another shape',
      () => encodePlace({ kind: 'vsys', vsys: 'vsys2 shared' }),
    ],
    ['a position of another word', () => encodePosition('first' as 'top')],
  ])('%s', (_name, encode) => {
    expect(encode).toThrow();
  });
});
