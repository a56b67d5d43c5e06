import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import {
  keptTexts,
  outputsText,
  relatedTexts,
  removedFlowText,
} from '../../../src/report/diff/words.ts';
import type { DiffReport, Gain, Loss } from '../../../src/review/diff/change.ts';
import { compare, type Parts } from './support.ts';

const www = '{ host: www.example.com, service: https }';
const v6 = '{ network: "2001:db8:7::/48", service: https }';

function site(targets: string, clients = '[192.0.2.0/24]'): string {
  return `    { clients: ${clients}, resolvers: [self], enforce: closed, tiers: [required, recommended], targets: ${targets} }`;
}

const iptables = 'iptables: {}';
const squid = 'squid: { tlsInspection: explicit }';
const pac = 'pac: { proxy: "PROXY p.example.net:1" }';

function gainsOf({ sites }: DiffReport): readonly Gain[] {
  return [...sites.values()].flatMap(({ gained }) => gained);
}

function lossesOf({ sites }: DiffReport): readonly Loss[] {
  return [...sites.values()].flatMap(({ lost }) => lost);
}

/** `destination for clients [by outputs]` of each gain. */
function gains(base: Parts, head: Parts): string[] {
  return gainsOf(compare(base, head)).map((gain) => {
    const by = outputsText(gain);
    const who = gain.clients.map(formatNetwork).join(', ');
    return `${formatDestination(gain.destination.base)} for ${who}${by === null ? '' : ` by ${by}`}`;
  });
}

describe('diff of access by output', () => {
  test.each<[string, string, string, string[]]>([
    [
      'a proxy dials the family that no client has',
      `{ ${squid} }`,
      '[192.0.2.0/24]',
      ['2001:db8:7::/48 for 192.0.2.0/24'],
    ],
    [
      'allowed by Squid only, beside a packet filter',
      `{ ${iptables}, ${squid} }`,
      '[192.0.2.0/24]',
      ['2001:db8:7::/48 for 192.0.2.0/24 by squid only'],
    ],
    ['a packet filter alone gives nothing', `{ ${iptables} }`, '[192.0.2.0/24]', []],
    [
      'allowed by Squid; a PAC file lists only what skips the proxy',
      `{ ${iptables}, ${pac}, ${squid} }`,
      '[192.0.2.0/24]',
      ['2001:db8:7::/48 for 192.0.2.0/24 by squid only'],
    ],
    [
      'with clients of both families it is one gain for all of them',
      `{ ${iptables}, ${squid} }`,
      '[192.0.2.0/24, "2001:db8:c1::/64"]',
      ['2001:db8:7::/48 for 192.0.2.0/24, 2001:db8:c1::/64'],
    ],
  ])('a network of IPv6: %s', (_name, targets, clients, want) => {
    expect(
      gains(
        { endpoints: [www], site: site(targets, clients) },
        { endpoints: [www, v6], site: site(targets, clients) },
      ),
    ).toEqual(want);
  });

  test.each([
    ['PAC alone, for a host that still uses the proxy', pac, 'http'],
    ['Squid alone, for DNS', squid, 'dns'],
  ])(
    'has the findings about what the spec says, though no output decides: %s',
    (_what, target, service) => {
      const inner = '{ network: 203.0.113.200, service: SERVICE, inspection: allow }'.replace(
        'SERVICE',
        service,
      );
      const own = site(`{ ${target} }`).replace(' tiers:', ' inner: [203.0.113.128/25], tiers:');
      const report = compare(
        { endpoints: [www], site: own },
        { endpoints: [www, inner], site: own },
      );
      const [gain] = gainsOf(report);
      expect(gain?.outputs).toEqual([]);
      expect(gain?.findings.map(({ rule }) => rule)).toContain('inner-opened');
      expect(gain?.findings.some(({ severity }) => severity >= 7)).toBe(true);
    },
  );

  test('a network of IPv6 that bypasses inspection: allowed by PAC and Squid', () => {
    const bypassed = '{ network: "2001:db8:7::/48", service: https, inspection: bypass }';
    const own = site(`{ ${iptables}, ${pac}, ${squid} }`);
    expect(
      gains({ endpoints: [www], site: own }, { endpoints: [www, bypassed], site: own }),
    ).toEqual(['2001:db8:7::/48 for 192.0.2.0/24 by pac, squid only']);
  });

  test.each<[string, string, string, string[]]>([
    [
      'more clients of one output are added access of it',
      `{ ${iptables}, squid: { tlsInspection: none, clients: [192.0.2.0/25] } }`,
      `{ ${iptables}, squid: { tlsInspection: none, clients: [192.0.2.0/24] } }`,
      ['www.example.com for 192.0.2.128/25 by squid only'],
    ],
    [
      'an output that had fewer clients than the others, and now has those of the site',
      `{ ${iptables}, squid: { tlsInspection: none, clients: [192.0.2.0/25] } }`,
      `{ ${iptables}, squid: { tlsInspection: none } }`,
      ['www.example.com for 192.0.2.128/25 by squid only'],
    ],
    [
      'clients of its own that are more than the site has',
      `{ ${iptables} }`,
      '{ iptables: { clients: [192.0.2.0/24, 198.51.100.0/24] } }',
      ['www.example.com for 198.51.100.0/24'],
    ],
    [
      'an output more that gives what others give',
      `{ ${iptables} }`,
      `{ ${iptables}, ${squid} }`,
      [],
    ],
    [
      'an added output with more clients',
      `{ ${iptables} }`,
      `{ ${iptables}, squid: { tlsInspection: none, clients: [192.0.0.0/16] } }`,
      ['www.example.com for 192.0.0.0/23, 192.0.3.0-192.0.255.255 by squid only'],
    ],
  ])('%s', (_name, before, after, want) => {
    expect(gains({ site: site(before) }, { site: site(after) })).toEqual(want);
  });
});

describe('removed access that an output still allows', () => {
  const cases: [string, string[], string[], string, string[]][] = [
    [
      'a path next to one that remains',
      ['{ url: "http://dl.example.net/a" }', '{ url: "http://dl.example.net/b" }'],
      ['{ url: "http://dl.example.net/a" }'],
      `{ ${iptables}, ${squid} }`,
      [
        'the spec no longer allows http://dl.example.net/b, but iptables still allows it',
        'iptables, for dl.example.net (dnsmasq also allows the subdomains of this host, and a packet filter cannot see the path)',
      ],
    ],
    [
      'a subdomain of a listed name',
      ['{ host: cdn.example.org, service: https }', '{ host: x.cdn.example.org, service: https }'],
      ['{ host: cdn.example.org, service: https }'],
      `{ ${iptables}, ${squid} }`,
      [
        'the spec no longer allows https://x.cdn.example.org/, but iptables still allows it',
        'iptables, for cdn.example.org (dnsmasq also allows the subdomains of this host)',
      ],
    ],
    [
      'the parent domain of a wildcard',
      ['{ host: "*.example.com", service: https }', '{ host: example.com, service: https }'],
      ['{ host: "*.example.com", service: https }'],
      `{ ${iptables}, ${squid} }`,
      [
        'the spec no longer allows https://example.com/, but iptables still allows it',
        'iptables, for *.example.com (dnsmasq also allows the name itself, not only its subdomains)',
      ],
    ],
    [
      'a name that nothing opens any more',
      [www, '{ host: api.example.com, service: https }'],
      [www],
      `{ ${iptables}, ${squid} }`,
      ['https://api.example.com/ was allowed, is now denied'],
    ],
    [
      'a wildcard with a listed subdomain: the example flow is denied',
      ['{ host: "*.example.com", service: https }'],
      [www],
      `{ ${iptables}, ${squid} }`,
      [
        'https://anything.example.com/ was allowed, is now denied',
        'iptables, for www.example.com (dnsmasq also allows the subdomains of this host)',
      ],
    ],
  ];
  test.each(cases)('%s', (_name, before, after, targets, want) => {
    const report = compare(
      { endpoints: before, site: site(targets) },
      { endpoints: after, site: site(targets) },
    );
    expect(lossesOf(report).flatMap((loss) => [removedFlowText(loss), ...keptTexts(loss)])).toEqual(
      want,
    );
  });

  test('names the output that keeps clients which another one loses', () => {
    const targets = (clients: string) =>
      `{ ${iptables}, squid: { tlsInspection: none, clients: [${clients}] } }`;
    const report = compare(
      { site: site(targets('192.0.2.0/24')) },
      { site: site(targets('192.0.2.0/25')) },
    );
    expect(lossesOf(report).map((loss) => [outputsText(loss), loss.witnessOpenIn])).toEqual([
      ['squid only', ['iptables']],
    ]);
  });

  test('names any destination, by which an output keeps a name', () => {
    const targets = (clients: string) =>
      `{ ${iptables}, squid: { tlsInspection: none, clients: [${clients}] } }`;
    const endpoints = [www, '{ to: any, service: https }'];
    const report = compare(
      { endpoints, site: site(targets('192.0.2.0/24')) },
      { endpoints, site: site(targets('192.0.2.0/25')) },
    );
    const [loss] = lossesOf(report).filter(({ destination: { base } }) => base.kind === 'host');
    expect(loss?.keptOpen.map(({ target, destination }) => [target, destination])).toEqual([
      ['iptables', 'any'],
      ['iptables', 'www.example.com'],
    ]);
  });
});

describe('related access before a change', () => {
  test.each<[string, string[], string[], string[][]]>([
    [
      'is not told of other ports',
      ['{ host: api.example.com, service: https }'],
      ['{ host: api.example.com, service: https }', '{ to: any, service: dns }'],
      [[]],
    ],
    [
      'is told on the ports that the gain meets',
      [www],
      ['{ host: "*.example.com", service: https }', www],
      [['www.example.com tcp/443']],
    ],
    [
      'is never cut for scripts',
      ['a', 'b', 'c', 'd', 'e'].map((name) => `{ host: ${name}.example.com, service: https }`),
      ['{ host: "*.example.com", service: https }'],
      [['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.com tcp/443`)],
    ],
  ])('%s', (_name, before, after, want) => {
    const report = compare({ endpoints: before }, { endpoints: after });
    expect(gainsOf(report).map(relatedTexts)).toEqual(want);
  });

  test('findings are listed with the added access that they are about', () => {
    const report = compare(
      {},
      { endpoints: [www, '{ host: files.example.com, services: [http, https] }'] },
    );
    const found = gainsOf(report).map(({ ports, findings }) => [
      ports.map(({ low }) => low).join(),
      findings.map(({ rule }) => rule).filter((rule) => rule === 'cleartext'),
    ]);
    expect(found).toEqual([
      ['80', ['cleartext']],
      ['443', []],
    ]);
  });
});

describe('diff of the last day of access', () => {
  const pilot = (more: string) => `{ url: "https://www.example.com"${more} }`;
  const until = (day: string) => pilot(`, expires: ${day}`);
  const settings = (base: Parts, head: Parts) =>
    compare(base, head).settings.map(({ before, after }) => `${before} -> ${after}`);

  test.each<[string, Parts, Parts, string[]]>([
    [
      'it moves to another group without an end',
      { endpoints: [until('2026-12-31')] },
      {
        endpoints: ['{ host: x.example.com, service: https }'],
        groups: `  - { id: two, title: Two, tier: required, endpoints: [${pilot('')}] }`,
      },
      ['2026-12-31 -> no end'],
    ],
    [
      'a URL becomes a host',
      { endpoints: [until('2026-12-31')] },
      { endpoints: [www] },
      ['2026-12-31 -> no end'],
    ],
    [
      'a wildcard without an end takes it in',
      { endpoints: [until('2026-12-31')] },
      { endpoints: [until('2026-12-31'), '{ host: "*.example.com", service: https }'] },
      ['2026-12-31 -> no end'],
    ],
    [
      'a double in another group lasts longer',
      { endpoints: [until('2026-12-31')] },
      {
        endpoints: [until('2026-12-31')],
        groups: `  - { id: two, title: Two, tier: recommended, endpoints: [${until('2027-01-31')}] }`,
      },
      ['2026-12-31 -> 2027-01-31'],
    ],
    [
      'a shorter time is wording',
      { endpoints: [until('2026-12-31')] },
      { endpoints: [until('2026-11-30')] },
      [],
    ],
    [
      'an end where there was none is wording',
      { endpoints: [pilot('')] },
      { endpoints: [until('2026-11-30')] },
      [],
    ],
    [
      'the same days in another order of groups',
      {
        endpoints: [until('2026-12-31')],
        groups:
          '  - { id: two, title: Two, tier: required, endpoints: [{ host: b.example.com, service: https }] }',
      },
      {
        endpoints: ['{ host: b.example.com, service: https }'],
        groups: `  - { id: two, title: Two, tier: required, endpoints: [${until('2026-12-31')}] }`,
      },
      [],
    ],
  ])('%s', (_name, base, head, want) => {
    expect(settings(base, head)).toEqual(want);
  });
});

test('a host is third-party if only head has its domain', () => {
  const rules = (head: Parts) =>
    gainsOf(compare({}, head)).map(({ findings }) =>
      findings.map(({ rule }) => rule).filter((rule) => rule === 'third-party-domain'),
    );
  const evil = '{ url: "https://c2.evil.com", source: { document: faq } }';
  const faq = '  faq: { title: FAQ, domains: [evil.com] }';
  expect(rules({ endpoints: [www, evil], documents: faq })).toEqual([['third-party-domain']]);
  expect(
    rules({ endpoints: [www, '{ url: "https://c2.evil.com" }'], domains: 'example.com, evil.com' }),
  ).toEqual([['third-party-domain']]);
  const own = '{ url: "https://api.example.com", source: { document: faq } }';
  expect(rules({ endpoints: [www, own], documents: faq })).toEqual([[]]);
});

describe('diff of network settings', () => {
  const settings = (before: string, after: string) =>
    compare({ site: site(before) }, { site: site(after) }).settings.map(({ what }) => what);
  const paloalto = (resolvers: string) =>
    `{ paloalto: { from: trust, to: untrust, position: top, resolvers: [${resolvers}] } }`;

  test.each<[string, string, string]>([
    [
      'clients in two halves',
      '{ iptables: { clients: [198.51.100.0/24] } }',
      '{ iptables: { clients: [198.51.100.0/25, 198.51.100.128/25] } }',
    ],
    ["the site's own clients", '{ iptables: {} }', '{ iptables: { clients: [192.0.2.0/24] } }'],
    ['a resolver with /32', paloalto('192.0.2.53'), paloalto('192.0.2.53/32')],
  ])('%s mean the same', (_name, before, after) => {
    expect(settings(before, after)).toEqual([]);
  });

  test('reports other networks', () => {
    expect(settings(paloalto('192.0.2.53'), paloalto('192.0.2.54'))).toEqual([
      'site branch: paloalto.resolvers',
    ]);
  });
});

test('a finding about an output is listed only with access added by that output', () => {
  const other =
    '  other: { prefix: oth, clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { squid: { tlsInspection: none } } }';
  const report = compare({}, { sites: other });
  expect(gainsOf(report).map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([[]]);
  const more = compare({}, { endpoints: [www, '{ host: api.example.com, service: https }'] });
  expect(gainsOf(more).map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
    ['enforced-wider'],
  ]);
});
