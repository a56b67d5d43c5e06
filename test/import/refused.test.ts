import { describe, expect, test } from '@jest/globals';
import type { ImportSettings } from '../../src/import/settings.ts';
import { imported, refusals, row, rowOf } from '../support/import.ts';

const https = ['tcp/443'];
const host = rowOf('a.example.com', https);
const bypassing = { key: 'b', inspection: 'bypass' } as const;

describe('a document is refused', () => {
  const table: readonly [string, Parameters<typeof refusals>, string][] = [
    [
      'without rows',
      [[]],
      'import-no-facts: no row of the document becomes an endpoint; check that the file is complete, and that its format is the one that you named',
    ],
    [
      'if no row has a port',
      [[rowOf('a.example.com', [])], { format: 'table' }],
      'import-no-facts: no row of the document becomes an endpoint; 1 row without a port would be taken with --service, as in --service https',
    ],
    [
      'if some networks have no port, and the format has none',
      [[host, rowOf('192.0.2.0/24', [])], { format: 'ranges' }],
      'import-no-service: the document has 1 row without a port; add --service with what the clients use there, as in --service https',
    ],
    [
      'if nothing says the tier of a row',
      [
        [
          rowOf('a.example.com', https, { key: 'a', tier: 'optional' }),
          rowOf('b.example.com', https, {}, 7),
        ],
        { tier: undefined },
      ],
      'import-no-tier: the document names no tier for 1 of 2 rows, the first on line 7; add --tier required, --tier recommended or --tier optional',
    ],
    [
      'with an IPv4 network wider than /8',
      [[rowOf('64.0.0.0/7', https, {}, 3), rowOf('96.0.0.0/8', https)]],
      'import-wide-network: line 3: the network "64.0.0.0/7" is wider than /8; check the row; if the vendor really has this network, add --allow-wide',
    ],
    [
      'with IPv6 networks wider than /16',
      [[rowOf('2000::/15', https), rowOf('2001:db8::-2003::', https), rowOf('2400::/16', https)]],
      'import-wide-network: line 1: the network "2000::/15" is wider than /16 (2 rows in all); check the row; if the vendor really has this network, add --allow-wide',
    ],
    [
      'if a port bypasses inspection in one section and not in another',
      [
        [
          rowOf('a.example.com', ['tcp/400-500'], bypassing),
          rowOf('a.example.com', https, { key: 'a' }),
        ],
        { reader: { bypass: ['Optimize'] } },
      ],
      'import-inspection-conflict: "a.example.com" on tcp/443 is in a section that bypasses inspection and in one that does not; let both bypass inspection, or leave one out with --where',
    ],
    [
      'with an option that is no date',
      [[host], { date: '2026-02-30' }],
      'date-invalid: the date "2026-02-30" does not exist; correct the month or the day',
    ],
    [
      'with an unknown service',
      [[host], { services: ['htps'] }],
      'import-unknown-service: "htps" is not a service that an import knows; did you mean "https"?',
    ],
    [
      'with a service that is like none',
      [[host], { services: ['mail'] }],
      'import-unknown-service: "mail" is not a service that an import knows; use "dns", "http", "https" or ports such as tcp/5671',
    ],
    [
      'with a port that is none',
      [[host], { services: ['https', 'tcp/70000'] }],
      'port-out-of-range: port 70000 is out of range; use a port from 1 to 65535',
    ],
  ];
  test.each(table)('%s', (_name, [rows, more], want) => {
    expect(refusals(rows, more)).toEqual([want]);
  });

  test('if it becomes more needs than a spec can have', () => {
    const needs = Array.from({ length: 10_001 }, (_, index) =>
      row({ kind: 'unresolved', reason: 'no host' }, {}, 1, `need ${index}`),
    );
    expect(refusals([host, ...needs])).toEqual([
      'import-too-many: the document becomes 10001 unresolved needs, and a spec can have 10000; select a part of the rows with --where',
    ]);
    expect(refusals([host, ...needs.slice(1)])).toEqual([]);
  });
});

describe('a document is taken', () => {
  test('with wide networks, if the user allows them', () => {
    const rows = [rowOf('64.0.0.0/7', https), rowOf('2000::/15', https)];
    expect(values(imported(rows, { allowWide: true }))).toEqual(['64.0.0.0/7', '2000::/15']);
  });

  test('with the tiers of its own, without --tier', () => {
    const rows = [rowOf('a.example.com', https, { tier: 'recommended' })];
    const { part } = imported(rows, { tier: undefined });
    expect(part.groups.map(({ tier }) => tier)).toEqual(['recommended']);
  });

  test('if paths of one host differ in inspection, where a device sees them', () => {
    const rows = [
      rowOf('http://a.example.com/a', ['tcp/80'], bypassing),
      rowOf('http://a.example.com/b', ['tcp/80'], { key: 'a' }),
    ];
    expect(refusals(rows, { reader: { bypass: ['Optimize'] } })).toEqual([]);
  });
});

describe('inspection', () => {
  const table: readonly [Partial<ImportSettings>, string][] = [
    [{}, 'allow allow'],
    [{ inspection: 'allow' }, 'allow allow'],
    [{ reader: { bypass: ['Optimize'] } }, 'bypass allow'],
    [{ reader: { bypass: [] } }, 'allow allow'],
    [{ inspection: 'bypass' }, 'bypass bypass'],
  ];
  test.each(table)('with %j, a section that may bypass and another one have %s', (more, want) => {
    const rows = [rowOf('a.example.com', https, bypassing), rowOf('b.example.com', https)];
    const { part } = imported(rows, more);
    expect(part.groups.map(({ inspection }) => inspection).join(' ')).toBe(want);
  });
});

describe('--service', () => {
  const table: readonly [readonly string[], readonly string[]][] = [
    [['https'], ['https']],
    [['http,https'], ['http', 'https']],
    [['tcp/5671'], ['tcp-5671']],
    [
      ['udp-3478-3481', 'dns'],
      ['dns', 'udp-3478-3481'],
    ],
  ];
  test.each(table)('%j gives rows without a port %j, and leaves the others', (services, want) => {
    const rows = [rowOf('192.0.2.0/24', []), rowOf('a.example.com', ['tcp/80'])];
    const { part, warnings } = imported(rows, { services, format: 'list' });
    expect(part.groups[0]?.endpoints.map((endpoint) => endpoint.services)).toEqual([
      ['http'],
      want,
    ]);
    expect(warnings).toEqual([]);
  });

  test('without it, rows without a port are unresolved where others have one', () => {
    const { part, warnings, sums } = imported([host, rowOf('b.example.com', [])], {
      format: 'table',
    });
    expect(part.unresolved.map(({ text }) => text)).toEqual(['b.example.com (no port)']);
    expect(warnings).toEqual([
      'Unresolved for lack of a port: 1 row. Add --service to take it, as in --service https.',
    ]);
    expect(sums).toMatchObject({ read: 2, taken: 1, unresolved: 1 });
  });
});

describe('a warning', () => {
  test('says that --service applies to no row', () => {
    expect(imported([host], { services: ['https'] }).warnings).toEqual([
      '--service applies to no row: each one that is taken has its own port.',
    ]);
  });

  test('says that a part has more than 2,000 networks', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        rowOf(`198.${index >> 8}.${index & 255}.0/24`, https),
      );
    expect(imported(rows(2000)).warnings).toEqual([]);
    expect(imported(rows(2001)).warnings).toEqual([
      'The part has 2001 networks. Above 2000, commands take seconds and devices much memory: --where selects a region or a service.',
    ]);
  });

  test('says where --tier does not apply', () => {
    const rows = [host, rowOf('b.example.com', https, { key: 'b', tier: 'optional' })];
    expect(imported(rows).warnings).toEqual([
      '--tier required applies only where the document names no tier: it names another one for 1 of 2 rows.',
    ]);
  });
});

function values({ part }: ReturnType<typeof imported>): string[] {
  return part.groups.flatMap(({ endpoints }) => endpoints.map(({ value }) => value));
}
