import { describe, expect, test } from '@jest/globals';
import { raised } from './support.ts';

describe('any-resolver', () => {
  test('the word any', () => {
    expect(raised('any-resolver', { resolvers: 'any' })).toEqual([
      '15: "branch": its clients may send DNS to every address',
    ]);
  });

  test.each(['[self]', '[192.0.2.53]', '[self, "2001:db8::53"]'])('%s', (resolvers) => {
    expect(raised('any-resolver', { resolvers })).toEqual([]);
  });
});
