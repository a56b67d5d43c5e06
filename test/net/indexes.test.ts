import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bitsOf } from '../../src/net/address.ts';
import { CoverIndex } from '../../src/net/cover-index.ts';
import {
  anyExcept,
  type Destination,
  destinationHolds,
  type Peer,
} from '../../src/net/destination.ts';
import { DestinationIndex } from '../../src/net/destination-index.ts';
import { destinationCovers, destinationsIntersect } from '../../src/net/destination-set.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { InsideIndex } from '../../src/net/inside-index.ts';
import {
  type Network,
  networkCovers,
  networkHolds,
  networksIntersect,
} from '../../src/net/network.ts';
import { EdgeIndex } from '../../src/net/network-edges.ts';
import { NetworkIndex } from '../../src/net/network-index.ts';
import { ownedParts } from '../../src/net/network-owners.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { parsePath, pathCovers, type UrlPath, wholeHost } from '../../src/net/path.ts';
import { PathIndex } from '../../src/net/path-index.ts';
import { isSeen, pathKeys, seenPaths } from '../../src/net/path-matching.ts';
import { type PortRange, portsIntersect } from '../../src/net/port.ts';
import { PortIndex } from '../../src/net/port-index.ts';
import { smallHost, smallNetwork, smallPorts, smallUniverse } from '../support/arbitrary.ts';
import { growth } from '../support/growth.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

/** A block of any length, from every address to one. */
const block: fc.Arbitrary<Network> = fc
  .constantFrom<4 | 6>(4, 6)
  .chain((family) =>
    fc.tuple(
      fc.constant(family),
      fc.bigInt(0n, (1n << BigInt(bitsOf(family))) - 1n),
      fc.integer({ min: 0, max: bitsOf(family) }),
    ),
  )
  .map(([family, value, size]) => {
    const first = (value >> BigInt(size)) << BigInt(size);
    return { family, first, last: first + (1n << BigInt(size)) - 1n };
  });

/** IPv6 blocks of one length, whose last 64 bits are equal. */
function blocks6(count: number): Network[] {
  return Array.from({ length: count }, (_, index) => {
    const first = BigInt(index) << 64n;
    return { family: 6, first, last: first + (1n << 64n) - 1n };
  });
}

/** Blocks that tools treat in their own way, and blocks that contain them or lie inside of them. */
const special: fc.Arbitrary<Network> = fc.constantFrom(
  { family: 4 as const, first: 0n, last: (1n << 32n) - 1n },
  { family: 6 as const, first: 0n, last: (1n << 128n) - 1n },
  { family: 6 as const, first: 0xffffn << 32n, last: (0xffffn << 32n) + 0xffffffffn },
  ...[
    '10.0.0.0/8',
    '10.1.2.3',
    '127.0.0.0/8',
    '169.254.169.254',
    '224.0.0.0/4',
    '255.255.255.255',
    '64:ff9b::/96',
    '2002::/16',
    'fe80::/10',
    'ff00::/8',
    '::1',
  ].map((text) => must(parseNetwork(text))),
);

const anyNetwork = fc.oneof(smallNetwork, block, special);

/** Each network with its position, as an index has them. */
function indexOf(networks: readonly Network[]): NetworkIndex<number[]> {
  const index = new NetworkIndex<number[]>();
  for (const [position, network] of networks.entries())
    index.getOrAdd(network, () => []).push(position);
  return index;
}

function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** All positions that a search asks about. */
function collected(some: (accept: (positions: number[]) => boolean) => boolean): number[] {
  const found: number[] = [];
  some((positions) => {
    for (const position of positions) found.push(position);
    return false;
  });
  return found;
}

function positionsOf<Item>(items: readonly Item[], fits: (item: Item) => boolean): number[] {
  return items.flatMap((item, position) => (fits(item) ? [position] : []));
}

/** Paths of which many begin with others, with and without a separator in between. */
const smallPath: fc.Arbitrary<UrlPath> = fc.oneof(
  fc.constant(wholeHost),
  fc
    .array(fc.constantFrom('a', 'b', 'aa', 'a.b', 'A', 'a;b', 'a%3Fb', 'a%5Cb', '%20', '..a'), {
      minLength: 1,
      maxLength: 5,
    })
    .map((segments) => must(parsePath(`/${segments.join('/')}`))),
);

describe('an index finds what a search of the whole list finds', () => {
  test('paths that match the path of a flow', () => {
    const asked = fc.record({
      scheme: fc.constantFrom<'http' | 'tcp'>('http', 'tcp'),
      path: smallPath,
    });
    const by = fc.constantFrom<'segments' | 'decoded' | 'entries'>(
      'segments',
      'decoded',
      'entries',
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(smallPath, { maxLength: 30 }),
        asked,
        by,
        (paths, flow, matching) => {
          const keys = new Set(pathKeys(matching, flow));
          const seen = seenPaths(matching, flow);
          const index = new PathIndex(new Map(paths.map((path) => [path, path])));
          const wanted = paths.filter((path) => keys.has(path)).sort();
          expect([...new Set(index.matching(seen))].sort()).toEqual(wanted);
          expect(paths.filter((path) => isSeen(path, seen)).sort()).toEqual(wanted);
        },
      ),
      { numRuns: runs(3000) },
    );
  });

  test('paths that cover another path, and paths below it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(smallPath, { maxLength: 30 }), smallPath, (paths, asked) => {
        const index = new PathIndex(new Map(paths.map((path) => [path, path])));
        expect(index.above(asked).sort()).toEqual(
          paths.filter((path) => pathCovers(path, asked)).sort(),
        );
        expect([...index.below(asked)].sort()).toEqual(
          paths.filter((path) => path !== asked && pathCovers(asked, path)).sort(),
        );
        expect([...index.all()].sort()).toEqual([...paths].sort());
      }),
      { numRuns: runs(3000) },
    );
  });

  test('networks that overlap a network or contain an address', () => {
    fc.assert(
      fc.property(fc.array(anyNetwork, { maxLength: 30 }), anyNetwork, (networks, asked) => {
        const index = indexOf(networks);
        const address = { family: asked.family, value: asked.last };
        expect(sorted(index.meeting(asked).flat())).toEqual(
          positionsOf(networks, (network) => networksIntersect(network, asked)),
        );
        expect(sorted(index.holding(address).flat())).toEqual(
          positionsOf(networks, (network) => networkHolds(network, address)),
        );
        const around = positionsOf(networks, (network) => networkCovers(network, asked));
        expect(sorted(collected((accept) => index.someCovering(asked, accept)))).toEqual(around);
        expect(sorted(collected((accept) => index.someMeeting(asked, accept)))).toEqual(
          sorted(index.meeting(asked).flat()),
        );
      }),
      { numRuns: runs(2000) },
    );
  });

  test('exactly a network, also among others that begin at the same address', () => {
    fc.assert(
      fc.property(fc.array(anyNetwork, { maxLength: 60 }), anyNetwork, (networks, asked) => {
        const own = positionsOf(networks, (network) => isDeepStrictEqual(network, asked));
        expect(indexOf(networks).find(asked) ?? []).toEqual(own);
        for (const network of networks.slice(0, 3))
          expect(indexOf(networks).find(network)).toEqual(
            positionsOf(networks, (other) => isDeepStrictEqual(network, other)),
          );
      }),
      { numRuns: runs(1000) },
    );
  });

  test('thousands of IPv6 blocks in linear time', () => {
    const find = (size: number) => {
      const [first] = indexOf(blocks6(size)).meeting({ family: 6, first: 0n, last: 0n });
      expect(first).toEqual([0]);
    };
    expect(growth(2_000, find)).toBeLessThan(30);
  });

  test('the first network that contains a network and is accepted', () => {
    fc.assert(
      fc.property(
        fc.array(anyNetwork, { maxLength: 60 }),
        anyNetwork,
        fc.integer({ min: 1, max: 4 }),
        (networks, asked, step) => {
          const placed = networks.map((network, value) => ({ network, value }));
          const accept = (value: number) => value % step === 0;
          const [want] = positionsOf(networks, (network) => networkCovers(network, asked)).filter(
            accept,
          );
          expect(new CoverIndex(placed).first(asked, accept)).toBe(want);
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  test('the first networks inside of a network, and their number', () => {
    fc.assert(
      fc.property(
        fc.array(anyNetwork, { maxLength: 90 }),
        anyNetwork,
        fc.integer({ min: 1, max: 9 }),
        (networks, asked, most) => {
          const index = new InsideIndex(networks.map((network, value) => ({ network, value })));
          const inside = positionsOf(networks, (network) => networkCovers(asked, network));
          expect(index.first(asked, most)).toEqual(inside.slice(0, most));
          expect(index.count(asked)).toBe(inside.length);
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  test('networks that are added after a search', () => {
    const index = indexOf([must(parseNetwork('10.0.0.0/8'))]);
    const asked = must(parseNetwork('10.1.2.3'));
    expect(index.meeting(asked)).toHaveLength(1);
    index.getOrAdd(asked, () => []);
    index.getOrAdd(asked, () => []);
    expect(index.meeting(asked)).toHaveLength(2);
  });

  test('ports that overlap a range', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(smallPorts, { maxLength: 3 }), { maxLength: 12 }),
        smallPorts,
        (lists, asked) => {
          const index = new PortIndex([...lists.keys()], (at): PortRange[] => lists[at] ?? []);
          expect(sorted(index.meeting(asked))).toEqual(
            lists.flatMap((list, at) =>
              list.filter((ports) => portsIntersect(ports, asked)).map(() => at),
            ),
          );
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  const place: fc.Arbitrary<Destination> = fc.oneof(
    { weight: 6, arbitrary: smallHost.map((host) => ({ kind: 'host' as const, host })) },
    { weight: 3, arbitrary: anyNetwork.map((network) => ({ kind: 'network' as const, network })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'resolvers' as const }) },
    { weight: 1, arbitrary: fc.array(smallNetwork, { maxLength: 2 }).map(anyExcept) },
  );

  function destinationIndex(places: readonly Destination[]): DestinationIndex<number[]> {
    const index = new DestinationIndex<number[]>();
    for (const [at, each] of places.entries()) index.getOrAdd(each, () => []).push(at);
    return index;
  }

  test('destinations that overlap or cover a destination, and no others but for patterns', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), place, (places, asked) => {
        const index = destinationIndex(places);
        const { same, below, above, patterns, everywhere } = index.near(asked);
        const parts = [...same, ...below, ...above, ...patterns, ...everywhere].flat();
        expect(sorted(collected((accept) => index.someNear(asked, accept)))).toEqual(sorted(parts));
        expect(sorted(collected((accept) => index.someCovering(asked, accept)))).toEqual(
          expect.arrayContaining(positionsOf(places, (each) => destinationCovers(each, asked))),
        );
        const meets = (each: Destination) => destinationsIntersect(each, asked);
        const found = sorted(parts);
        expect(new Set(found).size).toBe(found.length);
        expect(found).toEqual(expect.arrayContaining(positionsOf(places, meets)));
        const isPattern = (each: Destination) =>
          each.kind === 'host' && each.host.kind === 'pattern';
        if (asked.kind === 'any' || isPattern(asked)) return;
        const others = found.filter((at) => {
          const each = places[at];
          return each !== undefined && !isPattern(each) && each.kind !== 'any' && !meets(each);
        });
        expect(others).toEqual([]);
      }),
      { numRuns: runs(3000) },
    );
  });

  const peer: fc.Arbitrary<Peer> = fc.oneof(
    fc.constantFrom(...smallUniverse).map((name) => ({ kind: 'name' as const, name })),
    anyNetwork.map(({ family, first }) => ({
      kind: 'address' as const,
      address: { family, value: first },
    })),
  );

  test('destinations that contain a name or an address', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), peer, (places, asked) => {
        const found = Object.values(destinationIndex(places).holding(asked)).flat(2);
        expect(sorted(found)).toEqual(positionsOf(places, (each) => destinationHolds(each, asked)));
      }),
      { numRuns: runs(3000) },
    );
  });

  test('parts of a host come in their order: nearest parent first, patterns as they were added', () => {
    const names = ['*.b.a', 'x*.c.b.a', '*.c.b.a', '*x.c.b.a', 'x.c.b.a', 'y.c.b.a'];
    const places = names.map(
      (name): Destination => ({ kind: 'host', host: must(parseHost(name)) }),
    );
    const near = destinationIndex(places).near({ kind: 'host', host: must(parseHost('x.c.b.a')) });
    expect(near.same.flat()).toEqual([4]);
    expect(near.above.flat()).toEqual([2, 0]);
    expect(near.patterns.flat()).toEqual([1, 3]);
  });

  test('only patterns and wildcards with a similar text are compared with a host', () => {
    const hosts = (textOf: (number: number) => string) =>
      Array.from(
        { length: 200 },
        (_, number): Destination => ({ kind: 'host', host: must(parseHost(textOf(number))) }),
      );
    const index = destinationIndex([
      ...hosts((number) => `a*-${number}.example.com`),
      ...hosts((number) => `c.*.b${number}.example.com`),
      ...hosts((number) => `*.d${number}.example.com`),
    ]);
    const counts = [
      ...hosts((number) => `a1-${number}.example.com`),
      ...hosts((number) => `a*-${number}.example.com`),
      ...hosts((number) => `*.b${number}.example.com`),
      ...hosts((number) => `c*.d${number}.example.com`),
    ].map((asked) => Object.values(index.near(asked)).flat(2).length);
    expect(new Set(counts)).toEqual(new Set([1]));
  });
});

describe('the parts that networks own', () => {
  const networks = fc.array(
    anyNetwork.filter(({ family }) => family === 4),
    { maxLength: 20 },
  );
  // In the order of a file, and in any order.
  const listed = fc.oneof(
    networks,
    networks.map((some) => some.toSorted((a, b) => (a.first < b.first ? -1 : 1))),
  );

  test('give each address to the first network that contains it', () => {
    fc.assert(
      fc.property(listed, (some) => {
        const parts = ownedParts(some.map((network, value) => ({ network, value })));
        for (const value of some.flatMap(({ first, last }) => [
          first - 1n,
          first,
          last,
          last + 1n,
        ])) {
          const address = { family: 4 as const, value };
          const owner = some.findIndex((network) => networkHolds(network, address));
          const owners = parts.filter(({ network }) => networkHolds(network, address));
          expect(owners.map((part) => part.value)).toEqual(owner < 0 ? [] : [owner]);
        }
      }),
      { numRuns: runs(2000) },
    );
  });

  test('are at most twice as many as nested networks', () => {
    const nested = Array.from({ length: 100 }, (_, index) => ({
      network: { family: 4 as const, first: BigInt(index), last: 1000n - BigInt(index) },
      value: index,
    }));
    expect(ownedParts(nested)).toHaveLength(1);
    expect(ownedParts(nested.toReversed())).toHaveLength(199);
  });

  test('of thousands of IPv6 blocks in linear time', () => {
    const own = (size: number) => {
      const placed = blocks6(size).map((network, value) => ({ network, value }));
      expect(ownedParts(placed.toReversed())).toHaveLength(size);
    };
    expect(growth(2_000, own)).toBeLessThan(30);
  });
});

test('the edges of thousands of IPv6 blocks are found in linear time', () => {
  const find = (size: number) => {
    const [first] = blocks6(1);
    const placed = blocks6(size).map((network, order) => ({ network, order }));
    // No block reaches over the end of another one.
    if (first !== undefined)
      expect(new EdgeIndex(placed).firstOver(first)).toBe(Number.POSITIVE_INFINITY);
  };
  expect(growth(2_000, find)).toBeLessThan(30);
});
