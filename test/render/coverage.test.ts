import { describe, expect, test } from '@jest/globals';
import type { Policy } from '../../src/policy/types.ts';
import { coverage } from '../../src/render/coverage.ts';
import type { Spec } from '../../src/spec/types.ts';
import type { Target } from '../../src/targets/target.ts';
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
  return coverage(targets, policy, spec);
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
      '| Endpoint | Service | Inspection | Output | Coverage | Reason |',
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

  test('begins with what each output enforces how, and what it leaves out', () => {
    const kinds = { 'a.example.com': 'unsupported', 'c.example.com': 'wider' } as const;
    const target = fakeTarget({
      coverage: ({ origin, rule }) =>
        rule.service.name === 'http'
          ? { kind: 'not-applicable', reason: 'x' }
          : { kind: kinds[origin.endpoint.written as keyof typeof kinds], reason: 'x' },
    });
    const head = page({}, [target]).split('\n## ')[0] ?? '';
    expect(head.split('\n').slice(-4)).toEqual([
      '| Output | Exact | Wider | Narrower | Left out | Of these required |',
      '| --- | --- | --- | --- | --- | --- |',
      '| pac | 0 | 1 | 0 | 1 | 1 |',
      '',
    ]);
    const recommended = page(withGroup({ tier: 'recommended' }), [target]);
    expect(recommended).toContain('\n| pac | 0 | 1 | 0 | 1 | 0 |\n');
  });

  test('gives the reason of what an output does otherwise', () => {
    const wider = fakeTarget({ coverage: () => ({ kind: 'wider', reason: 'opens *.x too' }) });
    expect(part(page({}, [wider]), 'Web')[4]).toBe(
      '| `a.example.com` | `https` | bypass | pac | wider | opens \\*.x too |',
    );
  });

  test('says once what holds for a whole output', () => {
    const target = fakeTarget({ caveats: () => ['It sees no paths.'] });
    expect(part(page({}, [target]), 'What holds for all of pac')).toEqual(['- It sees no paths.']);
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

  test('asks each output with the clients that it sees', () => {
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

  test('lists what the documents leave open, and where they do', () => {
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
      place,
    };
    const spec: Spec = {
      ...specOf(words),
      documents: new Map([['guide', guide]]),
      unresolved: [
        { id: 'time', kind: 'silent', text: 'NTP', source: undefined, place },
        {
          id: 'carriers',
          kind: 'demanded',
          text: 'no host is named',
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

  test('names the groups that the site does not take', () => {
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
      '- Group `spare`: the site does not take the tier optional',
    ]);
  });

  test('lists the clients of a target that takes others than the site', () => {
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

  test.each<[string, SpecWords['site'], string[]]>([
    ['both families', { clients: ['192.0.2.0/24', '2001:db8::/64'] }, ['']],
    [
      'IPv4 only',
      { clients: ['192.0.2.0/24'] },
      [
        '- family-unfiltered: the clients are named by IPv4 only; what they send over IPv6 is not filtered.',
      ],
    ],
    [
      'IPv6 only',
      { clients: ['2001:db8::/64'] },
      [
        '- family-unfiltered: the clients are named by IPv6 only; what they send over IPv4 is not filtered.',
      ],
    ],
  ])('finds what a reviewer must know of a site: %s', (_name, site, want) => {
    const filter = fakeTarget({ filtersClients: true });
    const given = page(withGroup({}, { ...words.site, ...site }), [filter]);
    expect(part(given, 'Findings')).toEqual(want);
  });

  const anyResolver =
    '- any-resolver: the clients may ask any DNS server, so DNS is open to every address.';
  test.each<[string, SpecWords['groups'][number]['to'], string[]]>([
    ['a rule leads to the resolvers', { dns: ['resolvers'] }, [anyResolver]],
    ['no rule does', { https: ['a.example.com'] }, ['']],
  ])('finds that any resolver may be asked only when %s', (_name, to, want) => {
    expect(part(page(withGroup({ to }, { resolvers: 'any' })), 'Findings')).toEqual(want);
  });

  const siteFinding =
    '- family-unfiltered: the clients are named by IPv4 only; what they send over IPv6 is not filtered.';
  const pacFinding =
    '- family-unfiltered: the clients of pac are named by IPv6 only; what they send over IPv4 is not filtered.';
  test.each<[string, { filters: string[]; override: boolean }, string[]]>([
    ['no output filters by client', { filters: [], override: true }, ['']],
    [
      'each that filters has clients of its own',
      { filters: ['pac'], override: true },
      [pacFinding],
    ],
    [
      'one that filters has the site clients',
      { filters: ['iptables'], override: true },
      [siteFinding],
    ],
    [
      'some have their own',
      { filters: ['iptables', 'pac'], override: true },
      [siteFinding, pacFinding],
    ],
    [
      'all have those of the site',
      { filters: ['iptables', 'pac'], override: false },
      [siteFinding],
    ],
  ])('says which clients are not filtered when %s', (_name, { filters, override }, want) => {
    const clients = override ? ['2001:db8::/64'] : ['192.0.2.0/24'];
    const targets = {
      iptables: {},
      pac: { proxy: 'PROXY proxy.example.net:3128', clients },
    };
    const known = ['iptables', 'pac'].map((name) =>
      fakeTarget({ name, filtersClients: filters.includes(name) }),
    );
    const given = page(withGroup({}, { clients: ['192.0.2.0/24'], targets }), known);
    expect(part(given, 'Findings')).toEqual(want);
  });
});
