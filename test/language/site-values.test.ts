import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { textsBelow } from '../../src/file-set.ts';
import type { Demand, Spec } from '../../src/language/types.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { formatHost } from '../../src/net/host.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { renderSpec } from '../../src/render/all-sites.ts';
import { siteFiles } from '../../src/render/site.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { verifySite } from '../../src/review/verify/verify.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

/** A spec whose site gives this text, in YAML, as the value of a variable with or without dots. */
function specWith(value: string, dots: boolean): string {
  return [
    'version: 1',
    'name: demo',
    'prefix: dmo',
    'title: Demo',
    'inspection: bypass',
    'variables:',
    `  tenant: { description: your name, dots: ${dots} }`,
    'services:',
    '  https: { ports: [tcp/443], application: tls }',
    'groups:',
    '  - id: web',
    '    title: Web',
    '    tier: required',
    '    endpoints:',
    `      - url: "https://\${tenant}.okta.example/"`,
    'sites:',
    '  branch:',
    '    clients: [192.0.2.0/24]',
    '    resolvers: [self]',
    '    enforce: closed',
    '    tiers: [required]',
    `    variables: { tenant: ${JSON.stringify(value)} }`,
    '    targets:',
    '      iptables: {}',
    '      pac: { proxy: "PROXY proxy.example.net:3128" }',
    '      paloalto: { from: trust, to: untrust, position: top }',
    '      pfsense: { interface: lan }',
    '      squid: { tlsInspection: explicit }',
    '',
  ].join('\n');
}

/** Values that would be more than a part of a host in one of the outputs. */
const hostile = fc.constantFrom(
  'x\n-A INPUT -j ACCEPT',
  'x/#evil.example/',
  'x,y',
  'x y',
  '*',
  '*.x',
  'x.*',
  `\${tenant}`,
  '$(reboot)',
  '`reboot`',
  'x"; return "DIRECT',
  "x' or '1",
  'x</host><host>',
  'evil.example/',
  'evil.example#',
  'evil.example:443',
  'user@evil.example',
  '169.254.169.254',
  '2852039166',
  '0xA9FEA9FE',
  'xn--80ak6aa92e',
  'XN--X',
  'ｅｖｉｌ',
  'a..b',
  '-a',
  'a-',
  '.a',
  'a.',
  '',
  ' a',
  'a ',
  'a\u0000',
  'a\u200b',
  'a_b',
  'constructor',
  '__proto__',
  'any',
  'self',
  'a'.repeat(64),
  'a.'.repeat(130),
);

const values = fc.oneof(
  { weight: 2, arbitrary: hostile },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', '0', '-', '.', '*', '_', '/', '$', '{', '}'),
      maxLength: 8,
    }),
  },
);

/** What fails when the outputs of the first site are read back. */
function failuresOf(spec: Spec): unknown[] {
  const [policy] = must(compileSites(spec));
  const [site] = must(renderSpec(spec, siteFindings));
  if (policy === undefined || site === undefined) throw new Error('the spec has a site');
  const files = siteFiles(site);
  const filesOf = (target: string) => textsBelow(files, target);
  const reports = verifySite(policy, { tests: [], filesOf, wanted: undefined });
  return [...reports.values()].flatMap(({ failed }) => failed);
}

describe('the value of a variable', () => {
  test('is refused, or opens exactly its host in every output', () => {
    let opened = 0;
    const property = fc.property(values, fc.boolean(), (value, dots) => {
      const loaded = loadFiles({ 'spec.yaml': specWith(value, dots) });
      if (!loaded.ok) return;
      const { spec } = loaded.value;
      const compiled = compileSites(spec);
      if (!compiled.ok) return;
      opened += 1;
      expect(value).toMatch(dots ? /^[a-z0-9.-]+$/ : /^[a-z0-9-]+$/);
      const [policy] = compiled.value;
      const open = policy?.rules.flatMap(({ destinations }) =>
        destinations.map(({ destination }) => formatDestination(destination)),
      );
      expect(open).toEqual([`${value}.okta.example`]);
      expect(failuresOf(spec)).toEqual([]);
    });
    fc.assert(property, { numRuns: runs(600) });
    expect(opened).toBeGreaterThan(0);
  });
});

const two = (tests: string, more = '') => {
  const spec = specWith('contoso', false).replace(
    'tenant: "contoso"',
    `tenant: [contoso, fabrikam]`,
  );
  return `${spec}${more}tests:\n${tests}\n`;
};

function testsOf(tests: string, more = '') {
  return must(loadFiles({ 'spec.yaml': two(tests, more) })).spec.tests;
}

const other = (value: string) =>
  `  depot:\n    clients: [198.51.100.0/24]\n    resolvers: [self]\n    enforce: closed\n    tiers: [required]\n    variables: { tenant: ${value} }\n    targets: { squid: { tlsInspection: explicit } }\n`;

describe('a test with variables', () => {
  test.each([
    [
      'allow',
      `  - { name: a, allow: ["https://\${tenant}.okta.example/"] }`,
      ['contoso.okta.example', 'fabrikam.okta.example'],
    ],
    [
      'deny',
      `  - { name: a, deny: ["\${tenant}.evil.example:443"] }`,
      ['contoso.evil.example', 'fabrikam.evil.example'],
    ],
  ])('holds for every value: %s', (_kind, text, names) => {
    const [only] = testsOf(text);
    const flows =
      only?.demand.kind === 'allow' || only?.demand.kind === 'deny' ? only.demand.flows : [];
    expect(flows.map(({ peer }) => (peer.kind === 'name' ? peer.name : ''))).toEqual(names);
  });

  test('lists every value in "only" and in the exceptions of "never"', () => {
    const [only, never] = testsOf(
      `  - { name: a, only: ["https://*.\${tenant}.okta.example"] }\n  - { name: b, never: { ports: [tcp/80], except: ["\${tenant}.okta.example"] } }`,
    );
    expect(
      only?.demand.kind === 'only' ? only.demand.scopes.map(({ written }) => written) : [],
    ).toEqual(['https://*.contoso.okta.example', 'https://*.fabrikam.okta.example']);
    expect(never?.demand.kind === 'never' ? never.demand.except : []).toEqual([
      { kind: 'exact', name: 'contoso.okta.example' },
      { kind: 'exact', name: 'fabrikam.okta.example' },
    ]);
  });

  test('expects the verdict for every value', () => {
    const tests = testsOf(
      `  - { name: a, flow: "https://\${tenant}.okta.example/x", expect: { squid: allow } }`,
    );
    expect(tests.map(({ demand }) => (demand.kind === 'expect' ? demand.flow.text : ''))).toEqual([
      'https://contoso.okta.example/x',
      'https://fabrikam.okta.example/x',
    ]);
  });

  test('has the values of each site, at that site alone', () => {
    const tests = testsOf(
      `  - { name: a, allow: ["https://\${tenant}.okta.example/"] }`,
      other('northwind'),
    );
    expect(
      tests.map(({ sites, demand }) => [
        sites,
        demand.kind === 'allow' ? demand.flows.map(({ text }) => text) : [],
      ]),
    ).toEqual([
      [['branch'], ['https://contoso.okta.example/', 'https://fabrikam.okta.example/']],
      [['depot'], ['https://northwind.okta.example/']],
    ]);
  });

  test('is limited to its sites', () => {
    const tests = testsOf(
      `  - { name: a, sites: [depot], allow: ["https://\${tenant}.okta.example/"] }`,
      other('northwind'),
    );
    expect(tests.map(({ sites }) => sites)).toEqual([['depot']]);
  });
});

function itemsOf(demand: Demand): string[] {
  switch (demand.kind) {
    case 'only':
      return demand.scopes.map(({ written }) => written);
    case 'never':
      return demand.except.map(formatHost);
    case 'expect':
      return [demand.flow.text];
    default:
      return demand.flows.map(({ text }) => text);
  }
}

describe('a test with variables of an included spec', () => {
  const part = specWith('contoso', false)
    .replace('name: demo', 'name: vendor')
    .concat(`tests:\n  - { name: sign-in, allow: ["https://\${tenant}.okta.example/"] }\n`);
  const root = (site: string) =>
    [
      'version: 1',
      'name: root',
      'prefix: rt',
      'title: Root',
      'include: [{ spec: vendor.yaml, as: vendor }]',
      'services:',
      '  https: { ports: [tcp/443], application: tls }',
      'groups:',
      '  - { id: own, title: Own, tier: required, endpoints: [{ url: "https://www.example.com" }] }',
      'sites:',
      '  branch:',
      '    clients: [192.0.2.0/24]',
      '    resolvers: [self]',
      '    enforce: closed',
      '    tiers: [required]',
      site,
      '    targets: { squid: { tlsInspection: explicit } }',
      '',
    ].join('\n');
  const load = (site: string) =>
    must(loadFiles({ 'spec.yaml': root(site), 'vendor.yaml': part })).spec;

  test('has the values of the sites that include it', () => {
    const { tests, variables } = load('    variables: { vendor-tenant: fabrikam }');
    expect([...variables.keys()]).toEqual(['vendor-tenant']);
    expect(
      tests.map(({ name, sites, groups, demand }) => [
        name,
        sites,
        groups?.map(({ id }) => id),
        demand.kind === 'allow' ? demand.flows.map(({ text }) => text) : [],
      ]),
    ).toEqual([
      ['vendor: sign-in', ['branch'], ['vendor-web'], ['https://fabrikam.okta.example/']],
    ]);
  });

  test('is judged without the variable at a site that gives no value', () => {
    const tests = [
      `{ name: some, only: ["https://\${tenant}.okta.example", "https://help.okta.example"] }`,
      `{ name: none, only: ["https://\${tenant}.okta.example"] }`,
      `{ name: never, never: { ports: [tcp/80], except: ["\${tenant}.okta.example", help.okta.example] } }`,
      `{ name: deny, deny: ["https://\${tenant}.evil.example/", "https://evil.example/"] }`,
      `{ name: expect, flow: "https://\${tenant}.okta.example/", expect: { squid: allow } }`,
    ];
    const help = `  - { id: help, title: Help, tier: required, endpoints: [{ url: "https://evil.example" }] }\n`;
    const more = part
      .replace('sites:\n', `${help}sites:\n`)
      .concat(tests.map((each) => `  - ${each}\n`).join(''));
    const { spec } = must(
      loadFiles({ 'spec.yaml': root('    exclude: [vendor-web]'), 'vendor.yaml': more }),
    );
    expect(spec.tests.map(({ name, demand }) => [name, itemsOf(demand)])).toEqual([
      ['vendor: some', ['https://help.okta.example']],
      ['vendor: none', []],
      ['vendor: never', ['help.okta.example']],
      ['vendor: deny', ['https://evil.example/']],
    ]);
  });

  test('is not judged at a site that gives no value, since it leaves out the groups', () => {
    const spec = load('    exclude: [vendor-web]');
    expect(spec.tests).toEqual([]);
    expect(compileSites(spec).ok).toBe(true);
  });
});

test('a name that an included spec declines may be the value of another spec, not of its own', () => {
  const problems = (wanting: 'root' | 'vendor') => {
    const group =
      '  - { id: more, title: More, tier: required, endpoints: [{ to: mirror, service: https }] }\n';
    const declining =
      'unresolved:\n  - { id: press, kind: declined, text: no, names: [press.example.org] }\n';
    const own = (who: string) => (wanting === who ? group : '');
    const head = (name: string) =>
      `version: 1\nname: ${name}\nprefix: ${name}\ntitle: T\nservices: { https: { ports: [tcp/443], application: tls } }\n`;
    const web = `groups:\n  - { id: web, title: Web, tier: required, endpoints: [{ url: "https://www.example.com" }] }\n`;
    const destination = wanting === 'root' ? 'mirror' : 'vendor-mirror';
    const { spec } = must(
      loadFiles({
        'spec.yaml': `${head('root')}include: [{ spec: vendor.yaml, as: vendor }]\n${web}${own('root')}sites:\n  branch: { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], destinations: { ${destination}: [press.example.org] }, targets: { iptables: {} } }\n`,
        'vendor.yaml': `${head('vendor')}${web}${own('vendor')}${declining}`,
      }),
    );
    const compiled = compileSites(spec);
    return compiled.ok ? [] : compiled.error.map(({ rule }) => rule);
  };
  expect(problems('root')).toEqual([]);
  expect(problems('vendor')).toEqual(['declined-open']);
});
