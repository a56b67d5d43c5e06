import { describe, expect, test } from '@jest/globals';
import { headline } from '../../../src/report/diff/headline.ts';
import { accessText, relatedText } from '../../../src/report/diff/words.ts';
import { isChanged, unexpected } from '../../../src/review/diff/approvals.ts';
import type { AccessChange, DiffReport, RuledChange } from '../../../src/review/diff/change.ts';
import { compare, type Parts } from './support.ts';

/** `KIND access [RELATED]` of each change of the one site. */
function accessOf(report: DiffReport): string[] {
  return [...report.sites.values()].flatMap(({ gained, lost, moved }) => [
    ...gained.map(textOf),
    ...lost.map(textOf),
    ...moved.map(({ destination, from, to }) => `TIER ${destination} ${from} -> ${to}`),
  ]);
}

function textOf(change: AccessChange<string>): string {
  const related = relatedText(change) === null ? '' : ` [${relatedText(change)}]`;
  return `${change.kind} ${accessText(change)}${related}`;
}

function ruled(changes: readonly RuledChange[]): string[] {
  return changes.map(
    ({ what, before, after, needsApproval }) =>
      `${what}: ${before} -> ${after}${needsApproval ? ' (needs approval)' : ''}`,
  );
}

const www = '{ host: www.example.com, service: https }';
function siteWith(keys: string): string {
  return `    { ${keys}clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required, recommended], targets: { iptables: {} } }`;
}

/** A group with these tags, and an endpoint that is named after it. */
function tagged(tags: string, id = 'more'): string {
  return `  - { id: ${id}, title: More, tier: required, tags: ${tags}, source: { document: guide, section: Hosts }, endpoints: [{ host: ${id}.example.com, service: https }] }`;
}

describe('diff of access', () => {
  test.each<[name: string, base: Parts, head: Parts, changes: string[]]>([
    [
      'an added host is NEW',
      {},
      { endpoints: [www, '{ host: api.example.com, service: https }'] },
      ['NEW api.example.com on tcp/443'],
    ],
    [
      'a wildcard around a host is WIDER, and shows what was allowed before',
      {},
      { endpoints: ['{ host: "*.example.com", service: https }'] },
      ['WIDER *.example.com except www.example.com on tcp/443 [www.example.com tcp/443]'],
    ],
    [
      'more ports of a host are WIDER',
      {},
      { endpoints: ['{ host: www.example.com, service: wide }'] },
      ['WIDER www.example.com on tcp/444-445 [www.example.com tcp/443]'],
    ],
    [
      'a host in place of a path of it is CLEARTEXT, and shows the path',
      { endpoints: ['url: http://www.example.com/help'] },
      { endpoints: ['url: http://www.example.com'] },
      [
        'CLEARTEXT www.example.com except www.example.com/help on tcp/80 [www.example.com/help tcp/80]',
      ],
    ],
    [
      'a host in cleartext is CLEARTEXT',
      {},
      { endpoints: [www, '{ host: www.example.com, service: http }'] },
      ['CLEARTEXT www.example.com on tcp/80'],
    ],
    [
      'an endpoint with any destination is ANY',
      {},
      { endpoints: [www, '{ to: any, service: https }'] },
      ['ANY any except www.example.com on tcp/443 [www.example.com tcp/443]'],
    ],
    [
      'more clients are WIDER, and show the clients before',
      {},
      {
        site: '    { clients: [192.0.2.0/24, 198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required, recommended], targets: { iptables: {} } }',
      },
      ['WIDER www.example.com on tcp/443 [www.example.com tcp/443 for 192.0.2.0/24]'],
    ],
    [
      'resolvers: any is ANY',
      { endpoints: ['{ to: resolvers, service: dns }'] },
      {
        endpoints: ['{ to: resolvers, service: dns }'],
        site: '    { clients: [192.0.2.0/24], resolvers: any, enforce: closed, tiers: [required, recommended], targets: { pac: { proxy: "PROXY p.example.net:1" } } }',
      },
      ['ANY any except resolvers on tcp/53, udp/53 [resolvers tcp/53, udp/53]'],
    ],
    [
      'a removed host is REMOVED',
      { endpoints: [www, '{ host: api.example.com, service: https }'] },
      {},
      ['REMOVED api.example.com on tcp/443'],
    ],
    [
      'a smaller network is NARROWER, and shows what remains',
      { endpoints: ['{ network: 198.51.100.0/24, service: https }'] },
      { endpoints: ['{ network: 198.51.100.0/25, service: https }'] },
      ['NARROWER 198.51.100.128/25 on tcp/443 [198.51.100.0/25 tcp/443]'],
    ],
    [
      'a second group of a weaker tier changes no access',
      {},
      {
        groups:
          '  - { id: more, title: More, tier: recommended, endpoints: [{ url: "https://www.example.com" }] }',
      },
      [],
    ],
    [
      'a removed site removes all of its access',
      {
        sites:
          '  office: { prefix: off, clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { pac: { proxy: "PROXY p.example.net:1" } } }',
      },
      {},
      ['REMOVED www.example.com on tcp/443'],
    ],
  ])('%s', (_name, base, head, changes) => {
    expect(accessOf(compare(base, head))).toEqual(changes);
  });

  const protocols = `  ping: { protocols: [icmp-echo], application: other }
  vpn: { ports: [udp/500], protocols: [esp], application: other }
  ike: { ports: [udp/500], application: other }
  signals: { ports: [sctp/2905], application: other }`;
  const gateway = (service: string) => ({
    services: protocols,
    endpoints: [www, `{ host: vpn.example.com, service: ${service} }`],
  });

  test.each<[name: string, base: string, head: string, changes: string[], witnesses: string[]]>([
    [
      'an added protocol is NEW',
      'ike',
      'vpn',
      ['NEW vpn.example.com on esp'],
      ['esp://vpn.example.com'],
    ],
    [
      'a removed protocol is REMOVED',
      'vpn',
      'ike',
      ['REMOVED vpn.example.com on esp'],
      ['esp://vpn.example.com'],
    ],
    [
      'a port of SCTP is not one of UDP',
      'ike',
      'signals',
      ['NEW vpn.example.com on sctp/2905', 'REMOVED vpn.example.com on udp/500'],
      ['sctp://vpn.example.com:2905', 'udp://vpn.example.com:500'],
    ],
    [
      'ping instead of a tunnel',
      'vpn',
      'ping',
      ['NEW vpn.example.com on icmp-echo', 'REMOVED vpn.example.com on esp, udp/500'],
      ['icmp-echo://vpn.example.com', 'esp://vpn.example.com'],
    ],
  ])('%s, with an example flow', (_name, base, head, changes, witnesses) => {
    const report = compare(gateway(base), gateway(head));
    expect(accessOf(report)).toEqual(changes);
    const found = [...report.sites.values()].flatMap(({ gained, lost }) => [...gained, ...lost]);
    expect(found.map(({ witness }) => witness)).toEqual(witnesses);
  });

  test('an added tunnel has its finding, about the protocol alone', () => {
    const { sites } = compare(gateway('ike'), gateway('vpn'));
    const findings = [...sites.values()].flatMap(({ gained }) =>
      gained.flatMap((each) => each.findings),
    );
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toContain(
      'tunnel-protocol 7.5',
    );
  });

  test('a host that moves to another tier is a move', () => {
    const recommended = (id: string) =>
      `  - { id: ${id}, title: More, tier: recommended, endpoints: [{ url: "https://api.example.com" }] }`;
    const required = recommended('more').replace('recommended', 'required');
    expect(accessOf(compare({ groups: recommended('more') }, { groups: required }))).toEqual([
      'TIER api.example.com recommended -> required',
    ]);
  });

  test('a weaker wildcard around a required host moves nothing', () => {
    const around =
      '  - { id: more, title: More, tier: recommended, endpoints: [{ host: "*.example.com", service: https }] }';
    expect(accessOf(compare({}, { groups: around }))).toEqual([
      'WIDER *.example.com except www.example.com on tcp/443 [www.example.com tcp/443]',
    ]);
  });

  test('a part of the ports that moves to another tier is a move', () => {
    const ports = (service: string, tier: string, id: string) =>
      `  - { id: ${id}, title: More, tier: ${tier}, endpoints: [{ host: api.example.com, service: ${service} }] }`;
    const base = { groups: ports('wide', 'recommended', 'more') };
    const head = {
      groups: `${ports('https', 'required', 'most')}\n${ports('wide', 'recommended', 'more')}`,
    };
    expect(accessOf(compare(base, head))).toEqual(['TIER api.example.com recommended -> required']);
  });

  test('added access has its group, document, ticket and findings', () => {
    const [gain] =
      compare(
        {},
        {
          endpoints: [
            www,
            '{ host: api.example.org, service: http, ticket: NET-7, note: for the help }',
          ],
        },
      ).sites.get('branch')?.gained ?? [];
    expect(gain).toMatchObject({
      kind: 'CLEARTEXT',
      witness: 'http://api.example.org/',
      tier: 'required',
      origins: [
        {
          group: { id: 'web', source: { document: 'guide', section: 'Hosts' } },
          endpoint: {
            ticket: 'NET-7',
            note: 'for the help',
            place: { file: 'spec.yaml', line: 20 },
          },
        },
      ],
    });
    expect(gain?.findings.map(({ rule }) => rule)).toEqual([
      'cleartext',
      'enforced-wider',
      'third-party-domain',
    ]);
  });

  test('reports an output that does not enforce the endpoint as in the spec', () => {
    const change = compare(
      {},
      { endpoints: [www, '{ host: "cdn*.example.com", service: https }'] },
    );
    expect(change.sites.get('branch')?.enforcement).toMatchObject([
      { target: 'iptables', endpoint: 'cdn*.example.com', service: 'https', kind: 'unsupported' },
    ]);
  });
});

describe('a refactored spec has no access change', () => {
  const two = [www, '{ host: api.example.com, service: https }'];
  test.each<[name: string, base: Parts, head: Parts]>([
    ['endpoints in another order', { endpoints: two }, { endpoints: [...two].reverse() }],
    [
      'a split group',
      { endpoints: two },
      {
        groups:
          '  - { id: more, title: More, tier: required, source: { document: guide }, endpoints: [{ host: api.example.com, service: https }] }',
      },
    ],
    ['a URL in place of a host', {}, { endpoints: ['url: https://www.example.com'] }],
    [
      'a network in two halves',
      { endpoints: ['{ network: 198.51.100.0/24, service: https }'] },
      {
        endpoints: [
          '{ network: 198.51.100.0/25, service: https }',
          '{ network: 198.51.100.128/25, service: https }',
        ],
      },
    ],
    [
      'a removed host below a wildcard',
      { endpoints: [www, '{ host: "*.example.com", service: https }'] },
      { endpoints: ['{ host: "*.example.com", service: https }'] },
    ],
  ])('%s', (_name, base, head) => {
    const report = compare(base, head);
    expect(accessOf(report)).toEqual([]);
    expect(headline(report)).toMatch(/^No (access )?change\./);
    expect(unexpected(report, 'none')).toEqual([]);
  });

  test('the same spec has no change of any kind', () => {
    const report = compare({}, {});
    expect([isChanged(report), headline(report), report.approvals]).toEqual([
      false,
      'No change.',
      [],
    ]);
  });
});

describe('changes other than access', () => {
  test.each<[name: string, base: Parts, head: Parts, wording: string[]]>([
    [
      'a note and a ticket',
      { endpoints: ['{ host: www.example.com, service: https, note: old }'] },
      { endpoints: ['{ host: www.example.com, service: https, note: new, ticket: NET-1 }'] },
      [
        'endpoint www.example.com (web, https): note: old -> new',
        'endpoint www.example.com (web, https): ticket: null -> NET-1',
      ],
    ],
    ['the owner', {}, { top: 'owner: Network' }, ['spec: owner: null -> Network']],
    [
      'tags by which no site selects',
      { groups: tagged('[a, b]') },
      { groups: tagged('[c, a]') },
      ['group more: tags: a, b -> a, c'],
    ],
  ])('wording: %s', (_name, base, head, wording) => {
    const report = compare(base, head);
    expect(
      report.wording.map(({ what, before, after }) => `${what}: ${before} -> ${after}`),
    ).toEqual(wording);
    expect([report.approvals, accessOf(report)]).toEqual([[], []]);
  });

  test('a tag by which a site selects is a setting, and shows the access', () => {
    const site = siteWith('select: { tags: [a], groups: [web] }, ');
    const [before, after] = [tagged('[a, b]'), `${tagged('[a]')}\n${tagged('[a, c]', 'other')}`];
    const report = compare(
      { site, groups: `${before}\n${tagged('[c]', 'other')}` },
      { site, groups: after },
    );
    expect(ruled(report.settings)).toEqual(['group other: tags: c -> a, c (needs approval)']);
    expect(report.wording.map(({ what }) => what)).toEqual(['group more: tags']);
    expect(accessOf(report)).toEqual(['NEW other.example.com on tcp/443']);
    expect(report.approvals).toHaveLength(1);
  });

  test.each<[name: string, base: Parts, head: Parts, settings: string[]]>([
    [
      'the selection of a site',
      { site: siteWith('select: { tags: [a], groups: [web] }, '), groups: tagged('[a, b]') },
      { site: siteWith('select: { groups: [web], tags: [b, a] }, '), groups: tagged('[b, a]') },
      ['site branch: select: tags a; groups web -> tags a, b; groups web (needs approval)'],
    ],
    [
      'enforce',
      {},
      {
        site: '    { clients: [192.0.2.0/24], resolvers: [self], enforce: additive, tiers: [required, recommended], targets: { iptables: {} } }',
      },
      ['site branch: enforce: closed -> additive (needs approval)'],
    ],
    [
      'inspection',
      {},
      { endpoints: ['{ host: www.example.com, service: https, inspection: bypass }'] },
      ['site branch: www.example.com tcp/443: inspection: allow -> bypass (needs approval)'],
    ],
    [
      'a bypass inside of a permission',
      { endpoints: ['{ host: "*.example.com", service: https }'] },
      {
        endpoints: [
          '{ host: "*.example.com", service: https }',
          '{ host: login.example.com, service: https, inspection: bypass }',
        ],
      },
      ['site branch: login.example.com tcp/443: inspection: allow -> bypass (needs approval)'],
    ],
    [
      'a permission around a bypass changes no inspection',
      { endpoints: ['{ host: www.example.com, service: https, inspection: bypass }'] },
      {
        endpoints: [
          '{ host: www.example.com, service: https, inspection: bypass }',
          '{ host: "*.example.com", service: https }',
        ],
      },
      [],
    ],
    [
      'a bypass that comes with more ports',
      {},
      { endpoints: ['{ host: www.example.com, service: wide, inspection: bypass }'] },
      ['site branch: www.example.com tcp/443-445: inspection: allow -> bypass (needs approval)'],
    ],
    [
      'the application on a port',
      { endpoints: ['{ host: www.example.com, service: wide }'] },
      { endpoints: ['{ host: www.example.com, service: clear }'] },
      ['site branch: www.example.com tcp/443-445: application: tls -> http (needs approval)'],
    ],
    [
      'an endpoint with a later expiry',
      { endpoints: ['{ host: www.example.com, service: https, expires: 2026-12-31 }'] },
      { endpoints: ['{ host: www.example.com, service: https, expires: 2036-12-31 }'] },
      ['site branch: www.example.com tcp/443: expires: 2026-12-31 -> 2036-12-31 (needs approval)'],
    ],
    [
      'App-IDs of a new group that no site allows',
      {},
      {
        groups:
          '  - { id: more, title: More, tier: optional, applications: { paloalto: [okta] }, endpoints: [{ url: "https://www.example.com" }] }',
      },
      ['group more: applications.paloalto: null -> okta (needs approval)'],
    ],
    [
      'a renamed group with the same App-IDs is no change',
      {
        groups:
          '  - { id: more, title: More, tier: required, applications: { paloalto: [okta] }, endpoints: [{ url: "https://a.example.com" }] }',
      },
      {
        groups:
          '  - { id: renamed, title: More, tier: required, endpoints: [{ url: "https://a.example.com", applications: { paloalto: [okta] } }] }',
      },
      [],
    ],
    [
      'a host in a group with other App-IDs',
      {
        endpoints: [www, '{ host: a.example.com, service: https }'],
        groups:
          '  - { id: more, title: More, tier: required, applications: { paloalto: [teamviewer] }, endpoints: [{ url: "https://help.example.com" }] }',
      },
      {
        groups:
          '  - { id: more, title: More, tier: required, applications: { paloalto: [teamviewer] }, endpoints: [{ url: "https://help.example.com" }, { url: "https://a.example.com" }] }',
      },
      [
        'site branch: a.example.com tcp/443: applications.paloalto: none -> teamviewer (needs approval)',
      ],
    ],
    [
      'an option of a target',
      { targets: '{ iptables: {} }' },
      { targets: '{ iptables: { hook: DOCKER-USER } }' },
      ['site branch: iptables.hook: null -> DOCKER-USER (needs approval)'],
    ],
    [
      'iptables no longer logs denied packets',
      {},
      { targets: '{ iptables: { log: false } }' },
      ['site branch: iptables.log: null -> false (needs approval)'],
    ],
    [
      'pfSense no longer logs denied packets, and drops them',
      { targets: '{ pfsense: { interface: lan } }' },
      { targets: '{ pfsense: { interface: lan, log: false, closing: block } }' },
      [
        'site branch: pfsense.closing: null -> block (needs approval)',
        'site branch: pfsense.log: null -> false (needs approval)',
      ],
    ],
    [
      'TLS inspection of a proxy',
      { targets: '{ squid: { tlsInspection: explicit } }' },
      { targets: '{ squid: { tlsInspection: none, direct: false } }' },
      [
        'site branch: squid.direct: null -> false (needs approval)',
        'site branch: squid.tlsInspection: explicit -> none (needs approval)',
      ],
    ],
    [
      'the device of a site',
      { site: siteWith('device: fw-north, ') },
      { site: siteWith('device: fw-south, ') },
      ['site branch: device: fw-north -> fw-south (needs approval)'],
    ],
  ])('settings: %s', (_name, base, head, settings) => {
    const report = compare(base, head);
    expect(ruled(report.settings)).toEqual(settings);
    expect(report.approvals).toHaveLength(settings.length);
  });

  test.each<[name: string, base: string, head: string, approval: boolean]>([
    [
      'one more flow is demanded',
      'deny: ["https://a.example/"]',
      'deny: ["https://a.example/", "https://b.example/"]',
      false,
    ],
    [
      'one flow less is demanded',
      'deny: ["https://a.example/", "https://b.example/"]',
      'deny: ["https://a.example/"]',
      true,
    ],
    [
      'another kind of demand',
      'deny: ["https://a.example/"]',
      'allow: ["https://www.example.com/"]',
      true,
    ],
    ['less may be allowed', 'only: [https, dns]', 'only: [https]', false],
    ['more may be allowed', 'only: [https]', 'only: [https, dns]', true],
    [
      'one more port is denied',
      'never: { ports: [tcp/22] }',
      'never: { ports: [tcp/22-23] }',
      false,
    ],
    [
      'one port less is denied',
      'never: { ports: [tcp/22-23] }',
      'never: { ports: [tcp/22] }',
      true,
    ],
    [
      'one more host is excepted',
      'never: { ports: [tcp/443] }',
      'never: { ports: [tcp/443], except: [www.example.com] }',
      true,
    ],
    [
      'the test applies to one site only',
      'deny: ["https://a.example/"]',
      'sites: [branch], deny: ["https://a.example/"]',
      true,
    ],
    [
      'the test applies to every site',
      'sites: [branch], deny: ["https://a.example/"]',
      'deny: ["https://a.example/"]',
      false,
    ],
    [
      'another verdict is expected',
      'flow: "https://a.example/", expect: { iptables: deny }',
      'flow: "https://a.example/", expect: { iptables: allow }',
      true,
    ],
  ])('approval of a changed test: %s', (_name, base, head, approval) => {
    const test = (words: string): Parts => ({ tests: `  - { name: it, ${words} }` });
    expect(compare(test(base), test(head)).tests).toMatchObject([
      { what: 'test "it"', needsApproval: approval },
    ]);
  });

  test('a service in "only" with more ports needs approval', () => {
    const spare = (ports: string): Parts => ({
      services: `  spare: { ports: [${ports}], application: other }`,
      tests: '  - { name: it, only: [https, spare] }',
    });
    expect(compare(spare('tcp/9999'), spare('tcp/1-65535')).tests).toMatchObject([
      { needsApproval: true, after: 'only https (tcp/443), spare (tcp/1-65535)' },
    ]);
    expect(compare(spare('tcp/1-65535'), spare('tcp/9999')).tests).toMatchObject([
      { needsApproval: false },
    ]);
  });

  test('a removed test needs approval, a new one does not', () => {
    const tests = { tests: '  - { name: it, deny: ["https://a.example/"] }' };
    expect(compare(tests, {}).tests).toMatchObject([{ after: null, needsApproval: true }]);
    expect(compare({}, tests).tests).toMatchObject([{ before: null, needsApproval: false }]);
  });
});

const exception = (rule: string, endpoint: string) =>
  `version: 1\nexceptions:\n  - { rule: ${rule}, endpoint: "${endpoint}", reason: known, ticket: NET-1, approvedBy: Security, until: 2027-06-30 }\n`;

describe('findings and exceptions of a change', () => {
  const clear: Parts = { endpoints: [www, '{ host: www.example.com, service: http }'] };

  test('reports only findings that base does not have', () => {
    const rules = (base: Parts, head: Parts) =>
      compare(base, head).findings.map(({ rule }) => rule);
    expect(rules({}, clear)).toContain('cleartext');
    expect(rules(clear, clear)).toEqual([]);
  });

  test("head's new exception accepts nothing, and needs approval itself", () => {
    const report = compare({}, { ...clear, exceptions: exception('cleartext', 'www.example.com') });
    const found = report.findings.find(({ rule }) => rule === 'cleartext');
    expect(found?.exception).toBeNull();
    expect(ruled(report.exceptions)).toEqual([
      'exception from cleartext for www.example.com: null -> known (NET-1, Security, until 2027-06-30) (needs approval)',
    ]);
  });

  test("base's exception accepts", () => {
    const known = { exceptions: exception('cleartext', 'www.example.com') };
    const report = compare(known, { ...clear, ...known });
    const found = report.findings.find(({ rule }) => rule === 'cleartext');
    expect(found?.exception).toMatchObject({ ticket: 'NET-1' });
    expect(report.exceptions).toEqual([]);
  });

  test("base's exception does not accept that the same endpoint becomes worse", () => {
    const range = (ports: string) => `  odd: { ports: [${ports}], application: other }`;
    const odd = (ports: string): Parts => ({
      services: range(ports),
      endpoints: ['{ host: www.example.com, service: odd }'],
      exceptions: exception('broad-port-range', 'www.example.com'),
    });
    const accepted = (base: Parts, head: Parts) =>
      compare(base, head)
        .findings.filter(({ rule }) => rule === 'broad-port-range')
        .map((finding) => finding.exception !== null);
    expect(accepted(odd('tcp/1000-1020'), odd('tcp/1-65535'))).toEqual([false]);
    const before = { ...odd('tcp/1000-1001') };
    expect(accepted(before, odd('tcp/1000-1020'))).toEqual([true]);
  });

  test('a finding on another line is not new', () => {
    const twice = { endpoints: [www, 'url: https://www.example.com'] };
    expect(compare(twice, { ...twice, top: 'owner: Network' }).findings).toEqual([]);
  });

  test("a document's own domains are those of base", () => {
    const own = (domains: string): Parts => ({
      domains,
      endpoints: [www, 'url: https://evil.example'],
    });
    const rules = compare(
      { domains: 'example.com' },
      own('example.com, evil.example'),
    ).findings.map(({ rule }) => rule);
    expect(rules).toContain('third-party-domain');
  });

  test('reports added access without a reason', () => {
    const groups = (extra: string) =>
      `  - { id: more, title: More, tier: recommended, endpoints: [{ url: "https://api.example.com"${extra} }] }`;
    const rules = (extra: string) =>
      compare({}, { groups: groups(extra) }).findings.map(({ rule }) => rule);
    expect(rules('')).toContain('gained-without-reason');
    expect(rules(', ticket: NET-2')).not.toContain('gained-without-reason');
  });
});

describe('thresholds of a change', () => {
  const hosts = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `{ host: host-${index}.example.com, service: https }`,
    );

  test.each<[from: number, to: number, held: boolean]>([
    [10, 7, false],
    [10, 6, true],
    [9, 1, false],
    [100, 70, false],
    [100, 69, true],
  ])('%d destinations become %d: held is %s', (from, to, held) => {
    const report = compare({ endpoints: hosts(from) }, { endpoints: hosts(to) });
    expect([report.held, report.approvals.length > 0]).toEqual([held, held]);
  });

  test('an exception in base lifts a threshold, as the help says', () => {
    const [base, head] = [{ endpoints: hosts(10) }, { endpoints: hosts(2) }];
    expect(compare(base, head).approvals).toMatchObject([
      {
        what: 'mass-removal of branch: 8 of 10 destinations lose access',
        help: expect.stringContaining('exceptions.yaml with rule: mass-removal, endpoint: branch'),
      },
    ]);
    const excepted = { exceptions: exception('mass-removal', 'branch') };
    expect(compare({ ...base, ...excepted }, { ...head, ...excepted }).held).toBe(false);
  });

  test('an output that becomes empty is held back', () => {
    const dns = '{ to: resolvers, service: dns }';
    const targets = '{ iptables: {}, pac: { proxy: "PROXY p.example.net:1" } }';
    const bypass = '{ host: www.example.com, service: https, inspection: bypass }';
    const report = compare(
      { endpoints: [bypass, dns], targets },
      { endpoints: [www, dns], targets },
    );
    expect(report.held).toBe(true);
    expect(report.approvals.map(({ what }) => what)).toContain(
      'output-empties of branch/pac: allowed access before, and allows nothing now',
    );
  });
});

describe('changes beyond --expect', () => {
  const more = { endpoints: [www, '{ host: api.example.com, service: https }'] };

  test.each<[name: string, base: Parts, head: Parts, none: number, narrow: number]>([
    ['added access', {}, more, 1, 1],
    ['removed access', more, {}, 1, 0],
    ['wording', {}, { top: 'owner: Network' }, 0, 0],
    [
      'a setting',
      { targets: '{ iptables: {} }' },
      { targets: '{ iptables: { log: false } }' },
      1,
      1,
    ],
  ])('%s', (_name, base, head, none, narrow) => {
    const report = compare(base, head);
    expect([unexpected(report, 'none').length, unexpected(report, 'narrow-only').length]).toEqual([
      none,
      narrow,
    ]);
  });
});

test('the review id changes with either side', () => {
  const ids = [
    compare({}, {}),
    compare({}, { top: 'owner: Network' }),
    compare({ top: 'owner: Network' }, {}),
  ].map(({ reviewId }) => reviewId);
  expect(new Set(ids).size).toBe(3);
  expect(compare({}, {}).reviewId).toBe(ids[0]);
});
