import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distinctIds, fitId, type WantedId } from '../../src/import/ids.ts';
import { runs } from '../support/runs.ts';

const long = 'o365-a-heading-with-many-more-words-than-fit';

describe('an id', () => {
  test('stays as it is up to 32 characters', () => {
    expect(fitId('a'.repeat(32))).toBe('a'.repeat(32));
  });

  test('is cut after that, and ends in a hash of the whole', () => {
    expect(fitId(long)).toBe('o365-a-heading-with-many-01c37c');
    expect(fitId(`${long}s`)).not.toBe(fitId(long));
  });

  test('gets a hash if two things want it', () => {
    const [one, other] = distinctIds([wanted('o365-a', 'one'), wanted('o365-a', 'other')]);
    expect(one).toMatch(/^o365-a-[0-9a-f]{6}$/);
    expect(other).toMatch(/^o365-a-[0-9a-f]{6}$/);
    expect(one).not.toBe(other);
  });

  test('is one for equal things', () => {
    expect(distinctIds([wanted('a', 'one'), wanted('a', 'one')])).toEqual(['a', 'a']);
  });

  test('has a hash from the beginning if it says less than its thing', () => {
    const [alone] = distinctIds([{ plain: 'a', whole: 'A!', isVague: true }]);
    const [beside] = distinctIds([
      { plain: 'a', whole: 'A!', isVague: true },
      { plain: 'a', whole: 'A?', isVague: true },
    ]);
    expect(alone).toMatch(/^a-[0-9a-f]{6}$/);
    expect(beside).toBe(alone);
  });
});

function wanted(plain: string, whole: string): WantedId {
  return { plain, whole };
}

const someWanted = fc.record({
  plain: fc.constantFrom('a', 'a-b', long, `${long}s`, 'a-0cc175'),
  whole: fc.constantFrom('one', 'two', 'three', 'four'),
  isVague: fc.boolean(),
});

test('ids are distinct, valid and independent of the order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(someWanted, { selector: ({ whole }) => whole }), (all) => {
      const ids = distinctIds(all);
      expect(new Set(ids).size).toBe(all.length);
      for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
      expect(distinctIds([...all].reverse())).toEqual([...ids].reverse());
    }),
    { numRuns: runs(500) },
  );
});
