import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, parseAddress } from '../../../src/net/address.ts';
import {
  anyExcept,
  type Destination,
  destinationHolds,
  isDevice,
  type Peer,
} from '../../../src/net/destination.ts';
import { formatRegion, placeIn } from '../../../src/net/destination-set.ts';
import { parseHost, parseHostName } from '../../../src/net/host-text.ts';
import {
  formatNetwork,
  mergeNetworks,
  type Network,
  networkHolds,
} from '../../../src/net/network.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { parsePath, pathCovers } from '../../../src/net/path.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { parsePortRange } from '../../../src/net/port-text.ts';
import type { Box, Remainder } from '../../../src/review/access/box.ts';
import { BoxIndex } from '../../../src/review/access/box-index.ts';
import { subtractBoxes, subtractIndexed } from '../../../src/review/access/subtract.ts';
import {
  holdsByExpression,
  smallHost,
  smallNetwork,
  smallUniverse,
} from '../../support/arbitrary.ts';
import { growth } from '../../support/growth.ts';
import { must } from '../../support/policy.ts';
import { atLeast, runs } from '../../support/runs.ts';

/** `destination[/path] ports [clients]`, as in `*.example.com tcp/443 192.0.2.0/24`. */
function box(text: string): Box {
  const [place = '', ports = '', clients = '192.0.2.0/24'] = text.split(' ');
  const [, name = '', path = ''] = /^([^/]*(?:\/[0-9]+[^/]*)*)(\/[a-z].*)?$/.exec(place) ?? [];
  return {
    clients: clients.split(',').map((client) => must(parseNetwork(client))),
    destination: destinationOf(name),
    path: must(parsePath(path)),
    ports: must(parsePortRange(ports)),
  };
}

function destinationOf(name: string): Destination {
  const [, except] = /^any-but-(.*)$/.exec(name) ?? [];
  if (except !== undefined)
    return anyExcept(except.split(',').map((network) => must(parseNetwork(network))));
  if (name === 'any' || name === 'resolvers' || name === 'self') return { kind: name };
  const network = parseNetwork(name);
  if (network.ok) return { kind: 'network', network: network.value };
  return { kind: 'host', host: must(parseHost(name)) };
}

function words({ destination, exceptBelow, ports, clients, of }: Remainder<Box>): string {
  const below = exceptBelow.map(({ path }) => ` but ${path}`).join('');
  const path = of.path === '/' ? '' : of.path;
  const who = clients.map(formatNetwork).join();
  return `${formatRegion(destination)}${path}${below} ${ports.map(formatPortRange).join()} ${who}`;
}

describe('subtractBoxes', () => {
  const cases: [name: string, boxes: string[], taken: string[], left: string[]][] = [
    ['equal boxes leave nothing', ['a.example.com tcp/443'], ['a.example.com tcp/443'], []],
    [
      'the other transport removes nothing',
      ['a.example.com tcp/53'],
      ['any udp/53'],
      ['a.example.com tcp/53 192.0.2.0/24'],
    ],
    [
      'a wildcard removes its subdomains',
      ['a.b.example.com tcp/443'],
      ['*.example.com tcp/443'],
      [],
    ],
    [
      'a wildcard leaves its parent domain',
      ['example.com tcp/443'],
      ['*.example.com tcp/443'],
      ['example.com tcp/443 192.0.2.0/24'],
    ],
    [
      'a wildcard without one name',
      ['*.example.com tcp/443'],
      ['a.example.com tcp/443'],
      ['*.example.com but a.example.com tcp/443 192.0.2.0/24'],
    ],
    [
      'ports are split',
      ['a.example.com tcp/1-10'],
      ['a.example.com tcp/3-4', 'any tcp/8'],
      ['a.example.com tcp/1-2,tcp/5-7,tcp/9-10 192.0.2.0/24'],
    ],
    [
      'addresses are split',
      ['198.51.100.0/24 tcp/443'],
      ['198.51.100.0/25 tcp/443'],
      ['198.51.100.128/25 tcp/443 192.0.2.0/24'],
    ],
    [
      'clients are split',
      ['a.example.com tcp/443'],
      ['a.example.com tcp/443 192.0.2.0/25'],
      ['a.example.com tcp/443 192.0.2.128/25'],
    ],
    [
      'a path removes only paths below it',
      ['a.example.com tcp/80'],
      ['a.example.com/x tcp/80'],
      ['a.example.com but /x tcp/80 192.0.2.0/24'],
    ],
    ['a whole host removes a path', ['a.example.com/x/y tcp/80'], ['a.example.com tcp/80'], []],
    [
      'another path removes nothing',
      ['a.example.com/x tcp/80'],
      ['a.example.com/xy tcp/80'],
      ['a.example.com/x tcp/80 192.0.2.0/24'],
    ],
    [
      'any minus a list is not empty',
      ['any tcp/443'],
      ['*.example.com tcp/443', 'resolvers tcp/443'],
      ['any but *.example.com, resolvers tcp/443 192.0.2.0/24'],
    ],
    [
      'any except a network leaves that network',
      ['any tcp/443'],
      ['any-but-198.51.100.0/24 tcp/443'],
      ['198.51.100.0/24 tcp/443 192.0.2.0/24'],
    ],
    [
      'any except a part of a network leaves that part',
      ['198.51.100.0/24 tcp/443'],
      ['any-but-198.51.100.128/25 tcp/443'],
      ['198.51.100.128/25 tcp/443 192.0.2.0/24'],
    ],
    [
      'any except a network removes all names',
      ['*.example.com tcp/443', 'resolvers tcp/443'],
      ['any-but-198.51.100.0/24 tcp/443'],
      [],
    ],
    [
      'any with two different exceptions removes everything',
      ['any tcp/443'],
      ['any-but-198.51.100.0/24 tcp/443', 'any-but-203.0.113.0/24 tcp/443'],
      [],
    ],
    [
      'a list and an exception remain as exceptions of any',
      ['any-but-198.51.100.0/24 tcp/443'],
      ['*.example.com tcp/443'],
      ['any but 198.51.100.0/24, *.example.com tcp/443 192.0.2.0/24'],
    ],
    ['any removes any except a network', ['any-but-198.51.100.0/24 tcp/443'], ['any tcp/443'], []],
    ['any removes the device too', ['resolvers udp/53'], ['any udp/53'], []],
    ['resolvers removes the device by its name', ['self udp/53'], ['resolvers udp/53'], []],
    ['the device removes the resolvers on it', ['resolvers udp/53'], ['self udp/53'], []],
    [
      'two halves take the whole',
      ['198.51.100.0/24 tcp/1-9'],
      ['198.51.100.0/25 tcp/1-9', '198.51.100.128/25 tcp/1-5', '198.51.100.128/25 tcp/6-9'],
      [],
    ],
  ];
  test.each(cases)('computes the rest: %s', (_name, boxes, taken, left) => {
    expect(subtractBoxes(boxes.map(box), taken.map(box)).map(words)).toEqual(left);
  });
});

type Point = {
  client: string;
  peer: Peer | undefined;
  path: string;
  transport: string;
  port: number;
};

const paths = ['/', '/p', '/p/q', '/pq'] as const;
/** A few hosts that overlap, and random others. */
const smallDestination: fc.Arbitrary<Destination> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(
        'b.a.b',
        '*.a.b',
        'a.b',
        '*b.a.b',
        'a*.a.b',
        '*.b.a.b',
        'any',
        'resolvers',
        'self',
      )
      .map(destinationOf),
  },
  { weight: 2, arbitrary: smallHost.map((host) => ({ kind: 'host', host }) as const) },
  { weight: 4, arbitrary: smallNetwork.map((network) => ({ kind: 'network', network }) as const) },
  {
    weight: 3,
    arbitrary: fc.array(smallNetwork, { minLength: 1, maxLength: 3 }).map(anyExcept),
  },
);
const smallBox: fc.Arbitrary<Box> = fc.record({
  clients: fc
    .uniqueArray(fc.constantFrom('192.0.2.0/30', '192.0.2.0/31', '2001:db8::/127'), {
      minLength: 1,
      maxLength: 2,
    })
    .map((texts) => texts.map((text) => must(parseNetwork(text)))),
  destination: smallDestination,
  path: fc.constantFrom(...['/', ...paths].map((path) => must(parsePath(path)))),
  // Few ports of one transport, so that boxes overlap each other and contain the points.
  ports: fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .map(([a, b]) => ({ transport: 'tcp', low: Math.min(a, b), high: Math.max(a, b) })),
});
/** Names of two and three labels. */
const names = smallUniverse.slice(0, 392);

/** A flow that is in one of the boxes more often than a random flow. */
function pointNear(boxes: readonly Box[], seed: readonly number[]): Point {
  const [which = 0, where = 0, who = 0, deep = 0, port = 0] = seed;
  const { destination } = pick(boxes, which);
  return {
    client: pick(['192.0.2.0', '192.0.2.1', '192.0.2.2', '2001:db8::1'], who),
    peer: peerNear(destination, where),
    path: pick(['/', '/p', '/p/q', '/p/q/r', '/pq', '/x'], deep),
    transport: port % 8 === 0 ? 'udp' : 'tcp',
    port: 1 + (port % 6),
  };
}

function peerNear(destination: Destination, seed: number): Peer | undefined {
  if (destination.kind === 'resolvers' || destination.kind === 'self') return undefined;
  if (destination.kind === 'network') {
    const { family, first: low, last } = destination.network;
    return { kind: 'address', address: { family, value: pick([low, last, last + 1n], seed) } };
  }
  if (destination.kind === 'any' && seed % 3 === 0) {
    const { family, first, last } = pick(destination.except ?? everyAddress, seed);
    return { kind: 'address', address: { family, value: pick([first, last, last + 1n], seed) } };
  }
  const inside = names.filter(
    (name) => destination.kind === 'any' || holdsByExpression(destination.host, name),
  );
  return {
    kind: 'name',
    name: pick([...inside, ...names.slice(0, 1 + inside.length)], seed),
  };
}

const everyAddress = [{ family: 4, first: 0n, last: 40n }] as const;

function pick<Value>(values: readonly Value[], seed: number): Value {
  const value = values[seed % values.length];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}

/** Membership by definition, without the set operations: names by regular expression, the rest by comparison. */
function holds(one: Pick<Box, 'destination' | 'path'>, point: Point): boolean {
  return isAt(one.destination, point.peer) && pathCovers(one.path, must(parsePath(point.path)));
}

function isAt(destination: Destination, peer: Peer | undefined): boolean {
  if (destination.kind === 'any')
    return peer?.kind !== 'address' || !isIn(destination.except ?? [], peer.address);
  if (peer === undefined) return isDevice(destination);
  if (destination.kind === 'host')
    return peer.kind === 'name' && holdsByExpression(destination.host, peer.name);
  return destinationHolds(destination, peer);
}

function isIn(networks: readonly Network[], { family, value }: Address): boolean {
  return networks.some(
    (network) => network.family === family && network.first <= value && value <= network.last,
  );
}

function reaches(
  { clients, ports }: { clients: Box['clients']; ports: readonly Box['ports'][] },
  { client, transport, port }: Point,
): boolean {
  return (
    clients.some((network) => networkHolds(network, must(parseAddress(client)))) &&
    ports.some((range) => range.transport === transport && range.low <= port && port <= range.high)
  );
}

function inBox(one: Box, point: Point): boolean {
  return reaches({ clients: one.clients, ports: [one.ports] }, point) && holds(one, point);
}

function inRemainder(left: Remainder<Box>, point: Point): boolean {
  const { base, except } = left.destination;
  return (
    reaches(left, point) &&
    holds({ destination: base, path: left.of.path }, point) &&
    !except.some((each) => isAt(each, point.peer)) &&
    !left.exceptBelow.some((each) => holds(each, point))
  );
}

/** Every second taken box overlaps one of the boxes on purpose. */
function alike(other: Box, some: readonly Box[], index: number): Box {
  const { destination, ports } = pick(some, index);
  return index % 2 === 0 ? { ...other, destination, ports } : other;
}

describe('subtractBoxes for random access', () => {
  const boxes = fc.array(smallBox, { minLength: 1, maxLength: 4 });

  test('keeps a flow exactly if it is in the access and not in the taken access', () => {
    let [left, gone] = [0, 0];
    const seeds = fc.array(
      fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 5, maxLength: 5 }),
      {
        minLength: 15,
        maxLength: 15,
      },
    );
    const property = fc.property(boxes, boxes, seeds, (some, others, asked) => {
      const taken = others.map((other, index) => alike(other, some, index));
      const remainders = subtractBoxes(some, taken);
      for (const point of asked.map((seed) => pointNear([...some, ...taken], seed))) {
        const had = some.some((one) => inBox(one, point));
        const wanted = had && !taken.some((one) => inBox(one, point));
        left += wanted ? 1 : 0;
        gone += had && !wanted ? 1 : 0;
        expect([point, remainders.some((one) => inRemainder(one, point))]).toEqual([point, wanted]);
      }
    });
    fc.assert(property, { numRuns: runs(1500) });
    expect(Math.min(left, gone)).toBeGreaterThan(atLeast(500));
  });

  test('leaves the same of a network, whether the taken networks are joined or not', () => {
    const property = fc.property(boxes, boxes, (some, taken) => {
      expect(subtractBoxes(some, taken)).toEqual(subtractIndexed(some, new Apart(taken)));
    });
    fc.assert(property, { numRuns: runs(1500) });
  });

  test('leaves the same, whether a taken box has all clients or several boxes have one network of them each', () => {
    const property = fc.property(boxes, boxes, (some, taken) => {
      const merged = taken.map((each) => ({ ...each, clients: mergeNetworks(each.clients) }));
      const split = merged.flatMap((each) =>
        each.clients.map((client) => ({ ...each, clients: [client] })),
      );
      const left = (from: readonly Box[]) => subtractBoxes(some, from).map(words).sort();
      expect(left(merged)).toEqual(left(split));
    });
    fc.assert(property, { numRuns: runs(2000) });
  });

  test('has an example flow that is in the access and not in the taken access', () => {
    const property = fc.property(boxes, boxes, (some, taken) => {
      for (const left of subtractBoxes(some, taken)) {
        const [client] = left.clients;
        const [ports] = left.ports;
        const point: Point = {
          client: formatNetwork({ ...must(first(client)), last: must(first(client)).first }),
          peer: placeIn(left.destination),
          path: left.of.path,
          transport: ports?.transport ?? '',
          port: ports?.low ?? 0,
        };
        expect(inBox(left.of, point)).toBe(true);
        expect(taken.filter((one) => inBox(one, point))).toEqual([]);
      }
    });
    fc.assert(property, { numRuns: runs(500) });
  });
});

/** An index whose networks stay apart. */
class Apart extends BoxIndex<Box> {
  override joined() {
    return this;
  }
}

function first<Value>(value: Value | undefined) {
  return value === undefined
    ? ({ ok: false, error: 'there are no clients' } as const)
    : ({ ok: true, value } as const);
}

test('the host of an example flow is valid in a spec', () => {
  for (const host of ['*.example.com', 'cdn*.example.com', 'a.*.example.com']) {
    const place = placeIn({ base: destinationOf(host), except: [destinationOf('x.example.com')] });
    expect(place?.kind === 'name' && parseHostName(place.name).ok).toBe(true);
  }
});

test('clients in thousands of IPv6 blocks are cut in linear time', () => {
  const blocks = (count: number, step: number) =>
    Array.from({ length: count }, (_, index): Network => {
      const first = BigInt(index * step) << 64n;
      return { family: 6, first, last: first + (1n << 64n) - 1n };
    });
  const cut = (size: number) => {
    const own = box('a.example.com tcp/443');
    const taken = { ...own, clients: blocks(size / 2, 4) };
    const [left] = subtractBoxes([{ ...own, clients: blocks(size, 2) }], [taken]);
    expect(left?.clients).toHaveLength(size / 2);
  };
  expect(growth(2_000, cut)).toBeLessThan(30);
});
