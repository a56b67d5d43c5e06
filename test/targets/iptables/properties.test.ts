import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, formatAddress } from '../../../src/net/address.ts';
import { anyExcept, type Destination, formatDestination } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import type { Host, HostName } from '../../../src/net/host.ts';
import { hostHolds } from '../../../src/net/host-set.ts';
import { type Network, networkHolds } from '../../../src/net/network.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../../src/policy/types.ts';
import { coverage } from '../../../src/targets/iptables/coverage.ts';
import { read } from '../../../src/targets/iptables/read/index.ts';
import { view } from '../../../src/targets/iptables/view.ts';
import { smallHost } from '../../support/arbitrary.ts';
import { firstPolicy, must, type SpecWords, specOf } from '../../support/policy.ts';
import { everything, policyOf, render } from './render.ts';

const attacks = [
  'x\n-A INPUT -j ACCEPT',
  'x\n*nat\n:PREROUTING DROP [0:0]\nCOMMIT',
  'ends in a backslash\\',
  '" -j ACCEPT -m comment --comment "',
  "'; id; '",
  '$(id) `id` $HOME',
  'x\nconf-script=/bin/true',
  '#/evil.example/,x',
  '\u202Egnp.exe\u2028\u0000\u001B[2J',
  '{{{chain}}} {{#each early}}',
  ' '.repeat(300),
  'x'.repeat(2000),
  '',
];

/** A policy of every kind of destination, with this text wherever a spec takes free text. */
function withText(text: string): TargetPolicy {
  const plain = policyOf({
    ...everything,
    title: text,
    groups: everything.groups.map((group) => ({
      ...group,
      title: text,
      note: text,
      applications: { iptables: [text] },
    })),
  });
  const rules = plain.rules.map((rule) => ({
    ...rule,
    group: { ...rule.group, purpose: text, source: { document: text, section: text } },
    destinations: rule.destinations.map((to) => ({
      ...to,
      origins: to.origins.map((origin) => ({
        ...origin,
        endpoint: {
          ...origin.endpoint,
          written: text,
          ticket: text,
          requester: text,
          expires: text,
          printed: { url: text, port: 1 },
        },
      })),
    })),
  }));
  return { ...plain, spec: { ...plain.spec, owner: text }, rules };
}

describe('free text can never become a rule', () => {
  const plain = [...render(policyOf(everything))];

  test.each(attacks)('%j changes no byte', (text) => {
    expect([...render(withText(text))]).toEqual(plain);
  });

  test('nor does any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([...render(withText(text))]).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });
});

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
  { weight: 1, arbitrary: fc.constantFrom('resolvers', 'any') },
);
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 5 });
// Names of which one extends the other meet in the names of sets, which end in the family.
const serviceNames = ['http', 'https', 'https-alt', 'https-range'] as const;
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
      // Each holds a part of another's ports, so that who comes later owns a part.
      'https-range': { ports: ['tcp/1000-1010', 'udp/1000-1010'], application: 'other' as const },
      'https-alt': { ports: ['tcp/443', 'tcp/1005'], application: 'other' as const },
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

/** Does the spec, word for word, open this? */
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
);
const flow = fc.tuple(asked, port).map(([host, text]) => {
  const [transport, number] = text.split(':');
  return must(parseFlow(`${transport}://${host}:${number}`));
});

/** Does coverage say of some endpoint that it opens this too: an exact parent, or the apex of a wildcard? */
function isStatedWidening(policy: TargetPolicy, flow: Flow): boolean {
  return policy.rules.some(
    (rule) => hasPort(rule, flow) && rule.destinations.some((to) => widens(policy, rule, to, flow)),
  );
}

function widens(policy: TargetPolicy, rule: Rule, to: RuleDestination, { peer }: Flow): boolean {
  if (to.destination.kind !== 'host' || peer.kind !== 'name') return false;
  const said = to.origins.some((origin) => coverage({ policy, rule, to, origin }).kind === 'wider');
  return said && adds(to.destination.host, peer.name);
}

function adds(host: Host, name: HostName): boolean {
  if (host.kind === 'exact') return name.endsWith(`.${host.name}`);
  return host.kind === 'subdomains' && host.of === name;
}

function firstOf(network: Network): Address {
  return { family: network.family, value: network.first };
}

/** What should be decided; `stated`: open, though the spec does not say so, because coverage does. */
function expected(policy: TargetPolicy, one: Flow, client: Address, verdict: string): string {
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
  if (destination.kind !== 'any') return [destination];
  const families = new Set(site.clients.map(({ family }) => family));
  return [...families].map((of) =>
    anyExcept(innerSpace(site).filter(({ family }) => family === of)),
  );
}

describe('what is read back is what the policy means', () => {
  test('every flow that the spec opens is open; what is open beyond it is a widening that coverage states', () => {
    let open = 0;
    const property = fc.property(
      smallSpec,
      fc.array(flow, { minLength: 20, maxLength: 20 }),
      (words, flows) => {
        const policy = policyWithOverrides(words);
        fc.pre(view(policy).ok);
        const reading = must(read(render(policy)));
        const asks = flows.flatMap((one) =>
          policy.site.clients.map((client) => ({ one, client: firstOf(client) })),
        );
        for (const { one, client } of asks) {
          const { verdict } = reading.decide(one, client);
          open += opens(policy, one, client.family) ? 1 : 0;
          expect([one.text, formatAddress(client), verdict]).toEqual([
            one.text,
            formatAddress(client),
            expected(policy, one, client, verdict),
          ]);
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
    expect(open).toBeGreaterThan(500);
  });

  test('the small specs reach every shape of an id', () => {
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
      ]),
    );
  });

  test('access holds each destination that can be expressed, on each of its ports', () => {
    const property = fc.property(smallSpec, (words) => {
      const policy = policyWithOverrides(words);
      fc.pre(view(policy).ok);
      const { access } = must(read(render(policy)));
      const stated = access.map(
        ({ destination, ports }) => `${formatDestination(destination)} ${formatPortRange(ports)}`,
      );
      expect(stated).toEqual(expect.arrayContaining(expressed(policy)));
    });
    fc.assert(property, { numRuns: 200 });
  });
});
