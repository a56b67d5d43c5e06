import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visible } from '../../src/characters.ts';
import { linesOf, widthOf } from '../../src/report/page/wrap.ts';
import { runs } from '../support/runs.ts';

// Narrow, wide, combining and hidden characters.
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\u65e5', '\u0301', '\u200b') });

test('a text is broken between words, and only where the next word does not fit', () => {
  let broken = 0;
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 12 }), (words, width) => {
      const lines = linesOf(words, width);
      expect(lines.join(' ')).toBe(visible(words));
      for (const [index, line] of lines.entries()) {
        expect(widthOf(line) <= width || !line.includes(' ')).toBe(true);
        const [next] = lines[index + 1]?.split(' ') ?? [];
        if (next === undefined) continue;
        expect(widthOf(`${line} ${next}`)).toBeGreaterThan(width);
        broken += 1;
      }
    }),
    { numRuns: runs(2000) },
  );
  expect(broken).toBeGreaterThan(0);
});
