import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Address } from '../../../src/net/address.ts';
import { anyExcept, type Destination, formatDestination } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import type { Host, HostName } from '../../../src/net/host.ts';
import { hostHolds } from '../../../src/net/host-set.ts';
import { networkHolds } from '../../../src/net/network.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../../src/policy/types.ts';
import { iptables } from '../../../src/targets/iptables/index.ts';
import type { Decision } from '../../../src/targets/reading.ts';
import { smallHost } from '../../support/arbitrary.ts';
import { coverageAt } from '../../support/coverage.ts';
import { firstPolicy, must, type SpecWords, specOf } from '../../support/policy.ts';
import { proveProperties } from '../../support/properties/properties.ts';
import { everything } from './render.ts';

type Verdict = Decision['verdict'];

const place4 = fc.constantFrom(
  '198.51.100.0/25',
  '198.51.100.1-198.51.100.6',
  '10.0.0.0/9',
  '10.5.0.1',
  '8.0.0.0/5',
);
const place6 = fc.constantFrom(
  '2001:db8:5::/48',
  'fd00::/8',
  '::1:0/112',
  '2001:db8::1-2001:db8::7',
);
const place = fc.oneof(
  { weight: 6, arbitrary: smallHost.map((host) => formatDestination({ kind: 'host', host })) },
  { weight: 1, arbitrary: place4 },
  { weight: 1, arbitrary: place6 },
  { weight: 1, arbitrary: fc.constantFrom('resolvers', 'self', 'any') },
);
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 5 });
// Names of which one extends the other meet in the names of sets, which end in the family.
const serviceNames = ['http', 'https', 'https-alt', 'https-range', 'vpn', 'ping'] as const;
const groupIds = ['g', 'g-https', 'gg', 'g-https-alt'] as const;

/** Specs over few hosts, so that they meet one another in every way. */
const smallSpec: fc.Arbitrary<SpecWords> = fc
  .record({
    groups: fc.array(
      fc.record({
        tier: fc.constantFrom('required' as const, 'recommended' as const, 'optional' as const),
        inspection: fc.constantFrom('bypass' as const, 'allow' as const),
        to: fc.dictionary(fc.constantFrom(...serviceNames), places, { minKeys: 1, maxKeys: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    clients: fc.subarray(['192.0.2.0/24', '198.18.0.1-198.18.0.5', '2001:db8:c1::/64'], {
      minLength: 1,
    }),
    resolvers: fc.subarray(['10.0.0.53', '198.51.100.53', '2001:db8:53::1']),
    inner: fc.subarray([
      '198.51.100.0/29',
      '10.200.0.0/16',
      '240.0.0.0/4',
      '2001:db8:5::/48',
      'fe80::/10',
    ]),
    protects: fc.boolean(),
    filterHttpsRecords: fc.boolean(),
    enforce: fc.constantFrom('closed' as const, 'additive' as const),
  })
  .map(({ groups, clients, resolvers, enforce, inner, protects, filterHttpsRecords }) => ({
    services: {
      // Each contains some of another's ports, so that the later one owns only a part.
      'https-range': { ports: ['tcp/1000-1010', 'udp/1000-1010'], application: 'other' as const },
      'https-alt': { ports: ['tcp/443', 'tcp/1005'], application: 'other' as const },
      vpn: {
        ports: ['udp/443', 'sctp/443', 'sctp/1000-1010', 'esp', 'ah', 'gre'],
        application: 'other' as const,
      },
      ping: { ports: ['icmp-echo', 'sctp/1000'], application: 'other' as const },
    },
    groups: groups.map((group, index) => ({ id: groupIds[index] ?? `g${index}`, ...group })),
    site: {
      clients,
      resolvers: ['self', ...resolvers],
      enforce,
      inner,
      targets: {
        iptables: {
          filterHttpsRecords,
          ...(protects && enforce === 'closed' ? { protectSelf: { interfaces: ['eth1'] } } : {}),
        },
      },
    },
  }));

/** Endpoints override the inspection of their groups; by their destination alone, so that no two ever disagree. */
function policyWithOverrides(words: SpecWords): TargetPolicy {
  const spec = specOf(words);
  const groups = spec.groups.map((group) => ({
    ...group,
    endpoints: group.endpoints.map((endpoint) => ({
      ...endpoint,
      inspection: endpoint.written.length % 2 === 0 ? ('allow' as const) : ('bypass' as const),
    })),
  }));
  return targetPolicy(firstPolicy({ ...spec, groups }), 'iptables');
}

/** Does the spec literally allow this? */
function opens(policy: TargetPolicy, flow: Flow, family: 4 | 6): boolean {
  return policy.rules.some(
    (rule) =>
      hasPort(rule, flow) &&
      rule.destinations.some(({ destination }) => holds(policy, destination, flow, family)),
  );
}

function hasPort({ ports }: Rule, { transport, port: number }: Flow): boolean {
  return ports.some(
    (range) => range.transport === transport && range.low <= number && number <= range.high,
  );
}

function holds(
  policy: TargetPolicy,
  destination: Destination,
  { peer }: Flow,
  family: 4 | 6,
): boolean {
  switch (destination.kind) {
    case 'host':
      return (
        peer.kind === 'name' &&
        destination.host.kind !== 'pattern' &&
        hostHolds(destination.host, peer.name)
      );
    case 'network':
      return peer.kind === 'address' && networkHolds(destination.network, peer.address);
    case 'resolvers':
      return peer.kind === 'address' && isResolver(policy, peer.address, family);
    case 'self':
      return false;
    case 'any':
      return peer.kind === 'name' || !isInner(policy, peer.address);
  }
}

function isInner({ site }: TargetPolicy, address: Address): boolean {
  return innerSpace(site).some((network) => networkHolds(network, address));
}

function isResolver({ site }: TargetPolicy, address: Address, family: 4 | 6): boolean {
  if (site.resolvers.kind === 'any') return true;
  return site.resolvers.addresses.some(
    (one) => one.family === family && networkHolds(one, address),
  );
}

const labels = ['a', 'b', 'ab', 'q'];
const asked = fc.oneof(
  fc
    .array(fc.constantFrom(...labels), { minLength: 2, maxLength: 5 })
    .map((name) => name.join('.')),
  fc.constantFrom(
    '198.51.100.3',
    '198.51.100.7',
    '10.1.1.1',
    '10.200.0.1',
    '10.0.0.53',
    '198.51.100.53',
    '9.9.9.9',
    '169.254.169.254',
  ),
  fc.constantFrom(
    '[2001:db8:5::1]',
    '[fd00::1]',
    '[::1:5]',
    '[2001:db8::7]',
    '[2001:db8::8]',
    '[fe80::1]',
    '[64:ff9b::c633:6403]',
    '[2002:c633:6403::1]',
  ),
);
const port = fc.constantFrom(
  'tcp:80',
  'tcp:443',
  'tcp:1000',
  'tcp:1005',
  'udp:1010',
  'udp:443',
  'tcp:1011',
  'sctp:443',
  'sctp:1000',
  'icmp-echo',
  'esp',
  'ah',
  'gre',
);
const flow = fc.tuple(asked, port).map(([host, text]) => {
  const [transport, number] = text.split(':');
  return must(parseFlow(`${transport}://${host}${number === undefined ? '' : `:${number}`}`));
});

/** Does coverage say of some endpoint that it opens this too: an exact parent, or the apex of a wildcard? */
function isStatedWidening(policy: TargetPolicy, flow: Flow): boolean {
  return policy.rules.some(
    (rule) => hasPort(rule, flow) && rule.destinations.some((to) => widens(policy, rule, to, flow)),
  );
}

function widens(policy: TargetPolicy, rule: Rule, to: RuleDestination, { peer }: Flow): boolean {
  if (to.destination.kind !== 'host' || peer.kind !== 'name') return false;
  const covered = coverageAt(iptables, policy, rule, to);
  const said = covered.some(({ coverage }) => coverage.kind === 'wider');
  return said && adds(to.destination.host, peer.name);
}

function adds(host: Host, name: HostName): boolean {
  if (host.kind === 'exact') return name.endsWith(`.${host.name}`);
  return host.kind === 'subdomains' && host.of === name;
}

/** The expected decision; `stated`: allowed by coverage, although not by the spec. */
function expected(policy: TargetPolicy, one: Flow, client: Address, verdict: Verdict): Verdict {
  if (one.peer.kind === 'address' && one.peer.address.family !== client.family)
    return 'not-applicable';
  if (opens(policy, one, client.family)) return 'allow';
  return verdict === 'allow' && isStatedWidening(policy, one) ? 'allow' : 'deny';
}

/** Each destination that can be expressed and that access repeats word for word, on each of its ports. */
function expressed(policy: TargetPolicy): string[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations
      .filter(({ destination }) => destination.kind !== 'network')
      .filter(
        ({ destination }) => destination.kind !== 'host' || destination.host.kind !== 'pattern',
      )
      .flatMap(({ destination }) =>
        placesIn(policy, destination).flatMap((place) =>
          rule.ports.map((range) => `${formatDestination(place)} ${formatPortRange(range)}`),
        ),
      ),
  );
}

/** A destination as each family of the clients has it: any place stops at the inner networks of that family. */
function placesIn({ site }: TargetPolicy, destination: Destination): Destination[] {
  // The chain of this device has one name for it.
  if (destination.kind === 'self') return [{ kind: 'resolvers' }];
  if (destination.kind !== 'any') return [destination];
  const families = new Set(site.clients.map(({ family }) => family));
  return [...families].map((of) =>
    anyExcept(innerSpace(site).filter(({ family }) => family === of)),
  );
}

proveProperties(iptables, {
  everything,
  specs: smallSpec,
  compile: policyWithOverrides,
  attacks: [
    'x\n-A INPUT -j ACCEPT',
    'x\n*nat\n:PREROUTING DROP [0:0]\nCOMMIT',
    '" -j ACCEPT -m comment --comment "',
    'x\nconf-script=/bin/true',
    '#/evil.example/,x',
    '{{{chain}}} {{#each early}}',
    'x'.repeat(2000),
  ],
  // A name fills only the sets of the longest line that contains it.
  deniesOfAccess: true,
  access: {
    expected: expressed,
    read: ({ access }) =>
      access.map(
        ({ destination, ports }) => `${formatDestination(destination)} ${formatPortRange(ports)}`,
      ),
    orMore: true,
    tries: 200,
  },
  // Access in addition to the spec is a known deviation.
  verdict: { flows: flow, expected, opens: 500, tries: 300 },
});

test('the small specs cover every shape of an id', () => {
  const ids = fc
    .sample(smallSpec, { numRuns: 200, seed: 1 })
    .flatMap((words) => policyWithOverrides(words).rules.map(({ id }) => id));
  const shapes = ids.map((id) =>
    id
      .replace(/^[^/]+\/[^/]+/, 'g/s')
      .replace(/ports-.*/, 'HASH')
      .replace(/\d+/g, 'N'),
  );
  expect(shapes).toEqual(
    expect.arrayContaining([
      'g/s',
      'g/s/allow',
      'g/s/bypass',
      'g/s/tcp-N',
      'g/s/bypass/tcp-N',
      'g/s/HASH',
      'g/s/ah',
      'g/s/bypass/esp',
      'g/s/allow/gre',
      'g/s/icmp-echo',
      'g/s/sctp-N+sctp-N-N',
      'g/s/sctp-N',
    ]),
  );
});
