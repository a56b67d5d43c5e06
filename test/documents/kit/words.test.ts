import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hiddenInValue } from '../../../src/characters.ts';
import { slugOf } from '../../../src/documents/kit/section.ts';
import { longestWords, plainWords } from '../../../src/documents/kit/words.ts';

describe('plainWords', () => {
  test.each([
    ['two  blanks and\n a line', 'two blanks and a line'],
    [' \t at the ends \r\n', 'at the ends'],
    ['a\u202eb\u200bc\u0000d', 'a b c d'],
    ['a\ud800b', 'a b'],
    ['e\u0301', '\u00e9'],
    ['a\u3000b\u00a0c', 'a b c'],
    ['\u202e', ''],
    ['', ''],
    ['# not: [YAML] \x24{x}', '# not: [YAML] \x24{x}'],
  ])('makes of %j the words %j', (given, want) => {
    expect(plainWords(given)).toBe(want);
  });

  test('shortens long words between characters', () => {
    const long = plainWords('\u{1f600}'.repeat(1_000));
    expect(Array.from(long)).toHaveLength(longestWords);
    expect(long).toMatch(/^(?:\u{1f600})+\.\.\.$/u);
    expect(plainWords('a'.repeat(longestWords))).toBe('a'.repeat(longestWords));
  });

  test('gives one line that a spec may contain, and the same for its result', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 700 }),
      fc.string({ unit: 'grapheme', maxLength: 700 }),
      fc
        .array(fc.constantFrom(' ', '\n', '\u202e', '\ud83d', '\ude00', 'e', '\u0301'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const words = plainWords(text);
        expect(words.match(hiddenInValue())).toBeNull();
        expect(words).toBe(words.trim().normalize('NFC'));
        expect(words).not.toMatch(/\s\s|[^\S ]/);
        expect(Array.from(words).length).toBeLessThanOrEqual(longestWords);
        expect(plainWords(words)).toBe(words);
      }),
    );
  });
});

describe('slugOf', () => {
  test.each([
    ['Outlook on the Web', 'outlook-on-the-web'],
    ['emea_cell_1', 'emea-cell-1'],
    ['  -- (a) --  ', 'a'],
    ['31', '31'],
    ['\u00dcbersicht', 'bersicht'],
    ['../..', ''],
    ['', ''],
  ])('makes of %j the slug %j', (given, want) => {
    expect(slugOf(given)).toBe(want);
  });

  test('gives the end of an id, and the same for its result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const slug = slugOf(text);
        expect(slug).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
        expect(slugOf(slug)).toBe(slug);
      }),
    );
  });
});
