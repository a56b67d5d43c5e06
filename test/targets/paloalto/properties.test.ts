import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress } from '../../../src/net/address.ts';
import { anyExcept, formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { formatPortRange, type PortRange } from '../../../src/net/port.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import type { Rule, RuleDestination, TargetPolicy } from '../../../src/policy/types.ts';
import { findCoverage } from '../../../src/targets/paloalto/coverage.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { read } from '../../../src/targets/paloalto/read/index.ts';
import { view } from '../../../src/targets/paloalto/view.ts';
import type { Access, Reading, TargetFiles } from '../../../src/targets/reading.ts';
import { smallHost } from '../../support/arbitrary.ts';
import { coverageOf } from '../../support/coverage.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { proveProperties } from '../../support/properties/properties.ts';
import { runs } from '../../support/runs.ts';
import { everything, linesOf, policyFor, policyOf, render, usual, wordsFor } from './support.ts';

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
  { weight: 1, arbitrary: fc.constantFrom('resolvers', 'self', 'any') },
);
const serviceNames = ['http', 'https', 'dns', 'quic', 'range', 'ping', 'vpn', 'portal'] as const;

/** App-IDs of this target, and others that are not its own. */
const names = fc
  .subarray(['okta', 'zoom', 'x-y'])
  .map((paloalto): Record<string, string[]> => (paloalto.length === 0 ? {} : { paloalto }));

/** Specs over few hosts, so that they meet one another in every way; and the options of the target. */
const smallSpec: fc.Arbitrary<SpecWords> = fc
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
    services: {
      range: { ports: ['tcp/1000-1010', 'udp/1000-1010'], application: 'other' as const },
      quic: { ports: ['tcp/443', 'udp/443'], application: 'tls' as const },
      ping: { ports: ['icmp-echo'], application: 'other' as const },
      vpn: { ports: ['udp/500', 'esp', 'ah', 'gre', 'sctp/2905'], application: 'other' as const },
      portal: { ports: ['tcp/80', 'icmp-echo'], application: 'http' as const },
    },
    groups: groups.map((group, index) => ({ id: `g${index}`, ...group })),
    site: { ...site, targets: { paloalto: { ...usual, ...options } } },
  }));

function accessWords({ access }: Reading): string[] {
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
  const families = policy.site.clients
    .map(({ family }) => family)
    .filter((family) => family === 4 || !['icmp-echo', 'ah'].includes(ports.transport));
  if (ports.transport === 'sctp' || families.length === 0) return [];
  if (destination.kind === 'network')
    return families.includes(destination.network.family)
      ? [`${formatDestination(destination)} /`]
      : [];
  if (destination.kind === 'resolvers')
    return resolverPlaces(policy)
      .filter((text) => families.includes(text.includes(':') ? 6 : 4))
      .map((text) => `${text} /`);
  if (destination.kind === 'self')
    return (policy.site.targets.paloalto?.resolvers ?? [])
      .filter((text) => families.includes(text.includes(':') ? 6 : 4))
      .map((text) => `${text} /`);
  if (destination.kind === 'any') return [`${everyPlace(policy)} /`];
  const isWeb =
    ['http', 'https', 'quic', 'portal'].includes(rule.service.name) && ports.transport === 'tcp';
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

/** The one App-ID of each protocol without ports. */
const appIds: Readonly<Partial<Record<string, string>>> = {
  'icmp-echo': 'ping',
  esp: 'ipsec-esp',
  ah: 'ipsec-ah',
  gre: 'gre',
};

/** The App-IDs that may use a destination on ports of a rule, as the spec says; undefined where none is looked at. */
function appIdsOf(policy: TargetPolicy, rule: Rule, to: RuleDestination, ports: PortRange) {
  const { application } = rule.service;
  const protocol = appIds[ports.transport];
  if (protocol !== undefined) return [protocol];
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

/** What the files allow, and every line of them but the two kinds that hold text. */
function meaningOf(files: TargetFiles): { access: string[]; lines: string[] } {
  const text = / description "|<description>|<comments>| comments "/;
  return {
    access: accessWords(must(read(files))),
    lines: [...files.values()].flatMap(linesOf).map((line) => (text.test(line) ? 'text' : line)),
  };
}

proveProperties(paloalto, {
  everything: wordsFor(everything),
  specs: smallSpec,
  attacks: [
    'x\nset rulebase security rules evil action allow',
    'x" action allow description "y',
    "x' action allow",
    '[ any any ]',
    '</description><action>allow</action><description>',
    ']]></comments><!-- -->',
    '&lt;action&gt; &#60;',
    '--> <!--',
    '# ? | match $(id) `id`',
    '{{{name}}} {{#each rules}}',
    'x'.repeat(2000),
  ],
  unchanged: meaningOf,
  access: { expected, read: accessWords },
});

describe('what is read back', () => {
  /** The access of a small spec's files; none where nothing of it can be expressed. */
  const accessOf = (policy: TargetPolicy): readonly Access[] =>
    view(policy).ok ? must(read(render(policy))).access : [];

  test('allows exactly the App-IDs of the spec for a destination', () => {
    const property = fc.property(smallSpec, (words) => {
      const policy = policyOf(words);
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
      const found = accessOf(policy).map(
        ({ destination, path, ports, qualities }) =>
          `${formatDestination(destination)} ${path} ${formatPortRange(ports)}: ${qualities?.['application']?.join(' ') ?? 'any'}`,
      );
      expect([...new Set(found)].sort()).toEqual([...new Set(wanted)].sort());
    });
    fc.assert(property, { numRuns: runs(80) });
  });

  test('is empty if nothing can be expressed', () => {
    const property = fc.property(smallSpec, (words) => {
      const policy = policyOf(words);
      expect(view(policy).ok).toBe(expected(policy).length > 0);
    });
    fc.assert(property, { numRuns: runs(80) });
  });

  test('lacks exactly what coverage calls unsupported', () => {
    const property = fc.property(smallSpec, (words) => {
      for (const { policy, rule, to, coverage } of coverageOf(paloalto, policyOf(words))) {
        const places = rule.ports.flatMap((ports) => placesOf(policy, rule, to, ports));
        expect(coverage.kind === 'unsupported').toBe(places.length === 0);
      }
    });
    fc.assert(property, { numRuns: runs(60) });
  });

  test('has the coverage that each endpoint would have alone', () => {
    const property = fc.property(smallSpec, (words) => {
      for (const { coverage, ...question } of coverageOf(paloalto, policyOf(words)))
        if (question.rule.ports.every(({ transport }) => transport !== 'sctp'))
          expect(coverage).toEqual(findCoverage(question));
    });
    fc.assert(property, { numRuns: runs(60) });
  });

  test('is empty for a client that is not in the site', () => {
    const reading = must(read(render(policyFor(everything))));
    const flow = must(parseFlow('https://api.example.com/'));
    expect(reading.decide(flow, must(parseAddress('203.0.113.1'))).verdict).toBe('not-applicable');
  });
});
