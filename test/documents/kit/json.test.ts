import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type JsonValue, parseJson } from '../../../src/documents/kit/json.ts';
import { must } from '../../support/policy.ts';

const read = (text: string) => parseJson({ name: 'document.json', text });

/** The value that JSON.parse returns, made of a tree; null prototypes keep `__proto__` a plain key. */
function plain(value: JsonValue): unknown {
  switch (value.kind) {
    case 'object':
      return Object.fromEntries([...value.members].map(([key, member]) => [key, plain(member)]));
    case 'array':
      return value.items.map(plain);
    case 'text':
      return value.text;
    case 'number':
      return value.number;
    case 'boolean':
      return value.boolean;
    case 'null':
      return null;
  }
}

describe('parseJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(must(read(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('gives each value the line on which it begins', () => {
    const root = must(read('{\n "a": [\n  1,\n  "two"\n ],\n "b":\n  {}\n}'));
    const members = root.kind === 'object' ? root.members : new Map<string, JsonValue>();
    const [a, b] = [members.get('a'), members.get('b')];
    const lines = a?.kind === 'array' ? a.items.map(({ line }) => line) : [];
    expect([root.line, a?.line, ...lines, b?.line]).toEqual([1, 2, 3, 4, 7]);
  });

  test.each([
    ['nothing', '', 'line 1'],
    ['a page', '<!DOCTYPE html>\n<html></html>', 'line 1'],
    ['the beginning of a file', '{\n "a": [1,\n', 'line 3'],
    ['a comma at the end', '[1,\n]', 'line 2'],
    ['a comment', '[\n1 // one\n]', 'line 2'],
    ['a comment in a block', '/* one */ [1]', 'line 1'],
    ['two values', '[]\n[]', 'line 2'],
    ['a leading zero', '[01]', 'line 1'],
    ['a hexadecimal number', '[0x10]', 'line 1'],
    ['single quotes', "['a']", 'line 1'],
    ['a key without quotes', '{a: 1}', 'line 1'],
    ['a line break in a text', '["a\nb"]', 'line 1'],
    ['a tab in a text', '["a\tb"]', 'line 1'],
    ['NaN', '[NaN]', 'line 1'],
  ])('refuses %s', (_what, text, where) => {
    const refused = read(text);
    expect(refused.ok ? '' : refused.error.rule).toBe('import-not-json');
    expect(refused.ok ? '' : refused.error.message).toContain(where);
  });

  test('refuses a key that an object has twice, also with another spelling of it', () => {
    for (const text of ['{\n"a": 1,\n"a": 1}', '{"b": {\n"a": 1,\n"\\u0061": 2}}']) {
      const refused = read(text);
      expect(refused.ok ? '' : refused.error).toMatchObject({
        rule: 'import-repeated-key',
        message: 'line 3 repeats the key "a"',
      });
    }
    expect(read('{"a": {"a": 1}, "b": {"a": 1}}').ok).toBe(true);
  });

  test('keeps keys that have a meaning in JavaScript', () => {
    const root = must(read('{"__proto__": 1, "constructor": 2}'));
    expect(root.kind === 'object' ? [...root.members.keys()] : []).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('reads 64 levels and no more', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(read(nested(64)).ok).toBe(true);
    const refused = read(nested(65));
    expect(refused.ok ? '' : refused.error.rule).toBe('import-too-deep');
    // A bracket in a text is no level.
    expect(read(JSON.stringify(['['.repeat(100), '\\"['.repeat(100)])).ok).toBe(true);
  });

  test('refuses a text of brackets, whatever its size', () => {
    for (const piece of ['[', '{"a":', '[{"a":[', '"', '\\', '[1,', ']', '{"a" 1 ']) {
      expect(read(piece.repeat(100_000)).ok).toBe(false);
    }
  });
});
