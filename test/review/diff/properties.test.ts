import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, type Family, parseAddress } from '../../../src/net/address.ts';
import {
  type Destination,
  destinationHolds,
  isDevice,
  type Peer,
} from '../../../src/net/destination.ts';
import { formatHost } from '../../../src/net/host.ts';
import { formatNetwork, networkHolds } from '../../../src/net/network.ts';
import { parsePath, pathCovers } from '../../../src/net/path.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Policy } from '../../../src/policy/types.ts';
import type { AccessChange } from '../../../src/review/diff/change.ts';
import { siteChange } from '../../../src/review/diff/site.ts';
import {
  holdsByExpression,
  smallHost,
  smallNetwork,
  smallUniverse,
} from '../../support/arbitrary.ts';
import { must, policyOf, type SiteWords, type SpecWords } from '../../support/policy.ts';
import { atLeast, runs } from '../../support/runs.ts';

const places = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('b.a.b', '*.a.b', 'a.b', '*b.a.b', '*.b.a.b') },
  { weight: 2, arbitrary: smallHost.map(formatHost) },
  { weight: 2, arbitrary: smallNetwork.map(formatNetwork) },
  { weight: 1, arbitrary: fc.constantFrom('any', 'resolvers', 'self') },
);
const cleartext = fc.oneof(
  places,
  fc.constantFrom('http://b.a.b/p', 'http://b.a.b/p/q', 'http://*.a.b/p', 'http://a.b/x'),
);
const ports = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .map(([a, b]) =>
    formatPortRange({ transport: 'tcp', low: Math.min(a, b), high: Math.max(a, b) }),
  );

/** Specs over so few names, addresses and ports that two of them have much in common. */
const specs: fc.Arbitrary<SpecWords> = fc
  .record({
    clear: ports,
    secret: ports,
    groups: fc.array(
      fc.record({
        clear: fc.uniqueArray(cleartext, { maxLength: 3 }),
        secret: fc.uniqueArray(places, { minLength: 1, maxLength: 3 }),
        tier: fc.constantFrom('required' as const, 'recommended' as const),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    clients: fc.constantFrom(['192.0.2.0/30'], ['192.0.2.0/31', '2001:db8::/127']),
    resolvers: fc.constantFrom(['self'], ['self', '0.0.0.9'], ['0.0.0.9', '0.0.0.10']),
    targets: fc.constantFrom<NonNullable<SiteWords['targets']>>(
      { iptables: {} },
      { iptables: {}, squid: { tlsInspection: 'none' } },
      { iptables: { clients: ['192.0.2.2'] }, pac: { proxy: 'PROXY proxy.example.net:3128' } },
      { squid: { tlsInspection: 'none', clients: ['192.0.2.0/31'] }, iptables: {} },
    ),
  })
  .map(({ clear, secret, groups, clients, resolvers, targets }) => ({
    services: {
      clear: { ports: [clear], application: 'http' as const },
      secret: { ports: [secret], application: 'tls' as const },
    },
    groups: groups.map(({ tier, ...to }, index) => ({ id: `g${index}`, tier, to })),
    site: { clients, resolvers, targets },
  }));

/** A client's flow; a peer that is not there is the enforcing device. */
type Point = {
  readonly client: Address;
  readonly peer: Peer | undefined;
  readonly path: string;
  readonly port: number;
};

const names = smallUniverse.slice(0, 200);
const points: fc.Arbitrary<Point> = fc.record({
  client: fc
    .constantFrom('192.0.2.0', '192.0.2.1', '192.0.2.2', '2001:db8::1')
    .map((text) => must(parseAddress(text))),
  peer: fc.oneof(
    fc.constantFrom(...names).map((name) => ({ kind: 'name', name }) as const),
    fc
      .constantFrom('b.a.b', 'a.b', 'c.a.b', 'c.b.a.b')
      .map((name) => ({ kind: 'name', name: name as (typeof names)[number] }) as const),
    fc
      .record({ family: fc.constantFrom<4 | 6>(4, 6), value: fc.bigInt(0n, 66n) })
      .map((address) => ({ kind: 'address', address }) as const),
    fc.constant(undefined),
  ),
  path: fc.constantFrom('/', '/p', '/p/q', '/x', '/pq'),
  port: fc.integer({ min: 1, max: 6 }),
});

/** The outputs that a proxy stands behind, which dials addresses of either family. */
const relaying: readonly string[] = ['pac', 'squid'];

/**
 * Does head open what base did not, by some output? An output that base lacks is compared with all of base's outputs.
 */
function isNew(head: Policy, base: Policy, point: Point): boolean {
  const [outputs, known] = [head, base].map(({ site }) => Object.keys(site.targets));
  return (outputs ?? []).some((output) => {
    const before = known?.includes(output) === true ? [output] : (known ?? []);
    return opens(head, output, point) && !before.some((each) => opens(base, each, point));
  });
}

/** Does an output, word for word, open it? Names by regular expressions, no algebra. */
function opens(policy: Policy, output: string, { client, peer, path, port }: Point): boolean {
  const { rules, site } = targetPolicy(policy, output);
  const family = relaying.includes(output) ? undefined : client.family;
  if (!site.clients.some((network) => networkHolds(network, client))) return false;
  return rules.some(
    (rule) =>
      rule.ports.some(({ low, high }) => low <= port && port <= high) &&
      rule.destinations.some(
        (to) =>
          pathCovers(to.path, must(parsePath(path))) && isAt(to.destination, peer, family, site),
      ),
  );
}

function isAt(
  destination: Destination,
  peer: Peer | undefined,
  family: Family | undefined,
  { resolvers }: Policy['site'],
): boolean {
  if (destination.kind === 'any') return true;
  if (destination.kind === 'self') return peer === undefined;
  if (destination.kind === 'resolvers') {
    if (resolvers.kind === 'any') return true;
    if (peer === undefined) return resolvers.self;
    return resolvers.addresses.some((network) => isIn(network, peer, family));
  }
  if (destination.kind === 'network') return isIn(destination.network, peer, family);
  return peer?.kind === 'name' && holdsByExpression(destination.host, peer.name);
}

/** Where no proxy dials, an address is reached by clients of its own family alone. */
function isIn(
  network: Extract<Destination, { kind: 'network' }>['network'],
  peer: Peer | undefined,
  family: Family | undefined,
): boolean {
  if (peer?.kind !== 'address' || (family ?? network.family) !== network.family) return false;
  return networkHolds(network, peer.address);
}

function isInChange(change: AccessChange<string>, { client, peer, path, port }: Point): boolean {
  const { clients, destination, exceptBelow, ports: ranges } = change;
  const at = must(parsePath(path));
  return (
    clients.some((network) => networkHolds(network, client)) &&
    ranges.some(({ low, high }) => low <= port && port <= high) &&
    holds(destination.base, peer) &&
    !destination.except.some((each) => holds(each, peer)) &&
    pathCovers(change.path, at) &&
    !exceptBelow.some((each) => holds(each.destination, peer) && pathCovers(each.path, at))
  );
}

function holds(destination: Destination, peer: Peer | undefined): boolean {
  if (destination.kind === 'any') return true;
  if (peer === undefined) return isDevice(destination);
  if (destination.kind === 'host')
    return peer.kind === 'name' && holdsByExpression(destination.host, peer.name);
  return destinationHolds(destination, peer);
}

describe('diff of any two specs', () => {
  test('adds a flow that only head allows, and removes one that only base allows', () => {
    let [gains, losses] = [0, 0];
    const many = fc.array(points, { minLength: 60, maxLength: 60 });
    const property = fc.property(specs, specs, many, (base, head, asked) => {
      const [before, after] = [policyOf(base), policyOf(head)];
      const { gained, lost } = siteChange({ before, after });
      for (const point of asked) {
        const [isGained, isLost] = [isNew(after, before, point), isNew(before, after, point)];
        gains += isGained ? 1 : 0;
        losses += isLost ? 1 : 0;
        expect([
          point,
          gained.some((change) => isInChange(change, point)),
          lost.some((change) => isInChange(change, point)),
        ]).toEqual([point, isGained, isLost]);
      }
    });
    fc.assert(property, { numRuns: runs(400) });
    expect(Math.min(gains, losses)).toBeGreaterThan(atLeast(500));
  });

  test('is empty for the same spec', () => {
    const property = fc.property(specs, (words) => {
      const policy = policyOf(words);
      const { gained, lost, moved, enforcement } = siteChange({ before: policy, after: policy });
      expect([gained, lost, moved, enforcement]).toEqual([[], [], [], []]);
    });
    fc.assert(property, { numRuns: runs(200) });
  });

  test('adds in one direction what it removes in the other', () => {
    const property = fc.property(specs, specs, (base, head) => {
      const [before, after] = [policyOf(base), policyOf(head)];
      const there = siteChange({ before, after });
      const back = siteChange({ before: after, after: before });
      expect(there.gained.map(({ witness }) => witness)).toEqual(
        back.lost.map(({ witness }) => witness),
      );
    });
    fc.assert(property, { numRuns: runs(200) });
  });
});
