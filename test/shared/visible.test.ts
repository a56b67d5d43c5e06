import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codePoint, visible } from '../../src/characters.ts';
import { runs } from '../support/runs.ts';

/** The characters that no line of a report contains, as the documents list them. */
const hidden = /[\p{Cc}\p{Cs}\p{DI}\p{Zl}\p{Zp}\p{NChar}\uFFF9-\uFFFB]|#(?=#\[)/gu;

const shown = (text: string): string =>
  text.replace(hidden, (character) => `<${codePoint(character)}>`);

test('every character below U+3000 is visible, or shows as its code point', () => {
  const characters = Array.from({ length: 0x3000 }, (_, code) => `a${String.fromCharCode(code)}`);
  expect(characters.map(visible)).toEqual(characters.map(shown));
});

test('a text shows all its hidden characters', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('##[', '#[', '#', '\n', '\u007f', '~', ' ', '\u202e'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      expect(visible(text)).toBe(shown(text));
    }),
    { numRuns: runs(100) },
  );
});
