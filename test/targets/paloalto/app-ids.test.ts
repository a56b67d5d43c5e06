import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { read } from '../../../src/targets/paloalto/read/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { linesOf, type Options, policyFor, render, setOf } from './support.ts';

const listed = (names: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(names).map(([place, paloalto]) => [place, { paloalto }]));

/** One group of three hosts, of which some list App-IDs of their own. */
function words(
  own: Record<string, string[]>,
  applications: string[] = [],
  service = 'https',
): SpecWords {
  return {
    services: { quic: { ports: ['tcp/443', 'udp/443'], application: 'tls' } },
    groups: [
      {
        id: 'web',
        title: 'Web',
        ...(applications.length === 0 ? {} : { applications: { paloalto: applications } }),
        endpointApplications: listed(own),
        to: { [service]: ['a.example.com', 'b.example.com', '198.51.100.0/24'] },
      },
    ],
  };
}

/** `destination ports: App-IDs` of all access in the files. */
function passing(spec: SpecWords, options: Partial<Options> = {}): string[] {
  const { access } = must(read(render(policyFor(spec, options))));
  return access
    .map(
      ({ destination, ports, qualities }) =>
        `${formatDestination(destination)} ${ports.transport}: ${qualities?.['application']?.join(', ') ?? 'any'}`,
    )
    .sort();
}

function rulesIn(spec: SpecWords): string[] {
  return linesOf(setOf(policyFor(spec))).flatMap(
    (line) => / security rules (\S+) action allow$/.exec(line)?.[1] ?? [],
  );
}

describe('the App-IDs of an endpoint', () => {
  test('apply only to its own destination', () => {
    expect(passing(words({ 'b.example.com': ['okta'] }))).toEqual([
      '198.51.100.0/24 tcp: ssl',
      'a.example.com tcp: ssl',
      'b.example.com tcp: okta, ssl',
    ]);
  });

  test('are added to those of its group', () => {
    expect(passing(words({ 'b.example.com': ['okta', 'zoom'] }, ['zoom']))).toEqual([
      '198.51.100.0/24 tcp: ssl, zoom',
      'a.example.com tcp: ssl, zoom',
      'b.example.com tcp: okta, ssl, zoom',
    ]);
  });

  test('apply to a network too', () => {
    expect(passing(words({ '198.51.100.0/24': ['zoom'] }))).toEqual([
      '198.51.100.0/24 tcp: ssl, zoom',
      'a.example.com tcp: ssl',
      'b.example.com tcp: ssl',
    ]);
  });

  test('do not split a rule that checks no App-ID', () => {
    const spec = words({ 'b.example.com': ['okta'] });
    expect(passing(spec, { applications: 'any' })).toEqual([
      '198.51.100.0/24 tcp: any',
      'a.example.com tcp: any',
      'b.example.com tcp: any',
    ]);
    const onUdp = passing(words({ 'b.example.com': ['okta'] }, [], 'quic'));
    expect(onUdp.filter((line) => line.includes('udp'))).toEqual([
      '198.51.100.0/24 udp: any',
      'a.example.com udp: any',
      'b.example.com udp: any',
    ]);
    expect(rulesIn(words({ 'b.example.com': ['okta'] }, [], 'quic'))).toEqual([
      'spt-web-quic',
      'spt-web-quic-ip',
      'spt-web-quic-app-okta',
      'spt-web-quic-udp',
    ]);
  });

  test.each<[string, Record<string, string[]>, string[]]>([
    ['nothing', {}, ['spt-web-https', 'spt-web-https-ip']],
    [
      'its App-ID, where it is one',
      { 'b.example.com': ['okta'] },
      ['spt-web-https', 'spt-web-https-ip', 'spt-web-https-app-okta'],
    ],
    [
      'a hash of several, in whatever order the spec names them',
      { 'a.example.com': ['zoom', 'okta'], 'b.example.com': ['okta', 'zoom'] },
      ['spt-web-https-ip', 'spt-web-https-apps-b43a26ad'],
    ],
    [
      'nothing where the group lists it already',
      { 'b.example.com': ['ssl'] },
      ['spt-web-https', 'spt-web-https-ip'],
    ],
  ])('name its rule after %s', (_name, own, want) => {
    expect(rulesIn(words(own))).toEqual(want);
  });

  test('give different names to rules whose joined App-IDs are the same text', () => {
    const spec = words({ 'a.example.com': ['x', 'y'], 'b.example.com': ['x-y'] });
    expect(new Set(rulesIn(spec)).size).toBe(3);
    expect(passing(spec)).toContain('b.example.com tcp: ssl, x-y');
  });

  test('of an additional host change one block of the file', () => {
    const before = linesOf(setOf(policyFor(words({ 'b.example.com': ['okta'] }))));
    const spec = words({ 'b.example.com': ['okta'], 'c.example.com': ['okta'] });
    const [group] = spec.groups;
    const more = { ...group?.to, https: [...(group?.to['https'] ?? []), 'c.example.com'] };
    const after = linesOf(
      setOf(policyFor({ ...spec, groups: [{ ...group, id: 'web', to: more }] })),
    );
    expect(after.filter((line) => !before.includes(line))).toEqual([
      'set profiles custom-url-category spt-web-https-app-okta list c.example.com/',
    ]);
    expect(after).toHaveLength(before.length + 1);
  });

  test('are in the description of their rule', () => {
    expect(setOf(policyFor(words({ 'b.example.com': ['okta'] })))).toContain(
      'rules spt-web-https-app-okta description "required: Web (okta)"',
    );
  });

  test('of an endpoint in the rule of another group are missing, as coverage states', () => {
    const spec: SpecWords = {
      groups: [
        { id: 'a', to: { https: ['a.example.com'] } },
        {
          id: 'b',
          tier: 'optional',
          endpointApplications: listed({ 'a.example.com': ['okta'] }),
          to: { https: ['a.example.com'] },
        },
      ],
    };
    expect(passing(spec)).toEqual(['a.example.com tcp: ssl']);
    expect(kindsOf(policyFor(spec))).toEqual([
      'exact: ',
      'narrower: the rule of another group allows it, without the App-IDs of this group',
    ]);
  });
});

const shifts = 'if the device identifies the service as another App-ID, the rule does not match it';

/** `kind: reason` of every endpoint, whose hosts are all, or none of them, the publisher's. */
function kindsOf(policy: TargetPolicy, isThirdParty = false): string[] {
  const rules = policy.rules.map((rule) => ({
    ...rule,
    destinations: rule.destinations.map((to) => ({
      ...to,
      origins: to.origins.map((origin) => ({ ...origin, isThirdParty })),
    })),
  }));
  return coverageWords(paloalto, { ...policy, rules });
}

describe("a host that is not the publisher's", () => {
  const one = (service: string, own: string[] = [], group: string[] = []): SpecWords => ({
    services: {
      quic: { ports: ['tcp/443', 'udp/443'], application: 'tls' },
      mail: { ports: ['tcp/587'], application: 'other' },
    },
    groups: [
      {
        id: 'web',
        ...(group.length === 0 ? {} : { applications: { paloalto: group } }),
        endpointApplications: own.length === 0 ? {} : listed({ 'a.example.com': own }),
        to: { [service]: ['a.example.com'] },
      },
    ],
  });

  test.each<[string, SpecWords, Partial<Options>, string]>([
    ['on TLS', one('https'), {}, `narrower: ${shifts}`],
    ['in cleartext', one('http'), {}, `narrower: ${shifts}`],
    ['by its addresses', one('https'), { match: 'fqdn' }, `narrower: ${shifts}`],
    ['with an App-ID of its own', one('https', ['okta']), {}, 'exact: '],
    ['with an App-ID of its group', one('https', [], ['okta']), {}, 'exact: '],
    ['for DNS', one('dns'), {}, 'exact: '],
  ])(
    'is narrower where the rule lists the App-ID of the protocol alone: %s',
    (_name, spec, options, want) => {
      expect(kindsOf(policyFor(spec, options), true)).toEqual([want]);
      expect(kindsOf(policyFor(spec, options), false)).toEqual(['exact: ']);
    },
  );

  test('states it in addition to wider reasons', () => {
    expect(kindsOf(policyFor(one('quic')), true)).toEqual([
      `wider: no App-ID is listed for it, so every application may use the ports; ${shifts}`,
    ]);
  });

  test('does not matter if no App-ID is checked', () => {
    const any = kindsOf(policyFor(one('https'), { applications: 'any' }), true);
    expect(
      [...any, ...kindsOf(policyFor(one('mail')), true)].filter((row) => row.includes(shifts)),
    ).toEqual([]);
  });
});
