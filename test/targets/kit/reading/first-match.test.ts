import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyExcept, type Destination, destinationHolds } from '../../../../src/net/destination.ts';
import type { Flow } from '../../../../src/net/flow.ts';
import { type UrlPath, wholeHost } from '../../../../src/net/path.ts';
import { pathKeys } from '../../../../src/net/path-matching.ts';
import { hasPort } from '../../../../src/targets/kit/reading/decisions.ts';
import {
  FirstMatch,
  firstOf,
  type Match,
} from '../../../../src/targets/kit/reading/first-match.ts';
import { smallHost, smallNetwork, smallPorts, smallUniverse } from '../../../support/arbitrary.ts';
import { runs } from '../../../support/runs.ts';

const place: fc.Arbitrary<Destination> = fc.oneof(
  { weight: 5, arbitrary: smallHost.map((host) => ({ kind: 'host' as const, host })) },
  { weight: 3, arbitrary: smallNetwork.map((network) => ({ kind: 'network' as const, network })) },
  { weight: 1, arbitrary: fc.array(smallNetwork, { maxLength: 2 }).map(anyExcept) },
  { weight: 1, arbitrary: fc.constant({ kind: 'resolvers' as const }) },
);

const path = fc.constantFrom<string>(wholeHost, '/a', '/a/b', '/a/b/c', '/a.b', '/ab');

const matches = fc
  .array(
    fc.record({
      // One destination often has many ports and paths.
      destination: fc.oneof(place, fc.constant<Destination>({ kind: 'any' })),
      ports: fc.array(smallPorts, { maxLength: 4 }),
      path,
    }),
    { maxLength: 40 },
  )
  .chain((list) =>
    fc
      .shuffledSubarray([...list.keys()], { minLength: list.length })
      .map((ranks) =>
        list.map((each, at): Match<number> => ({ ...each, rank: ranks[at] ?? 0, value: at })),
      ),
  );

const flow: fc.Arbitrary<Flow> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...smallUniverse).map((name) => ({ kind: 'name' as const, name })),
      smallNetwork.map(({ family, first }) => ({
        kind: 'address' as const,
        address: { family, value: first },
      })),
    ),
    smallPorts,
    fc.boolean(),
    fc.constantFrom('/', '/a', '/ab', '/a/b/c', '/A/b.c', '/a%3Fb', '/a/b/..c'),
  )
  .map(([peer, { transport, low }, isHttp, of]) => ({
    text: '',
    scheme: isHttp ? 'http' : transport,
    peer,
    transport,
    port: low,
    path: of as UrlPath,
  }));

const matching = fc.constantFrom(undefined, 'segments' as const, 'decoded', 'entries');

test('the first match is that of a search of the whole list', () => {
  fc.assert(
    fc.property(matches, flow, matching, (all, asked, by) => {
      const paths = by === undefined ? [wholeHost] : pathKeys(by, asked);
      const [first] = all
        .filter(
          ({ destination, ports, path: own }) =>
            destinationHolds(destination, asked.peer) &&
            ports.some((range) => hasPort(range, asked)) &&
            paths.includes(own),
        )
        .sort((a, b) => a.rank - b.rank);
      expect(new FirstMatch(all).find(asked, by)?.value).toBe(first?.value);
      // Also where the list is split.
      const halves = [0, 1].map((half) => new FirstMatch(all.filter((_, at) => at % 2 === half)));
      expect(firstOf(halves.map((half) => half.find(asked, by)))?.value).toBe(first?.value);
    }),
    { numRuns: runs(3000) },
  );
});
