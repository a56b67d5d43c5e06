import { describe, expect, test } from '@jest/globals';
import type { Spec } from '../../src/language/types.ts';
import type { Policy } from '../../src/policy/types.ts';
import { coverage } from '../../src/render/coverage.ts';
import { lint } from '../../src/review/findings/lint.ts';
import { siteFindings } from '../../src/review/findings/site-findings.ts';
import { targets } from '../../src/targets/list.ts';
import { outputsOf } from '../../src/targets/output.ts';
import type { Target } from '../../src/targets/target.ts';
import { outputOf } from '../support/output.ts';
import { policyOf, type SpecWords, specOf } from '../support/policy.ts';
import { fakeTarget } from '../support/target.ts';

const words: SpecWords = {
  name: 'demo',
  groups: [
    {
      id: 'web',
      title: 'Web',
      to: { https: ['a.example.com', 'c.example.com'], http: ['c.example.com'] },
    },
  ],
  site: { id: 'branch', targets: { pac: { proxy: 'PROXY proxy.example.net:3128' } } },
};

function page(
  { spec = specOf(words), policy = policyOf(words) }: { spec?: Spec; policy?: Policy } = {},
  targets: readonly Target[] = [fakeTarget()],
): string {
  const outputs = targets.map((target) => outputOf(target, policy));
  return coverage(outputs, policy, spec, siteFindings(policy, targets));
}

/** The lines of the part under a heading. */
function part(text: string, heading: string): string[] {
  const [, after = ''] = text.split(`\n## ${heading}\n\n`);
  return (after.split('\n\n## ')[0] ?? '').trimEnd().split('\n');
}

/** The same words with another first group. */
function withGroup(
  group: Partial<SpecWords['groups'][number]>,
  site: SpecWords['site'] = words.site,
): { spec: Spec; policy: Policy } {
  const first = words.groups[0] ?? { id: 'web', to: {} };
  const changed = {
    ...words,
    groups: [{ ...first, ...group }],
    ...(site === undefined ? {} : { site }),
  };
  return { spec: specOf(changed), policy: policyOf(changed) };
}

describe('the coverage page', () => {
  test('has a row for each endpoint, service and output', () => {
    expect(part(page(), 'Web')).toEqual([
      'Group `web`, required.',
      '',
      '| Endpoint | Service | Inspection | Target | Coverage | Reason |',
      '| --- | --- | --- | --- | --- | --- |',
      '| `a.example.com` | `https` | bypass | pac | exact | |',
      '| `c.example.com` | `http` | bypass | pac | exact | |',
      '| `c.example.com` | `https` | bypass | pac | exact | |',
    ]);
  });

  test('changes in one place when a host is added', () => {
    const below = (text: string) => text.slice(text.indexOf('\n## ')).split('\n');
    const before = below(page());
    const to = {
      https: ['a.example.com', 'b.example.com', 'c.example.com'],
      http: ['c.example.com', 'b.example.com'],
    };
    const after = below(page(withGroup({ to })));
    const start = before.findIndex((line, index) => line !== after[index]);
    const added = after.slice(start, start + after.length - before.length);
    expect([...after.slice(0, start), ...after.slice(start + added.length)]).toEqual(before);
    expect(added).toEqual([
      '| `b.example.com` | `http` | bypass | pac | exact | |',
      '| `b.example.com` | `https` | bypass | pac | exact | |',
    ]);
  });

  test('begins with the totals of each target', () => {
    const target = fakeTarget({
      coverage: ({ origin, rule }) => {
        if (rule.service.name === 'http') return { kind: 'not-applicable', reason: 'x' };
        return origin.endpoint.written === 'a.example.com'
          ? { kind: 'unsupported', reason: 'x' }
          : { kind: 'wider', reason: 'x', unseen: ['x'] };
      },
    });
    const head = page({}, [target]).split('\n## ')[0] ?? '';
    expect(head.split('\n').slice(-4)).toEqual([
      '| Target | Exact | Wider | Narrower | Left out | Required left out |',
      '| --- | --- | --- | --- | --- | --- |',
      '| pac | 0 | 1 | 0 | 1 | 1 |',
      '',
    ]);
    const recommended = page(withGroup({ tier: 'recommended' }), [target]);
    expect(recommended).toContain('\n| pac | 0 | 1 | 0 | 1 | 0 |\n');
  });

  test('gives the reason of a known deviation', () => {
    const wider = fakeTarget({
      coverage: () => ({ kind: 'wider', reason: 'opens *.x too', unseen: ['opens *.x too'] }),
    });
    expect(part(page({}, [wider]), 'Web')[4]).toBe(
      '| `a.example.com` | `https` | bypass | pac | wider | opens \\*.x too |',
    );
  });

  test('lists the limitations of a target once', () => {
    const target = fakeTarget({ caveats: () => ['It sees no paths.'] });
    expect(part(page({}, [target]), 'Limitations of pac')).toEqual(['- It sees no paths.']);
  });

  test('puts a note below the rows of its endpoint', () => {
    const rows = part(
      page(withGroup({ note: 'why', to: { https: ['a.example.com'] } })),
      'Web',
    ).slice(4);
    expect(rows).toEqual([
      '| `a.example.com` | `https` | bypass | pac | exact | |',
      '| `a.example.com` | | | spec | note | why |',
    ]);
  });

  test('gets coverage with the clients of each target', () => {
    const asked: number[] = [];
    const target = fakeTarget({
      coverage: ({ policy, rule }) => {
        asked.push(policy.site.clients.length, rule.clients.length);
        return { kind: 'exact', reason: '' };
      },
    });
    const targets = { pac: { proxy: 'PROXY proxy.example.net:3128', clients: ['198.51.100.7'] } };
    page(withGroup({ to: { https: ['a.example.com'] } }, { id: 'branch', targets }), [target]);
    expect(asked).toEqual([1, 1]);
  });

  test('lists unresolved requirements with their sources', () => {
    const place = { file: 'spec.yaml', line: 1, column: 1, length: 1 };
    const guide = {
      id: 'guide',
      title: 'The Guide',
      publisher: undefined,
      domains: [],
      revision: undefined,
      date: undefined,
      url: undefined,
      sha256: undefined,
      sha256Place: undefined,
      place,
    };
    const spec: Spec = {
      ...specOf(words),
      documents: new Map([['guide', guide]]),
      unresolved: [
        { id: 'time', kind: 'silent', text: 'NTP', names: [], unit: '', source: undefined, place },
        {
          id: 'carriers',
          kind: 'demanded',
          text: 'no host is named',
          names: [],
          unit: '',
          source: { document: 'guide', section: 'FAQs' },
          place,
        },
      ],
    };
    expect(part(page({ spec }), 'Unresolved').slice(2)).toEqual([
      '| Id | Kind | What | Source |',
      '| --- | --- | --- | --- |',
      '| `carriers` | demanded | no host is named | The Guide, FAQs |',
      '| `time` | silent | NTP | |',
    ]);
  });

  test('names the groups that the site does not enable', () => {
    const more: SpecWords = {
      ...words,
      groups: [
        ...words.groups,
        { id: 'spare', tier: 'optional', to: { https: ['b.example.com'] } },
        { id: 'extra', to: { https: ['d.example.com'] } },
      ],
      site: { ...words.site, tiers: ['required'], exclude: ['extra'] },
    };
    expect(part(page({ spec: specOf(more), policy: policyOf(more) }), 'Left out')).toEqual([
      '- Group `extra`: the site excludes it',
      '- Group `spare`: the site does not enable tier optional',
    ]);
  });

  test('names the groups that the site does not select, and what it selects', () => {
    const more: SpecWords = {
      ...words,
      groups: [
        ...words.groups.map((group) => ({ ...group, tags: ['office'] })),
        { id: 'spare', tier: 'optional', to: { https: ['b.example.com'] } },
        { id: 'extra', to: { https: ['d.example.com'] } },
      ],
      site: {
        ...words.site,
        tiers: ['required', 'recommended'],
        select: { tags: ['office'], groups: ['web'] },
      },
    };
    const text = page({ spec: specOf(more), policy: policyOf(more) });
    expect(part(text, 'Left out')).toEqual([
      '- Group `extra`: the site does not select it',
      '- Group `spare`: the site does not enable tier optional',
    ]);
    expect(part(text, 'Site').slice(-2)).toEqual([
      '- Selected tag: `office`',
      '- Selected group: `web`',
    ]);
  });

  test('lists the clients of a target that differ from those of the site', () => {
    const clients = ['192.0.2.0/24', '198.51.100.7'];
    const site = (own: string[]) => ({
      id: 'branch',
      clients,
      targets: { pac: { proxy: 'PROXY proxy.example.net:3128', clients: own } },
    });
    const lines = (own: string[]) =>
      part(page(withGroup({}, site(own))), 'Site').filter((line) => line.includes('Clients'));
    const ofSite = ['- Clients: `192.0.2.0/24`', '- Clients: `198.51.100.7`'];
    expect(lines(['198.51.100.7'])).toEqual([...ofSite, '- Clients of pac: `198.51.100.7`']);
    expect(lines(clients)).toEqual(ofSite);
  });

  test.each<[string, { site: SpecWords['site']; want: string[] }]>([
    ['both families', { site: { clients: ['192.0.2.0/24', '2001:db8::/64'] }, want: [''] }],
    ['IPv4 only', { site: { clients: ['192.0.2.0/24'] }, want: [unfiltered('IPv6', 'pac')] }],
    ['IPv6 only', { site: { clients: ['2001:db8::/64'] }, want: [unfiltered('IPv4', 'pac')] }],
    [
      'IPv4 only where the site shuts nothing',
      { site: { clients: ['192.0.2.0/24'], enforce: 'additive' }, want: [''] },
    ],
  ])('finds what a reviewer must know of a site: %s', (_name, { site, want }) => {
    const filter = fakeTarget({ clients: 'filtered' });
    const given = page(withGroup({}, { ...words.site, ...site }), [filter]);
    expect(part(given, 'Findings')).toEqual(want);
  });

  const anyResolver = '- any-resolver: its clients may send DNS queries to every address.';
  test.each<[string, SpecWords['groups'][number]['to'], string[]]>([
    ['a rule leads to the resolvers', { dns: ['resolvers'] }, [anyResolver]],
    ['no rule does', { https: ['a.example.com'] }, ['']],
  ])('finds that any resolver may be asked only when %s', (_name, to, want) => {
    expect(part(page(withGroup({ to }, { resolvers: 'any' })), 'Findings')).toEqual(want);
  });

  test.each<[string, { filters: string[]; override: boolean }, string[]]>([
    ['no output filters by client', { filters: [], override: true }, ['']],
    [
      'each that filters has clients of its own',
      { filters: ['pac'], override: true },
      [unfiltered('IPv4', 'pac')],
    ],
    [
      'one that filters has the site clients',
      { filters: ['iptables'], override: true },
      [unfiltered('IPv6', 'iptables')],
    ],
    [
      'some have their own',
      { filters: ['iptables', 'pac'], override: true },
      [unfiltered('IPv4', 'pac'), unfiltered('IPv6', 'iptables')],
    ],
    [
      'all have those of the site',
      { filters: ['iptables', 'pac'], override: false },
      [unfiltered('IPv6', 'iptables, pac')],
    ],
  ])('says which clients are not filtered when %s', (_name, { filters, override }, want) => {
    const clients = override ? ['2001:db8::/64'] : ['192.0.2.0/24'];
    const targets = {
      iptables: {},
      pac: { proxy: 'PROXY proxy.example.net:3128', clients },
    };
    const known = ['iptables', 'pac'].map((name) =>
      fakeTarget({ name, clients: filters.includes(name) ? 'filtered' : 'everyone' }),
    );
    const given = page(withGroup({}, { clients: ['192.0.2.0/24'], targets }), known);
    expect(part(given, 'Findings')).toEqual(want);
  });
});

test('the coverage page prints its findings in their order, and no other ones', () => {
  const [spec, policy] = [specOf(words), policyOf(words)];
  const outputs = [outputOf(fakeTarget(), policy)];
  const given = [
    { rule: 'second', message: 'it is so' },
    { rule: 'first', message: 'and so' },
  ];
  expect(part(coverage(outputs, policy, spec, given), 'Findings')).toEqual([
    '- second: it is so.',
    '- first: and so.',
  ]);
  expect(coverage(outputs, policy, spec, [])).not.toContain('## Findings');
});

/** The page's line about clients of one family that outputs do not filter. */
function unfiltered(family: string, outputs: string): string {
  return `- family-unfiltered: ${family} traffic of its clients is not filtered by ${outputs}.`;
}

describe('findings of a site', () => {
  const endpoints = { hosts: ['a.example.com'], resolvers: ['resolvers'] };
  const sites: [string, SpecWords][] = (['closed', 'additive'] as const).flatMap((enforce) =>
    [['192.0.2.0/24'], ['2001:db8::/64'], ['192.0.2.0/24', '2001:db8::/64']].flatMap((clients) =>
      (['any', ['self']] as const).flatMap((resolvers) =>
        (['hosts', 'resolvers'] as const).flatMap((what) =>
          [
            { iptables: {} },
            { pfsense: { interface: 'lan' }, pac: { proxy: 'PROXY p.example.net:1' } },
          ].map((targets): [string, SpecWords] => [
            [enforce, ...clients, resolvers, what, ...Object.keys(targets)].join(' '),
            {
              groups: [{ id: 'web', to: { dns: endpoints[what] } }],
              site: { enforce, clients, resolvers, targets },
            },
          ]),
        ),
      ),
    ),
  );

  test.each(sites)('%s: are the same in coverage.md and lint', (_name, given) => {
    const [spec, policy] = [specOf(given), policyOf(given)];
    const page = coverage(outputsOf(policy, targets), policy, spec, siteFindings(policy));
    const told = part(page, 'Findings').filter((line) => line !== '');
    const raised = lint({ spec, policies: [policy], targets, asOf: undefined })
      .filter(({ rule }) => ['any-resolver', 'family-unfiltered'].includes(rule))
      .map(({ rule, message }) => `- ${rule}: ${message}.`);
    expect(told.sort()).toEqual(raised.sort());
  });
});
