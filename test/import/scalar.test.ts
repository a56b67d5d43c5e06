import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { plainWords } from '../../src/documents/kit/words.ts';
import { scalar, scalarInBraces } from '../../src/import/text/scalar.ts';
import { parseYaml } from '../../src/language/yaml/parse.ts';
import { hostileText } from '../support/import.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const plain = [
  'Exchange Online, entry 1',
  'outlook.office.com',
  '1drv.example.com',
  '192.0.2.0/24',
  '198.51.100.7-198.51.100.9',
  'https://www.example.com/a',
  'o365/o365-1-http.txt',
  "the vendor's page",
] as const;

const quoted = [
  ['*.example.com', '"*.example.com"'],
  ['2001:db8::/32', '"2001:db8::/32"'],
  ['2001:10:20:30:40:50:1:1', '"2001:10:20:30:40:50:1:1"'],
  ['2026-01-31', '"2026-01-31"'],
  ['12345', '"12345"'],
  ['1e5', '"1e5"'],
  ['12e4567890', '"12e4567890"'],
  ['1.e5', '"1.e5"'],
  ['0x50', '"0x50"'],
  ['No', '"No"'],
  ['y', '"y"'],
  ['null', '"null"'],
  ['a: b', '"a: b"'],
  ['a:', '"a:"'],
  ['a #b', '"a #b"'],
  ['- a', '"- a"'],
  ['{a}', '"{a}"'],
  ['a\\b', "'a\\b'"],
  [`"it's"`, `'"it''s"'`],
  ['', '""'],
] as const;

describe('a text as a value', () => {
  test.each(plain)('stays without quotes: %s', (text) => {
    expect(scalar(text)).toBe(text);
  });

  test.each(quoted)('gets quotes: %s', (text, want) => {
    expect(scalar(text)).toBe(want);
  });

  test('gets quotes within braces if it has more than letters, digits and hyphens', () => {
    expect(scalarInBraces('o365')).toBe('o365');
    expect(scalarInBraces('id 1, category Optimize')).toBe('"id 1, category Optimize"');
    expect(scalarInBraces('on')).toBe('"on"');
  });
});

const asWords = hostileText.map((text) => plainWords(text));
const likeNumbers = fc
  .array(fc.constantFrom(...'0123456789abefghoxnTZ.:-+_/ '), { maxLength: 12 })
  .map((characters) => characters.join('').trim());

test('every version of YAML reads the same text, in a line and in braces', () => {
  fc.assert(
    fc.property(fc.oneof(asWords, likeNumbers), (text) => {
      const lines = [`key: ${scalar(text)}\n`, `key: { a: ${scalarInBraces(text)}, b: c }\n`];
      const wants = [{ key: text }, { key: { a: text, b: 'c' } }];
      for (const [index, line] of lines.entries()) {
        expect(load(line, { schema: CORE_SCHEMA })).toEqual(wants[index]);
        expect(load(line, { schema: YAML11_SCHEMA })).toEqual(wants[index]);
        expect(must(parseYaml('part.yaml', line)).value).toEqual(wants[index]);
      }
    }),
    { numRuns: runs(3000) },
  );
});
