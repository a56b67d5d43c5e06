import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMean, nearest } from '../../src/language/suggest.ts';

const keys = ['application', 'host', 'network', 'note', 'ports', 'service', 'services'];

describe('nearest', () => {
  test.each([
    ['two letters swapped', { given: 'prots', want: 'ports' }],
    ['a letter missing', { given: 'port', want: 'ports' }],
    ['a letter too many', { given: 'hosst', want: 'host' }],
    ['another letter', { given: 'nate', want: 'note' }],
    ['capitals', { given: 'Network', want: 'network' }],
    ['three mistakes in a long word', { given: 'aplicatoin', want: 'application' }],
    ['two mistakes in a short word', { given: 'hoxx', want: undefined }],
    ['another word', { given: 'colour', want: undefined }],
    ['the word itself', { given: 'service', want: 'service' }],
    ['nothing', { given: '', want: undefined }],
    ['a very long word', { given: 'x'.repeat(100_000), want: undefined }],
  ])('%s', (_, { given, want }) => {
    expect(nearest(given, keys)).toBe(want);
  });

  test('returns the first by code unit of two equally near words', () => {
    expect(nearest('pad', ['pat', 'pan', 'par'])).toBe('pan');
    expect(nearest('pad', ['par', 'pan', 'pat'])).toBe('pan');
  });

  test('returns nothing for a word of one letter', () => {
    expect(nearest('a', ['b'])).toBeUndefined();
  });

  test('always finds a word with one typing mistake', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), (word, seed) => {
        const at = seed % word.length;
        expect(nearest(word.slice(0, at) + word.slice(at + 1), [word])).toBe(word);
      }),
    );
  });
});

describe('didYouMean', () => {
  test.each([
    ['one is near', { given: 'prots', known: keys, want: 'did you mean "ports"?' }],
    ['few are known', { given: 'x', known: ['b', 'a', 'b'], want: 'use "a", "b"' }],
    [
      'many are known',
      {
        given: 'zzz',
        known: [...'jihgfedcba'],
        want: 'use "a", "b", "c", "d", "e", "f", "g", "h" or one of 2 more',
      },
    ],
    ['none is known', { given: 'x', known: [], want: 'remove it: no value is valid here' }],
  ])('%s', (_, { given, known, want }) => {
    expect(didYouMean(given, known)).toBe(want);
  });
});
