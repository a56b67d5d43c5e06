import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, formatAddress } from '../../../src/net/address.ts';
import { destinationHolds, formatDestination } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { formatNetwork, networkHolds } from '../../../src/net/network.ts';
import { pathCovers } from '../../../src/net/path.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import type { Rule, TargetPolicy } from '../../../src/policy/types.ts';
import { squid } from '../../../src/targets/squid/index.ts';
import { view } from '../../../src/targets/squid/view.ts';
import { servicePorts, sharedPlace, smallNetwork, smallUniverse } from '../../support/arbitrary.ts';
import { coverageOf } from '../../support/coverage.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { proveProperties } from '../../support/properties/properties.ts';
import { namesPlaces } from '../../support/properties/usual.ts';
import { runs } from '../../support/runs.ts';
import { everything, policyOf, textOf } from './support.ts';

const inClear = fc.oneof(
  sharedPlace,
  fc
    .tuple(
      fc.constantFrom('a.b', 'b.a', 'a.a.b'),
      fc.constantFrom('/p', '/p/q', '/p.q', '/P', '/p+(q)', '/p%20q'),
    )
    .map(([host, path]) => `http://${host}${path}`),
);

/** Specs over few names, addresses and ports, so that they meet one another and the flows. */
const specs: fc.Arbitrary<SpecWords> = fc
  .record({
    clear: servicePorts,
    secret: servicePorts,
    other: servicePorts,
    groups: fc.array(
      fc.record({
        inspection: fc.constantFrom('bypass' as const, 'allow' as const),
        http: fc.uniqueArray(inClear, { maxLength: 5 }),
        tls: fc.uniqueArray(sharedPlace, { maxLength: 5 }),
        other: fc.uniqueArray(sharedPlace, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    inner: fc.uniqueArray(smallNetwork.map(formatNetwork), { maxLength: 2 }),
    clients: fc.uniqueArray(smallNetwork.map(formatNetwork), { minLength: 1, maxLength: 3 }),
    tlsInspection: fc.constantFrom('none' as const, 'explicit' as const, 'intercept' as const),
    direct: fc.boolean(),
  })
  .map(({ clear, secret, other, groups, inner, clients, tlsInspection, direct }) => ({
    services: {
      clear: { ports: clear, application: 'http' as const },
      secret: { ports: secret, application: 'tls' as const },
      other: { ports: other, application: 'other' as const },
    },
    groups: groups.map((group, index) => ({
      id: `g${index}`,
      // One inspection for all keeps atoms of two groups from contradicting each other.
      inspection: groups[0]?.inspection ?? 'bypass',
      to: { clear: group.http, secret: group.tls, other: group.other },
    })),
    site: { clients, inner, targets: { squid: { tlsInspection, direct } } },
  }))
  .filter(namesPlaces);

const flows: fc.Arbitrary<Flow> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...smallUniverse),
      fc.tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt(0n, 66n)).map(([family, value]) => {
        const text = formatAddress({ family, value });
        return family === 6 ? `[${text}]` : text;
      }),
    ),
    fc.integer({ min: 1, max: 42 }),
    fc.constantFrom('http', 'https', 'ftp', 'tcp'),
    fc.constantFrom('', '/p', '/p/q', '/p/q/r', '/pq', '/p.q', '/pxq', '/p+(q)', '/P/x'),
  )
  .map(([host, port, scheme, path]) =>
    must(parseFlow(`${scheme}://${host}:${port}${scheme === 'tcp' ? '' : path}`)),
  );

const addresses: fc.Arbitrary<Address> = fc.record({
  family: fc.constantFrom<4 | 6>(4, 6),
  value: fc.bigInt(0n, 66n),
});

/** Does the spec literally allow this? */
function opens(policy: TargetPolicy, flow: Flow): boolean {
  return policy.rules.some(
    (rule) =>
      asksFor(rule, flow) &&
      rule.destinations.some(
        (to) =>
          destinationHolds(to.destination, flow.peer) &&
          !(to.destination.kind === 'any' && isInner(policy, flow)) &&
          pathCovers(to.path, flow.path) &&
          // Squid cannot distinguish escapes: coverage states that such a path is left out.
          !to.path.includes('%'),
      ),
  );
}

function isInner({ site }: TargetPolicy, { peer }: Flow): boolean {
  return (
    peer.kind === 'address' && site.inner.some((network) => networkHolds(network, peer.address))
  );
}

function asksFor({ ports, service }: Rule, { scheme, port }: Flow): boolean {
  const isPlain = service.application === 'http';
  const fits = scheme === 'tcp' || scheme === (isPlain ? 'http' : 'https');
  return (
    fits && ports.some((one) => one.transport === 'tcp' && one.low <= port && port <= one.high)
  );
}

function isClient({ site }: TargetPolicy, address: Address): boolean {
  return site.clients.some((network) => networkHolds(network, address));
}

/** Exact hosts, patterns and paths of everything that the target says is not left out. */
function wantedOf(policy: TargetPolicy): string[] {
  const leftOut = new Set(
    coverageOf(squid, policy)
      .filter(({ coverage: { kind } }) => !['exact', 'wider', 'narrower'].includes(kind))
      .map(({ to }) => to),
  );
  return policy.rules.flatMap((rule) =>
    rule.destinations
      .filter(
        ({ destination }) => destination.kind === 'host' && destination.host.kind !== 'subdomains',
      )
      .filter((to) => !leftOut.has(to))
      .flatMap(({ destination, path }) =>
        rule.ports
          .filter(({ transport }) => transport === 'tcp')
          .map((range) => `${formatDestination(destination)} ${path} ${formatPortRange(range)}`),
      ),
  );
}

proveProperties(squid, {
  everything: everything({ tlsInspection: 'intercept' }),
  // Where TLS is intercepted, a host has a line for each of two steps.
  growing: everything({ tlsInspection: 'explicit' }),
  specs,
  attacks: [
    'x\nhttp_access allow all',
    'x\r\nssl_bump splice all',
    '"/etc/squid/list"',
    'include /etc/passwd',
    '$(include) %macro #comment',
    'regex ^.*$',
    '{{{allow}}} {{#each rules}}',
  ],
  // But for what coverage says is left out or covered.
  access: {
    expected: wantedOf,
    read: ({ access }) =>
      access.map(
        ({ destination, path, ports }) =>
          `${formatDestination(destination)} ${path} ${formatPortRange(ports)}`,
      ),
    orMore: true,
    tries: 200,
  },
  verdict: {
    flows,
    expected: (policy, flow, client) =>
      isClient(policy, client) && opens(policy, flow) ? 'allow' : 'deny',
    stranger: addresses,
    flowsOfRun: 30,
    opens: 500,
    tries: 200,
  },
});

test('a name or a prefix that was not parsed throws', () => {
  const attack = 'x\nhttp_access allow all';
  const words = everything();
  for (const wrong of [
    { ...words, name: attack },
    { ...words, site: { ...words.site, prefix: attack } },
  ]) {
    expect(() => view(policyOf(wrong))).toThrow('reached an encoder unchecked');
  }
});

test('every acl in a line has a value, and exactly one line allows', () => {
  const property = fc.property(specs, (words) => {
    const policy = policyOf(words);
    fc.pre(view(policy).ok);
    const text = textOf(policy);
    const defined = new Set([...text.matchAll(/^acl (\S+) /gm)].map((match) => match[1]));
    const used = [...text.matchAll(/^(?!#).* (?:all-of|any-of|allow|deny|splice|peek) (.*)$/gm)]
      .flatMap((match) => (match[1] ?? '').split(' '))
      .map((name) => name.replace('!', ''));
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
    expect([...text.matchAll(/^http_access /gm)]).toHaveLength(1);
  });
  fc.assert(property, { numRuns: runs(100) });
});
