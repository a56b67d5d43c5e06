import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatHost } from '../../src/net/host.ts';
import { hostsIntersect } from '../../src/net/host-set.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { PatternIndex } from '../../src/net/pattern-index.ts';
import { smallHost } from '../support/arbitrary.ts';
import { must } from '../support/policy.ts';

// A wildcard has no fixed number of labels.
const host = smallHost.filter(({ kind }) => kind !== 'subdomains').map(formatHost);

test('finds every host that meets a text', () => {
  fc.assert(
    fc.property(fc.array(host, { maxLength: 40 }), host, (texts, asked) => {
      const index = new PatternIndex<string>();
      for (const text of texts) index.add(text, text);
      const near = index.near(asked);
      const meeting = texts.filter((text) =>
        hostsIntersect(must(parseHost(text)), must(parseHost(asked))),
      );
      expect(near.filter((text) => meeting.includes(text)).sort()).toEqual(meeting.sort());
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['their ends', (index: number) => `a*-${index}.example.com`],
  ['their beginnings', (index: number) => `a${index}-*.example.com`],
])('compares patterns that differ in %s with one or two others', (_what, textOf) => {
  const index = new PatternIndex<string>();
  const texts = Array.from({ length: 1_000 }, (_, number) => textOf(number));
  for (const text of texts) index.add(text, text);
  for (const text of texts) expect(index.near(text)).toEqual([text]);
});

test('compares names with few patterns, if half of these share each end', () => {
  const index = new PatternIndex<string>();
  for (let number = 0; number < 1_000; number += 1) {
    index.add(`a*-${number}.example.com`, `a*-${number}`);
    index.add(`a${number}-*.example.com`, `a${number}-*`);
  }
  expect(index.near('a900-800.example.com').toSorted()).toEqual(['a*-800', 'a900-*']);
  expect(index.near('a900-b*-800.example.com').toSorted()).toEqual(['a*-800', 'a900-*']);
});
