import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentRow } from '../../src/documents/document.ts';
import type { ImportedEndpoint } from '../../src/import/part.ts';
import { factOf, imported, row, rowOf } from '../support/import.ts';
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

  test('set notes apart that are no sentences', () => {
    const noted = (note: string) =>
      row({ kind: 'facts', facts: [{ ...factOf('a.example.com', https), note }] });
    const rows = ['updates', 'Only in Europe', 'Since May.'].map(noted);
    expect(imported(rows).part.groups[0]?.endpoints[0]).toMatchObject({
      note: 'Only in Europe; Since May. updates',
    });
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

  test('without a scheme stays as it is printed where no URL has its ports', () => {
    const fact = { ...factOf('https://a.example.com/b', ['udp/443']), scheme: undefined };
    const [group] = imported([row({ kind: 'facts', facts: [fact] })]).part.groups;
    expect(group?.endpoints).toEqual([
      {
        form: 'host',
        value: 'a.example.com',
        services: ['udp-443'],
        printed: { text: 'a.example.com/b' },
        note: 'The document prints a.example.com/b with ports on which no URL has a path. So the whole host is allowed.',
      },
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

function endpoints(rows: readonly DocumentRow[]): string[] {
  return imported(rows).part.groups.flatMap((group) => group.endpoints.map(textOf));
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
