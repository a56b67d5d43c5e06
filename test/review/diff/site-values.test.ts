import { describe, expect, test } from '@jest/globals';
import { decidingPlace, writtenText } from '../../../src/policy/written.ts';
import { givenJson, givenText } from '../../../src/report/page/given.ts';
import type { DiffReport } from '../../../src/review/diff/change.ts';
import { compare, type Parts } from './support.ts';

const endpoint = '{ to: mirror, service: https, note: packages }';

function with_(items: string, more: Partial<Parts> = {}): Parts {
  return {
    endpoints: [endpoint],
    site: `    { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} },\n      destinations: { mirror: [${items}] } }`,
    ...more,
  };
}

const lineOfSite = (report: DiffReport) =>
  [...report.sites.values()].flatMap(({ gained }) =>
    gained.flatMap(({ origins }) => origins.map((origin) => decidingPlace(origin.endpoint))),
  );

function exception(rule: string): string {
  return `version: 1\nexceptions:\n  - { rule: ${rule}, endpoint: mirror, reason: known, ticket: NET-1, approvedBy: Security, until: 2027-06-30 }\n`;
}

describe('a changed value of a site', () => {
  const report = compare(with_('198.51.100.9'), with_('10.1.2.3'));
  const [change] = report.sites.values();

  test('is added and removed access of the endpoint, at the line of the site', () => {
    const texts = (
      some: typeof change extends undefined
        ? never
        : readonly { origins: readonly { endpoint: Parameters<typeof writtenText>[0] }[] }[],
    ) => some.flatMap(({ origins }) => origins.map((origin) => writtenText(origin.endpoint)));
    expect(texts(change?.gained ?? [])).toEqual(['mirror (10.1.2.3)']);
    expect(texts(change?.lost ?? [])).toEqual(['mirror (198.51.100.9)']);
    expect(lineOfSite(report).map(({ line }) => line)).toEqual([23]);
  });

  test('has all findings, of this value alone', () => {
    const both = compare(with_('198.51.100.9'), with_('10.1.2.3, 203.0.113.9'));
    const found = [...both.sites.values()].flatMap(({ gained }) =>
      gained.map(({ witness, findings }) => [
        witness,
        findings.map(({ rule }) => rule).includes('private-address'),
      ]),
    );
    expect(found).toEqual([
      ['https://10.1.2.3/', true],
      ['https://203.0.113.9/', false],
    ]);
  });

  test('is a setting that needs approval', () => {
    expect(
      report.settings.map(({ what, before, after, needsApproval }) => [
        what,
        before,
        after,
        needsApproval,
      ]),
    ).toEqual([['site branch: destinations.mirror', '198.51.100.9', '10.1.2.3', true]]);
  });

  test('is not explained by the endpoint', () => {
    const found = report.findings.filter(({ rule }) => rule === 'gained-without-reason');
    expect(found.map(({ subject, message, at }) => [subject, message, at.line])).toEqual([
      [
        'mirror',
        'has the new value 10.1.2.3, which its source, ticket, requester or note does not explain',
        23,
      ],
    ]);
  });

  test('is explained by an endpoint that is new itself', () => {
    const added = compare(
      { site: with_('10.1.2.3').site?.replace(/,\n.*/, ' }') ?? '' },
      with_('10.1.2.3'),
    );
    expect(added.findings.filter(({ rule }) => rule === 'gained-without-reason')).toEqual([]);
  });
});

describe('an exception for a written form', () => {
  const exceptions = exception('private-address');
  const accepted = (base: string, head: string) =>
    compare(with_(base, { exceptions }), with_(head, { exceptions }))
      .findings.filter(({ rule }) => rule === 'private-address')
      .map((finding) => finding.exception !== null);

  test('does not accept another value', () => {
    expect(accepted('10.1.2.3', '10.1.2.4')).toEqual([false]);
  });

  test('does not accept a value if it accepted nothing in base', () => {
    expect(accepted('198.51.100.9', '10.1.2.4')).toEqual([false]);
  });

  test('accepts the values of base for more clients', () => {
    const wider = with_('10.1.2.3', { exceptions });
    const head = { ...wider, site: wider.site?.replace('192.0.2.0/24', '192.0.2.0/23') ?? '' };
    const found = compare(wider, head).findings.filter(({ rule }) => rule === 'private-address');
    expect(found.map((finding) => finding.exception !== null)).toEqual([true]);
  });
});

describe('a changed value of a variable', () => {
  const tenant = (value: string, more: Partial<Parts> = {}): Parts => ({
    top: 'variables:\n  tenant: { description: your name }',
    endpoints: [`{ url: "https://\${tenant}.okta.com/", ticket: NET-1 }`],
    site: `    { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} },\n      variables: { tenant: ${value} } }`,
    tests: `  - { name: sign-in, allow: ["https://\${tenant}.okta.com/"] }`,
    ...more,
  });
  const report = compare(tenant('contoso'), tenant('fabrikam'));

  test('is access added and removed, with both forms and both locations in every report', () => {
    const [change] = report.sites.values();
    expect(change?.gained.map(({ witness }) => witness)).toEqual(['https://fabrikam.okta.com/']);
    expect(change?.lost.map(({ witness }) => witness)).toEqual(['https://contoso.okta.com/']);
    const [gain] = change?.gained ?? [];
    const [origin] = gain?.origins ?? [];
    if (origin === undefined) throw new Error('the access has an origin');
    const { place, given } = origin.endpoint;
    expect(givenText(origin.endpoint)).toBe(
      `https://\${tenant}.okta.com/ (tenant: fabrikam at spec.yaml:${given?.places[0]?.line}:28)`,
    );
    expect(given?.places[0]?.line).not.toBe(place.line);
    expect(givenJson(origin.endpoint)).toEqual({
      value: { tenant: 'fabrikam' },
      valueAt: { file: 'spec.yaml', line: given?.places[0]?.line, column: 28 },
    });
  });

  test('is a setting, and no change of the test that uses it', () => {
    expect(report.settings.map(({ what, after }) => [what, after])).toEqual([
      ['site branch: variables.tenant', 'fabrikam'],
    ]);
    expect(report.tests).toEqual([]);
  });

  test('needs approval for a test that no longer uses the variable', () => {
    const weaker = tenant('contoso', {
      tests: '  - { name: sign-in, allow: ["https://contoso.okta.com/"] }',
    });
    expect(
      compare(tenant('contoso'), weaker).tests.map(({ needsApproval }) => needsApproval),
    ).toEqual([true]);
  });

  test('shows the description and the dots of a variable among the wording', () => {
    const dotted = tenant('contoso', {
      top: 'variables:\n  tenant: { description: its name, dots: true }',
    });
    expect(
      compare(tenant('contoso'), dotted).wording.map(({ what, after }) => [what, after]),
    ).toEqual([
      ['variable tenant: description', 'its name'],
      ['variable tenant: dots', 'allowed'],
    ]);
  });
});

describe('a service that a test with a variable lists', () => {
  const listing = (services: string): Parts => ({
    top: 'variables:\n  tenant: {}',
    services,
    endpoints: [
      `{ url: "https://\${tenant}.okta.com/", ticket: NET-1 }`,
      '{ host: www.example.com, service: https }',
    ],
    groups:
      '  - { id: help, title: Help, tier: optional, endpoints: [{ host: help.example.com, service: own }] }',
    site: `    { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} },\n      variables: { tenant: [contoso, fabrikam] } }`,
    tests: `  - { name: no more, only: ["https://\${tenant}.okta.com", https, own] }`,
  });
  const one = listing('  own: { ports: [tcp/8443], application: tls }');
  const more = listing('  own: { ports: [tcp/1-65535, udp/1-65535], application: other }');
  const changed = (before: Parts, after: Parts) =>
    compare(before, after).tests.map(({ what, after: is, needsApproval }) => [
      what,
      is,
      needsApproval,
    ]);
  const written = `only https, https://\${tenant}.okta.com, own; https (tcp/443)`;

  test('needs approval for more ports, and none for fewer', () => {
    expect(changed(one, more)).toEqual([
      ['test "no more"', `${written}; own (tcp/1-65535, udp/1-65535)`, true],
    ]);
    expect(changed(more, one)).toEqual([['test "no more"', `${written}; own (tcp/8443)`, false]]);
  });
});

describe('findings about values that one line of a site gives for several endpoints', () => {
  const tenant = (value: string): Parts => ({
    top: 'variables:\n  tenant: {}\n  region: {}',
    endpoints: [
      `{ url: "https://\${tenant}.example.com", ticket: NET-1 }`,
      `{ url: "https://\${tenant}-\${region}.example.com", ticket: NET-1 }`,
    ],
    groups: `  - id: more\n    title: More\n    tier: required\n    endpoints:\n      - { url: "https://\${tenant}.example.net", ticket: NET-1 }`,
    site: `    { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { squid: { tlsInspection: explicit } },\n      variables: { tenant: ${value}, region: [eu1, us2] } }`,
  });

  test('stand at the access of their endpoint and their value alone', () => {
    const [change] = compare(tenant('acme'), tenant('contoso')).sites.values();
    const found = change?.gained.map(({ witness, findings }) => [
      witness,
      findings.flatMap(({ rule, message }) =>
        rule === 'gained-without-reason'
          ? [/new value ([^,]*(?:, region: \w+)?)/.exec(message)?.[1]]
          : [],
      ),
    ]);
    expect(found).toEqual([
      ['https://contoso-eu1.example.com/', ['tenant: contoso, region: eu1']],
      ['https://contoso-us2.example.com/', ['tenant: contoso, region: us2']],
      ['https://contoso.example.com/', ['tenant: contoso']],
      ['https://contoso.example.net/', ['tenant: contoso']],
    ]);
  });
});

describe('an exception that accepted a value at one of two sites', () => {
  const sides = (of: string, first: string, second: string): Parts => ({
    endpoints: [endpoint],
    site: siteText('dmo', first),
    sites: `  depot:\n${siteText('dpt', second)}`,
    exceptions: exception('device-service').replace('endpoint: mirror', of),
  });
  const siteText = (prefix: string, items: string) =>
    `    { prefix: ${prefix}, clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} },\n      destinations: { mirror: [${items}] } }`;
  const found = (base: Parts, head: Parts) =>
    compare(base, head)
      .findings.filter(({ rule }) => rule === 'device-service')
      .map((finding) => finding.exception !== null);

  test.each(['endpoint: mirror', 'group: web'])('does not accept it at the other: %s', (of) => {
    const one = sides(of, 'self', '198.51.100.9');
    expect(found(one, sides(of, 'self', 'self'))).toEqual([false]);
    expect(found(one, one)).toEqual([]);
  });

  test.each(['endpoint: mirror', 'group: web'])('accepts it where base had it: %s', (of) => {
    const both = sides(of, 'self', 'self');
    const more = { ...both, sites: both.sites?.replace('192.0.2.0/24', '192.0.2.0/23') ?? '' };
    expect(found(both, more)).toEqual([true]);
  });
});

test('a value of base on more ports is no new value, so that the reason of the endpoint explains it', () => {
  const own = endpoint.replace('https', 'own');
  const ports = {
    own: '{ ports: [tcp/443], application: tls }',
    more: '{ ports: [tcp/443-445], application: tls }',
  };
  const reasons = (services: string, items: string) =>
    compare(
      with_('198.51.100.9', { endpoints: [own], services: `  own: ${ports.own}` }),
      with_(items, { endpoints: [own], services: `  own: ${services}` }),
    )
      .findings.filter(({ rule }) => rule === 'gained-without-reason')
      .map(({ message }) => message.slice(0, 30));
  expect(reasons(ports.more, '198.51.100.9')).toEqual([]);
  expect(reasons(ports.more, '198.51.100.10')).toEqual(['has the new value 198.51.100.1']);
});
