import { describe, expect, test } from '@jest/globals';
import { shrinkingOf } from '../../src/import/shrinking.ts';
import { imported, rowOf } from '../support/import.ts';

/** The record of a document with these places, as `www.example.com` or `192.0.2.0/24`. */
function recordOf(...places: readonly string[]) {
  return imported(places.map((place) => rowOf(place, ['tcp/443']))).record;
}

describe('a document is shrunken', () => {
  test.each<[string, string[], string[], ReturnType<typeof shrinkingOf>]>([
    [
      'by most of its destinations',
      ['a.example.com', 'b.example.com', '192.0.2.0/24'],
      ['a.example.com'],
      { gone: 2, former: 3 },
    ],
    ['not by half of them', ['a.example.com', 'b.example.com'], ['a.example.com'], undefined],
    [
      'not by a network that is written as its halves',
      ['198.51.100.0/24'],
      ['198.51.100.0/25', '198.51.100.128/25'],
      undefined,
    ],
    [
      'by a network of which a half is left',
      ['198.51.100.0/24'],
      ['198.51.100.0/25', '192.0.2.0/24'],
      { gone: 1, former: 1 },
    ],
    [
      'not by hosts and paths that come under broader places',
      ['b.example.com', 'c.example.com', 'https://y.example.net/a'],
      ['*.example.com', 'y.example.net'],
      undefined,
    ],
    [
      'by a host of which one path is left',
      ['y.example.net'],
      ['https://y.example.net/a'],
      { gone: 1, former: 1 },
    ],
  ])('%s', (_name, before, after, shrinking) => {
    expect(shrinkingOf(recordOf(...before), recordOf(...after))).toEqual(shrinking);
  });
});
