import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentRow } from '../../src/documents/document.ts';
import type { ImportedEndpoint } from '../../src/import/part.ts';
import { cidrsOf, formatCidr, mergeNetworks } from '../../src/net/network.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { smallNetwork } from '../support/arbitrary.ts';
import { factOf, imported, row, rowOf } from '../support/import.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const http = ['tcp/80'];
const https = ['tcp/443'];
const both = [...http, ...https];

describe('facts about one destination', () => {
  test('are one endpoint with the services of all', () => {
    const rows = [
      rowOf('a.example.com', https),
      rowOf('a.example.com', http),
      rowOf('a.example.com', ['udp/3478-3480']),
      rowOf('a.example.com', ['udp/3480-3481']),
      rowOf('a.example.com', https),
    ];
    expect(endpoints(rows)).toEqual(['host a.example.com http https udp-3478-3481']);
    expect(imported(rows).sums).toMatchObject({ read: 5, taken: 5 });
  });

  test('in two sections are one endpoint in each group', () => {
    const { part } = imported([
      rowOf('a.example.com', https, { key: '1' }),
      rowOf('a.example.com', http, { key: '2' }),
    ]);
    expect(part.groups.map(({ id, endpoints }) => [id, endpoints.map(textOf)])).toEqual([
      ['o365-1', ['host a.example.com https']],
      ['o365-2', ['host a.example.com http']],
    ]);
  });

  test('keep what the document prints and why it differs, once and in one order', () => {
    const printed = (text: string, note: string) =>
      row({
        kind: 'facts',
        facts: [{ ...factOf('a.example.com', https), printed: { text }, note }],
      });
    const rows = [printed('*a.example.com', 'Two.'), printed('a', 'One.'), printed('a', 'One.')];
    const want = {
      form: 'host',
      value: 'a.example.com',
      services: ['https'],
      printed: { text: '*a.example.com' },
      note: 'One. The document also prints a. Two.',
    };
    expect(imported(rows).part.groups[0]?.endpoints).toEqual([want]);
    expect(imported(rows.toReversed()).part.groups[0]?.endpoints).toEqual([want]);
  });
});

describe('a URL', () => {
  const table = [
    ['https://a.example.com', both, ['url https://a.example.com http https']],
    ['https://a.example.com/b', https, ['url https://a.example.com/b https']],
    ['http://a.example.com/b', both, ['url http://a.example.com/b http https']],
    ['https://a.example.com/b', ['tcp/8443'], ['url https://a.example.com:8443/b tcp-8443']],
    ['https://192.0.2.1/b', https, ['url https://192.0.2.1/b https']],
    ['http://[2001:db8::1]/b', http, ['url http://[2001:db8::1]/b http']],
    ['https://a.example.com/b', http, ['host a.example.com http printed noted']],
    ['http://a.example.com/b', https, ['host a.example.com https printed noted']],
    ['https://a.example.com/b', ['udp/443'], ['host a.example.com udp-443 printed noted']],
  ] as const;
  test.each(table)('%s on %j', (url, ports, want) => {
    expect(endpoints([rowOf(bracketless(url), ports)])).toEqual(want);
  });

  test('without a scheme has the one of its ports', () => {
    const fact = { ...factOf('https://a.example.com/b', both), scheme: undefined };
    expect(endpoints([row({ kind: 'facts', facts: [fact] })])).toEqual([
      'url http://a.example.com/b http',
      'url https://a.example.com/b https',
    ]);
  });

  test('that is too long for a spec leaves its row unresolved', () => {
    const long = rowOf(`https://a.example.com/${'b'.repeat(2040)}`, https);
    const { part, sums } = imported([rowOf('c.example.com', https), long]);
    expect(part.groups.flatMap((group) => group.endpoints.map(textOf))).toEqual([
      'host c.example.com https',
    ]);
    expect(part.unresolved).toHaveLength(1);
    expect(sums).toMatchObject({ taken: 1, unresolved: 1 });
  });
});

test.each(['any', 'self'] as const)('a row that means %s is unresolved', (kind) => {
  const wide = { ...factOf('a.example.com', https), destination: { kind } };
  const { part } = imported([
    rowOf('a.example.com', https),
    row({ kind: 'facts', facts: [wide] }, {}, 3, 'all of it'),
  ]);
  expect(part.groups).toHaveLength(1);
  expect(part.unresolved.map(({ text }) => text)).toEqual([
    `all of it (an import does not allow ${kind})`,
  ]);
});

describe('the order of endpoints', () => {
  const places = [
    '*.example.com',
    'b.example.com',
    'https://b.example.com/a',
    'a.c.example.com',
    'cdn-*.example.net',
    '192.0.2.0/24',
    '198.51.100.7',
    '2001:db8::/32',
  ];

  test('is by the labels of hosts from the last to the first, then by addresses', () => {
    expect(endpoints(places.map((place) => rowOf(place, https))).map(placeOf)).toEqual(places);
  });

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(places, { minLength: 1 }), (some) => {
        const want = places.filter((place) => some.includes(place));
        expect(endpoints(some.map((place) => rowOf(place, https))).map(placeOf)).toEqual(want);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('a list', () => {
  const hosts = (count: number) =>
    Array.from({ length: count }, (_, index) => rowOf(`h${index + 10}.example.com`, https));

  test('has more than 20 destinations of a group with equal services', () => {
    expect(endpoints([...hosts(20), rowOf('b.example.com', http)])).toHaveLength(21);
    const rows = [...hosts(20), rowOf('192.0.2.0/24', https), rowOf('b.example.com', http)];
    const { part, lists } = imported(rows.toReversed());
    expect(part.groups[0]?.endpoints.map(textOf)).toEqual([
      'host b.example.com http',
      'list o365/o365-https.txt https',
    ]);
    const lines = rows.slice(0, 21).map(({ words }) => words);
    expect([...lists]).toEqual([['o365/o365-https.txt', `${lines.join('\n')}\n`]]);
  });

  test('has neither paths nor what is printed otherwise, which stay inline', () => {
    const noted = { ...factOf('n.example.com', https), note: 'a note' };
    const rows = [
      ...hosts(25),
      rowOf('https://h10.example.com', https),
      rowOf('https://p.example.com/a', https),
      row({ kind: 'facts', facts: [noted] }),
    ];
    const { part, lists } = imported(rows);
    expect(part.groups[0]?.endpoints.map(textOf)).toEqual([
      'host n.example.com https noted',
      'url https://p.example.com/a https',
      'list o365/o365-https.txt https',
    ]);
    expect([...lists.values()][0]?.split('\n')).toHaveLength(26);
  });

  test('stays one with fewer destinations, and inline stays inline with more', () => {
    const former = (form: 'list' | 'inline') => ({
      formOf: (group: string, services: readonly string[]) =>
        `${group} ${services}` === 'o365 https' ? form : undefined,
      sectionOf: () => undefined,
    });
    expect(forms(imported(hosts(1), {}, former('list')))).toEqual(['list']);
    expect(new Set(forms(imported(hosts(30), {}, former('inline'))))).toEqual(new Set(['host']));
    expect(forms(imported(hosts(30)))).toEqual(['list']);
  });

  test('has a file of its own, also where names of groups and services meet', () => {
    const inGroup = (key: string, ports: readonly string[]) =>
      hosts(21).map(({ words }) => rowOf(words, ports, { key }));
    const { lists } = imported([...inGroup('a', both), ...inGroup('a-http', https)]);
    expect(lists.size).toBe(2);
  });
});

describe('--aggregate', () => {
  test('merges networks of equal services exactly', () => {
    const rows = [
      rowOf('192.0.2.0/25', https),
      rowOf('192.0.2.128/25', https),
      rowOf('198.51.100.0/25', https),
      rowOf('198.51.100.128/25', http),
      rowOf('a.example.com', https),
    ];
    expect(imported(rows, { aggregate: true }).part.groups[0]?.endpoints.map(textOf)).toEqual([
      'host a.example.com https',
      'network 192.0.2.0/24 https',
      'network 198.51.100.0/25 https',
      'network 198.51.100.128/25 http',
    ]);
    expect(endpoints(rows)).toHaveLength(5);
  });

  test('never allows more or fewer addresses', () => {
    fc.assert(
      fc.property(fc.array(smallNetwork, { minLength: 1, maxLength: 40 }), (networks) => {
        const rows = networks.map((network) =>
          row({
            kind: 'facts',
            facts: [
              { ...factOf('a.example.com', https), destination: { kind: 'network', network } },
            ],
          }),
        );
        const { part } = imported(rows, { aggregate: true, allowWide: true });
        const written = part.groups.flatMap((group) =>
          group.endpoints.flatMap(({ value, lines = [value] }) => lines),
        );
        expect(written.flatMap((text) => blocksOf(must(parseNetwork(text))))).toEqual(
          mergeNetworks(networks).flatMap(blocksOf),
        );
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('a group', () => {
  test('has the words of its section, and the title of the document without them', () => {
    const { part } = imported([
      rowOf('a.example.com', https, {
        key: '31',
        title: ' Share\u200BPoint ',
        purpose: 'a\n  purpose',
        citation: 'id 31',
        tier: 'optional',
      }),
      rowOf('b.example.com', https, { key: 'x' }),
    ]);
    expect(part.groups.map(({ endpoints: _endpoints, ...group }) => group)).toEqual([
      {
        id: 'o365-31',
        title: 'Share Point',
        tier: 'optional',
        inspection: 'allow',
        purpose: 'a purpose',
        section: 'id 31',
      },
      { id: 'o365-x', title: 'o365', tier: 'required', inspection: 'allow' },
    ]);
  });

  test('is one for a section without a key, with the id of the document', () => {
    expect(imported([rowOf('a.example.com', https)]).part.groups.map(({ id }) => id)).toEqual([
      'o365',
    ]);
  });

  test('is another one for another heading with the same key, whatever the order', () => {
    const rows = ['Required (US)', 'Required: US', 'Required (US)'].map((title, index) =>
      rowOf(`h${index}.example.com`, https, { key: 'required-us', title }),
    );
    const { groups } = imported(rows).part;
    expect(groups).toHaveLength(2);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(2);
    const turned = imported(rows.toReversed().slice(1)).part.groups;
    expect(turned.map(({ id, title }) => `${id} ${title}`).sort()).toEqual(
      groups.map(({ id, title }) => `${id} ${title}`).sort(),
    );
  });

  test('never has rows of another tier, even if their sections have one key', () => {
    const { groups } = imported([
      rowOf('a.example.com', https, { key: 'a', tier: 'required' }),
      rowOf('b.example.com', https, { key: 'a', tier: 'optional' }),
    ]).part;
    expect(groups.map(({ tier, endpoints: all }) => [tier, ...all.map(textOf)])).toEqual([
      ['required', 'host a.example.com https'],
      ['optional', 'host b.example.com https'],
    ]);
  });

  test('has an id of at most 32 characters', () => {
    const [group] = imported([rowOf('a.example.com', https, { key: 'k'.repeat(50) })]).part.groups;
    expect(group?.id).toMatch(/^o365-k{20}-[0-9a-f]{6}$/);
  });
});

function blocksOf(network: Parameters<typeof cidrsOf>[0]): string[] {
  return cidrsOf(network).map(formatCidr);
}

function endpoints(rows: readonly DocumentRow[]): string[] {
  return imported(rows).part.groups.flatMap((group) => group.endpoints.map(textOf));
}

function forms({ part }: ReturnType<typeof imported>): string[] {
  return part.groups.flatMap((group) => group.endpoints.map(({ form }) => form));
}

function textOf({ form, value, services, printed, note }: ImportedEndpoint): string {
  const more = [...(printed ? ['printed'] : []), ...(note ? ['noted'] : [])];
  return [form, value, ...services, ...more].join(' ');
}

function placeOf(text: string): string {
  return text.split(' ')[1] ?? '';
}

function bracketless(url: string): string {
  return url.replace(/[[\]]/g, '');
}
