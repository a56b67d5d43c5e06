import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress } from '../../../src/net/address.ts';
import {
  anyExcept,
  type Destination,
  destinationHolds,
  formatDestination,
} from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { formatPortRange, type PortRange } from '../../../src/net/port.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../../src/policy/types.ts';
import { coverage } from '../../../src/targets/paloalto/coverage.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { read } from '../../../src/targets/paloalto/read/index.ts';
import { view } from '../../../src/targets/paloalto/view.ts';
import type { Access, Reading } from '../../../src/targets/target.ts';
import { smallHost } from '../../support/arbitrary.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { everything, linesOf, type Options, policyFor, render } from './support.ts';

const attacks = [
  'x\nset rulebase security rules evil action allow',
  'x" action allow description "y',
  "x' action allow",
  'ends in a backslash\\',
  '[ any any ]',
  '</description><action>allow</action><description>',
  ']]></comments><!-- -->',
  '&lt;action&gt; &#60;',
  '--> <!--',
  '# ? | match $(id) `id`',
  '\u202Egnp.exe\u2028\u0000\u001B[2J',
  '{{{name}}} {{#each rules}}',
  ' '.repeat(300),
  'x'.repeat(2000),
  '',
];

/** A policy of every kind of destination, with this text wherever a spec takes free text. */
function withText(text: string): TargetPolicy {
  const plain = policyFor({
    ...everything,
    title: text,
    groups: everything.groups.map((group) => ({ ...group, title: text, note: text })),
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

/** What the files of this policy allow, and every line of them but the two kinds that hold text. */
function meaningOf(policy: TargetPolicy): { access: string[]; lines: string[] } {
  const files = render(policy);
  const text = / description "|<description>|<comments>| comments "/;
  return {
    access: accessWords(must(read(files)).access),
    lines: [...files.values()].flatMap(linesOf).map((line) => (text.test(line) ? 'text' : line)),
  };
}

describe('free text can never become a rule', () => {
  const plain = meaningOf(policyFor(everything));

  test.each(attacks)('%j changes a description and a comment, and nothing else', (text) => {
    expect(meaningOf(withText(text))).toEqual(plain);
  });

  test('nor does any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(meaningOf(withText(text))).toEqual(plain);
      }),
      { numRuns: 25 },
    );
  });
});

const place = fc.oneof(
  { weight: 6, arbitrary: smallHost.map((host) => formatDestination({ kind: 'host', host })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '198.51.100.0/25',
      '198.51.100.1-198.51.100.6',
      '10.0.0.0/9',
      '2001:db8:5::/48',
      '2001:db8::1-2001:db8::7',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('resolvers', 'any') },
);
const serviceNames = ['http', 'https', 'dns', 'quic', 'range'] as const;

/** App-IDs of this target, and others that are not its own. */
const names = fc
  .subarray(['okta', 'zoom', 'x-y'])
  .map((paloalto): Record<string, string[]> => (paloalto.length === 0 ? {} : { paloalto }));

/** Specs over few hosts, so that they meet one another in every way; and the options of the target. */
const smallSpec: fc.Arbitrary<{ words: SpecWords; options: Partial<Options> }> = fc
  .record({
    groups: fc.array(
      fc.record({
        tier: fc.constantFrom('required' as const, 'recommended' as const, 'optional' as const),
        applications: names,
        endpointApplications: fc.dictionary(place, names, { maxKeys: 4 }),
        to: fc.dictionary(
          fc.constantFrom(...serviceNames),
          fc.uniqueArray(place, { minLength: 1, maxLength: 5 }),
          {
            minKeys: 1,
            maxKeys: 3,
          },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    clients: fc.subarray(['192.0.2.0/24', '198.18.0.1-198.18.0.5', '2001:db8:c1::/64'], {
      minLength: 1,
    }),
    resolvers: fc.subarray(['self', '10.0.0.53', '2001:db8:53::1'], { minLength: 1 }),
    enforce: fc.constantFrom('closed' as const, 'additive' as const),
    inner: fc.subarray(['10.0.0.0/8', '198.51.100.4-198.51.100.9', '2001:db8:4::/47']),
    options: fc.record({
      match: fc.constantFrom('url-category' as const, 'fqdn' as const),
      applications: fc.constantFrom('listed' as const, 'any' as const),
      location: fc.constantFrom('vsys1', 'vsys9', 'shared', {
        deviceGroup: 'a b',
        rulebase: 'post' as const,
      }),
    }),
  })
  .map(({ groups, options, ...site }) => ({
    words: {
      services: {
        range: { ports: ['tcp/1000-1010', 'udp/1000-1010'], application: 'other' as const },
        quic: { ports: ['tcp/443', 'udp/443'], application: 'tls' as const },
      },
      groups: groups.map((group, index) => ({ id: `g${index}`, ...group })),
      site,
    },
    options,
  }));

function accessWords(access: readonly Access[]): string[] {
  const words = access.map(
    ({ destination, path, ports, clients }) =>
      `${formatDestination(destination)} ${path} ${formatPortRange(ports)} ${clients.map(formatNetwork).join(',')}`,
  );
  return [...new Set(words)].sort();
}

/** What the spec opens and PAN-OS can express, destination by destination, told without the code under test. */
function expected(policy: TargetPolicy): string[] {
  const { site } = policy;
  const clients = [...site.clients].map(formatNetwork);
  const order = (text: string) => (text.includes('-') ? 1 : 0);
  clients.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  const words = policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      rule.ports.flatMap((ports) =>
        placesOf(policy, rule, to, ports).map(
          (name) => `${name} ${formatPortRange(ports)} ${clients.join(',')}`,
        ),
      ),
    ),
  );
  return [...new Set(words)].sort();
}

function placesOf(
  policy: TargetPolicy,
  rule: Rule,
  { destination, path }: RuleDestination,
  ports: PortRange,
): string[] {
  const families = policy.site.clients.map(({ family }) => family);
  if (destination.kind === 'network')
    return families.includes(destination.network.family)
      ? [`${formatDestination(destination)} /`]
      : [];
  if (destination.kind === 'resolvers')
    return resolverPlaces(policy)
      .filter((text) => families.includes(text.includes(':') ? 6 : 4))
      .map((text) => `${text} /`);
  if (destination.kind === 'any') return [`${everyPlace(policy)} /`];
  const isWeb = ['http', 'https', 'quic'].includes(rule.service.name) && ports.transport === 'tcp';
  const name = formatDestination(destination);
  if (isWeb && policy.site.targets.paloalto?.match !== 'fqdn')
    return name.split('.').every((label) => label === '*' || !label.includes('*'))
      ? [`${name} ${path}`]
      : [];
  return destination.host.kind === 'exact' ? [`${name} /`] : [];
}

/** Every place; at a closed site without the inner networks that clients could reach. */
function everyPlace({ site }: TargetPolicy): string {
  const families = site.clients.map(({ family }) => family);
  const inside = innerSpace(site).filter(({ family }) => families.includes(family));
  const except = site.enforce === 'closed' ? inside : [];
  return formatDestination(anyExcept(except));
}

/** The App-IDs that may use a destination on ports of a rule, as the spec says; undefined where none is looked at. */
function appIdsOf(policy: TargetPolicy, rule: Rule, to: RuleDestination, ports: PortRange) {
  const { application } = rule.service;
  const own = { dns: 'dns', http: 'web-browsing', tls: 'ssl', other: undefined }[application];
  const isBlind = application !== 'dns' && ports.transport === 'udp';
  if (policy.site.targets.paloalto?.applications === 'any' || own === undefined || isBlind)
    return undefined;
  const said = to.origins
    .filter(({ group }) => group === rule.group)
    .flatMap(({ group, endpoint }) => [
      ...(group.applications['paloalto'] ?? []),
      ...(endpoint.applications['paloalto'] ?? []),
    ]);
  return [...new Set([own, ...said])].sort();
}

function resolverPlaces({ site: { resolvers } }: TargetPolicy): string[] {
  if (resolvers.kind === 'any') throw new Error('the test names its resolvers');
  return [...resolvers.addresses.map(formatNetwork), ...(resolvers.self ? ['192.0.2.1'] : [])];
}

/** The reading of a small spec's files; undefined where nothing of it can be expressed. */
function readingOf(policy: TargetPolicy): Reading | undefined {
  return view(policy).ok ? must(read(render(policy))) : undefined;
}

describe('what is read back', () => {
  test('is what the spec opens and the firewall can hold, no less and no more', () => {
    fc.assert(
      fc.property(smallSpec, ({ words, options }) => {
        const policy = policyFor(words, options);
        expect(accessWords(readingOf(policy)?.access ?? [])).toEqual(expected(policy));
      }),
      { numRuns: 80 },
    );
  });

  test('lets exactly the App-IDs pass that the spec names for a destination', () => {
    fc.assert(
      fc.property(smallSpec, ({ words, options }) => {
        const policy = policyFor(words, options);
        const wanted = policy.rules.flatMap((rule) =>
          rule.destinations.flatMap((to) =>
            rule.ports.flatMap((ports) =>
              placesOf(policy, rule, to, ports).map(
                (name) =>
                  `${name} ${formatPortRange(ports)}: ${appIdsOf(policy, rule, to, ports)?.join(' ') ?? 'any'}`,
              ),
            ),
          ),
        );
        const found = (readingOf(policy)?.access ?? []).map(
          ({ destination, path, ports, qualities }) =>
            `${formatDestination(destination)} ${path} ${formatPortRange(ports)}: ${qualities?.['application']?.join(' ') ?? 'any'}`,
        );
        expect([...new Set(found)].sort()).toEqual([...new Set(wanted)].sort());
      }),
      { numRuns: 80 },
    );
  });

  test('verifies, whatever the spec says', () => {
    fc.assert(
      fc.property(smallSpec, ({ words, options }) => {
        const policy = policyFor(words, options);
        if (readingOf(policy) === undefined) return;
        expect(verifyTarget(paloalto, policy, [], render(policy)).failed).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  const flows = [
    'a.b',
    'a.a.b',
    'b.a.a.b',
    'ab.b.a',
    'a-b.a.a',
    '198.51.100.5',
    '10.0.0.53',
    '192.0.2.1',
    '[2001:db8:5::9]',
  ]
    .flatMap((host) => [
      `tcp://${host}:443`,
      `udp://${host}:443`,
      `tcp://${host}:80`,
      `udp://${host}:53`,
      `tcp://${host}:1005`,
      `tcp://${host}:22`,
    ])
    .map((text) => must(parseFlow(text)));

  test('decides each flow as its access says', () => {
    fc.assert(
      fc.property(smallSpec, fc.constantFrom(...flows), ({ words, options }, flow) => {
        const policy = policyFor(words, options);
        const reading = readingOf(policy);
        const first = policy.site.clients[0];
        if (reading === undefined || first === undefined) return;
        const client = { family: first.family, value: first.first };
        const { verdict } = reading.decide(flow, client);
        const foreign = flow.peer.kind === 'address' && flow.peer.address.family !== client.family;
        const held = reading.access.some((access) => holds(access, flow));
        const ours = held ? 'allow' : 'deny';
        expect(verdict).toBe(foreign ? 'not-applicable' : ours);
      }),
      { numRuns: 120 },
    );
  });

  test('lacks exactly what coverage calls unsupported', () => {
    fc.assert(
      fc.property(smallSpec, ({ words, options }) => {
        const policy = policyFor(words, options);
        for (const rule of policy.rules) {
          for (const to of rule.destinations) {
            const [origin] = to.origins;
            if (origin === undefined) continue;
            const { kind } = coverage({ policy, rule, to, origin });
            const places = rule.ports.flatMap((ports) => placesOf(policy, rule, to, ports));
            expect(kind === 'unsupported').toBe(places.length === 0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is nothing for a client that the site does not name', () => {
    const reading = must(read(render(policyFor(everything))));
    const flow = must(parseFlow('https://api.example.com/'));
    expect(reading.decide(flow, must(parseAddress('203.0.113.1'))).verdict).toBe('not-applicable');
  });
});

function holds(
  { destination, ports }: { destination: Destination; ports: PortRange },
  flow: Flow,
): boolean {
  return (
    ports.transport === flow.transport &&
    ports.low <= flow.port &&
    flow.port <= ports.high &&
    destinationHolds(destination, flow.peer)
  );
}
