import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { automatonOf, shortest } from '../../src/net/automaton.ts';
import { formatHost, type Host } from '../../src/net/host.ts';
import { hostCovers, hostsIntersect, subtractHosts, witness } from '../../src/net/host-set.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { shortestLeft } from '../../src/net/shortest-left.ts';
import { smallHost } from '../support/arbitrary.ts';
import { must } from '../support/policy.ts';

// Labels over two letters, an underscore and up to three stars: many of them meet in a few texts only.
const label = fc
  .array(fc.constantFrom('a', 'b', '_', '*', 'ab', '_a'), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('').replaceAll(/\*+/g, '*'))
  .filter((text) => text.split('*').length <= 4);

const allLetters = 'abcdefghijklmnopqrstuvwxyz0123456789-x';

const hardLabel = fc.oneof(
  { weight: 8, arbitrary: label },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[`${allLetters}*`, `*${allLetters}`, `a*${allLetters}`, `*a${allLetters}*`],
    ),
  },
);

const hardHost: fc.Arbitrary<Host> = fc
  .oneof(
    fc.tuple(hardLabel, fc.constantFrom('a.b', 'b.a', '*.a.b', 'a*.a.b')),
    fc.tuple(fc.constant('*'), fc.constantFrom('a.b', 'b.a', 'a.a.b', 'ab.a.b')),
  )
  .map((parts) => parts.join('.'))
  .filter((text) => parseHost(text).ok)
  .map((text) => must(parseHost(text)));

const someHost = fc.oneof(hardHost, smallHost);

describe('the algebra of hosts agrees with their automata', () => {
  test('hostCovers and hostsIntersect', () => {
    fc.assert(
      fc.property(someHost, someHost, (a, b) => {
        const [left, right] = [automatonOf([a]), automatonOf([b])];
        expect([formatHost(a), formatHost(b), hostCovers(a, b), hostsIntersect(a, b)]).toEqual([
          formatHost(a),
          formatHost(b),
          shortest(right, left, false) === undefined,
          shortest(left, right, true) !== undefined,
        ]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('shortestLeft, which tries short texts before all texts', () => {
    fc.assert(
      fc.property(someHost, fc.array(someHost, { maxLength: 12 }), (base, taken) => {
        const [left, right] = [automatonOf([base]), automatonOf(taken)];
        expect(shortestLeft(left, right)).toBe(shortest(left, right, false));
      }),
      { numRuns: 3_000 },
    );
  });

  test('witness, which tries a name that alone is the shortest before all others', () => {
    fc.assert(
      fc.property(someHost, fc.array(someHost, { maxLength: 12 }), (base, except) => {
        const wanted = shortest(automatonOf([base]), automatonOf(except), false);
        expect(witness({ base, except })).toBe(wanted);
      }),
      { numRuns: 3_000 },
    );
  });

  test('subtractHosts', () => {
    fc.assert(
      fc.property(someHost, fc.array(someHost, { maxLength: 6 }), (base, taken) => {
        const isLeft = shortest(automatonOf([base]), automatonOf(taken), false) !== undefined;
        expect(subtractHosts([base], taken).length > 0).toBe(isLeft);
      }),
      { numRuns: 1_000 },
    );
  });

  test('subtractHosts, when only all patterns together cover the base', () => {
    const host = (text: string) => must(parseHost(text));
    const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
    const parts = [
      ...letters.map((letter) => `a${letter}*.example.com`),
      'a-*.example.com',
      'a.example.com',
    ].map(host);
    expect(subtractHosts([host('a*.example.com')], parts)).toEqual([]);
    for (const [index] of parts.entries()) {
      const left = subtractHosts([host('a*.example.com')], parts.toSpliced(index, 1));
      expect(left).toHaveLength(1);
    }
  });
});
