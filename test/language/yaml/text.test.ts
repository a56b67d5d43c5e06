import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexSource } from '../../../src/language/yaml/source.ts';
import { checkSource, decodeUtf8, textRefusal } from '../../../src/language/yaml/text.ts';

function problemsIn(text: string) {
  return checkSource(indexSource('spec.yaml', text));
}

/** Each problem as `line:column+length rule`. */
function found(text: string): string[] {
  return problemsIn(text).map(({ at, rule }) => `${at.line}:${at.column}+${at.length} ${rule}`);
}

describe('the raw text of a file', () => {
  test.each([
    ['an ordinary text', { given: 'a: 1\nb: caf\u00e9 \u65e5\u672c \u{1F600}\n', want: [] }],
    ['CRLF line ends', { given: 'a: 1\r\nb: 2\r\n', want: [] }],
    ['a lone carriage return', { given: 'a: 1\rb: 2\n', want: ['1:5+1 line-break'] }],
    ['carriage returns for line ends', { given: 'a: 1\rb: 2\rc\r', want: ['1:5+1 line-break'] }],
    ['two before a line feed', { given: 'a: 1\r\r\n', want: ['1:5+1 line-break'] }],
    ['a tab', { given: 'a:\n\tb: 1\n', want: ['2:1+1 tab-character'] }],
    ['a run of tabs', { given: '\t\t\tb: 1\n', want: ['1:1+3 tab-character'] }],
    ['a control character', { given: 'a: \u001b[31m\n', want: ['1:4+1 control-character'] }],
    ['a null', { given: 'a: \u0000\n', want: ['1:4+1 control-character'] }],
    ['a bidi control in a comment', { given: '# \u202e\n', want: ['1:3+1 bidi-control'] }],
    ['a zero width space', { given: 'a\u200b: 1\n', want: ['1:2+1 zero-width'] }],
    ['a soft hyphen', { given: 'a\u00ad: 1\n', want: ['1:2+1 zero-width'] }],
    ['an emoji style', { given: '# \u2764\ufe0f\n', want: ['1:4+1 variation-selector'] }],
    ['a tag character', { given: '# \u{E0041}\n', want: ['1:3+1 tag-character'] }],
    ['a mark at the beginning', { given: '\ufeffa: 1\n', want: ['1:1+1 byte-order-mark'] }],
    ['a mark elsewhere', { given: 'a: \ufeff1\n', want: ['1:4+1 zero-width'] }],
    ['a lone surrogate', { given: 'a: \ud83d\n', want: ['1:4+1 lone-surrogate'] }],
    ['a line separator', { given: 'a: b\u2028c\n', want: ['1:5+1 line-break'] }],
    ['a next line', { given: 'a: b\u0085c\n', want: ['1:5+1 line-break'] }],
    ['a noncharacter', { given: 'a: \ufffe\n', want: ['1:4+1 noncharacter'] }],
    [
      'one after wide characters',
      { given: '\u{1F600}\u{1F600}\t\n', want: ['1:3+1 tab-character'] },
    ],
  ])('%s', (_, { given, want }) => {
    expect(found(given)).toEqual(want);
  });

  test('a message contains the code point and its name, and not the character', () => {
    const [problem] = problemsIn('# \u202e');
    expect(problem).toMatchObject({
      message:
        'the bidi control U+202E (right-to-left override) is not allowed, not even in a comment',
      help: 'remove it: it changes the order in which text is shown',
    });
  });

  test('the help for a tab is to use spaces', () => {
    expect(problemsIn('\ta: 1')[0]?.help).toBe('use spaces instead');
  });

  test('the help for a byte order mark is how to save the file', () => {
    expect(problemsIn('\ufeffa: 1')[0]?.help).toBe('save it as UTF-8 without a byte order mark');
  });

  test('a hostile file has a limited number of problems', () => {
    expect(found('\t\n'.repeat(100_000))).toHaveLength(200);
  });
});

describe('the bytes of a file', () => {
  test.each([
    ['UTF-8', { given: [0x61, 0xc3, 0xa9], want: 'a\u00e9' }],
    [
      'a byte order mark, kept for the check of the text',
      { given: [0xef, 0xbb, 0xbf, 0x61], want: '\ufeffa' },
    ],
    ['nothing', { given: [], want: '' }],
  ])('%s is decoded', (_, { given, want }) => {
    expect(decodeUtf8('spec.yaml', Uint8Array.from(given))).toEqual({ ok: true, value: want });
  });

  test.each([
    [
      'a Latin-1 letter',
      { given: [0x61, 0x0a, 0x62, 0xe9, 0x0a], want: '2:2 expected UTF-8, found the byte 0xE9' },
    ],
    [
      'a character that the end cuts off',
      { given: [0x61, 0xc3], want: '1:2 expected UTF-8, found the byte 0xC3' },
    ],
    ['a surrogate', { given: [0xed, 0xa0, 0x80], want: '1:1 expected UTF-8, found the byte 0xED' }],
    [
      'an overlong form',
      { given: [0x61, 0xc0, 0xaf], want: '1:2 expected UTF-8, found the byte 0xC0' },
    ],
    ['UTF-16', { given: [0xff, 0xfe, 0x61, 0x00], want: '1:1 expected UTF-8, found UTF-16' }],
  ])('reports the location of %s', (_, { given, want }) => {
    const result = decodeUtf8('spec.yaml', Uint8Array.from(given));
    const shown = result.ok
      ? []
      : result.error.map(({ at, message }) => `${at.line}:${at.column} ${message}`);
    expect(shown).toEqual([want]);
  });

  test('any bytes return a text or one problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const result = decodeUtf8('spec.yaml', bytes);
        if (result.ok) expect(new TextEncoder().encode(result.value)).toEqual(bytes);
        else expect(result.error).toHaveLength(1);
      }),
    );
  });
});

describe('a value', () => {
  test.each([
    ['plain text', { given: 'PB Web Services', want: undefined }],
    ['a letter with a mark, composed', { given: 'caf\u00e9', want: undefined }],
    ['a decomposed letter', { given: 'cafe\u0301', want: 'not-nfc' }],
    ['a line break', { given: 'a\nb', want: 'line-break' }],
    ['a tab', { given: 'a\tb', want: 'tab-character' }],
    ['a bidi control', { given: 'a\u202eb', want: 'bidi-control' }],
    ['nothing', { given: '', want: 'empty-text' }],
    ['only spaces', { given: '  ', want: 'empty-text' }],
    ['a leading space', { given: ' a', want: 'outer-space' }],
    ['a trailing no-break space', { given: 'a\u00a0', want: 'outer-space' }],
  ])('%s', (_, { given, want }) => {
    expect(textRefusal(given)?.rule).toBe(want);
  });

  test('the help shows the composed form with its code point', () => {
    expect(textRefusal('cafe\u0301')?.help).toBe('write "caf\u00e9", with U+00E9');
  });
});
