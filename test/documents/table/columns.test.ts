import { describe, expect, test } from '@jest/globals';
import { readTable } from '../../../src/documents/table/index.ts';
import { rowsIn } from '../../support/document-rows.ts';

const rows = (text: string, columns: Readonly<Record<string, string>> = {}) =>
  rowsIn(readTable, text, { columns: new Map(Object.entries(columns)) });

/** The message and the help of a refused document. */
function refusalOf(text: string, columns: Readonly<Record<string, string>> = {}): string {
  const reading = readTable({ name: 'table', text }, { columns: new Map(Object.entries(columns)) });
  return reading.ok ? 'not refused' : `${reading.error.message}; ${reading.error.help}`;
}

describe('columns that an option states', () => {
  const text = 'Old name,Site,Outbound port,Fallback port\nx.example.com,a.example.com,443,8443\n';

  test('are found by header and by number', () => {
    const wanted = ['2: a.example.com tcp/443'];
    expect(rows(text, { host: 'site', port: 'Outbound port' })).toEqual(wanted);
    expect(rows(text, { host: '2', port: '3' })).toEqual(wanted);
  });

  test.each([
    [{ hots: '1' }, '"hots" is not a role of a column; did you mean "host"?'],
    [{ host: 'Sites' }, 'the document has no column "Sites"; did you mean "Site"?'],
    [
      { host: '9' },
      'the document has no column "9"; use "Fallback port", "Old name", "Outbound port", "Site"',
    ],
  ])('%j is refused', (columns, want) => {
    expect(refusalOf(text, columns)).toBe(want);
  });

  test('are all that is read of a table without a header', () => {
    expect(rows('1,a.example.com\n2,b.example.com\n', { host: '2' })).toEqual([
      '1: a.example.com',
      '2: b.example.com',
    ]);
  });
});

describe('a guess that is not certain is refused', () => {
  test.each([
    [
      'two columns of destinations',
      'Host,Old address,Port\na.example.com,203.0.113.7,443\n',
      'the destinations may be in column "Host" or "Old address"; name the right one, as in --columns host=Host',
    ],
    [
      'a second column of destinations below another header',
      'Host,Fallback,Port\na.example.com,b.example.com,443\n',
      'the destinations may be in column "Host" or "Fallback"; name the right one, as in --columns host=Host',
    ],
    [
      'two columns of ports',
      'Host,Port,Fallback port\na.example.com,443,8443\n',
      'the ports may be in column "Port" or "Fallback port"; name the right one, as in --columns host=Host,port=Port',
    ],
    [
      'two columns of numbers without a header',
      '443,80,a.example.com\n',
      'the ports may be in column "1" or "2"; name the right one, as in --columns host=3,port=1',
    ],
    [
      'numbers of rows',
      '1,a.example.com\n2,b.example.com\n',
      'column "1" may be the ports or other numbers; write --columns host=2,port=1, or --columns host=2 if it is not',
    ],
    [
      'counts',
      'a.example.com,12\nb.example.com,443\n',
      'column "2" may be the ports or other numbers; write --columns host=1,port=2, or --columns host=1 if it is not',
    ],
    [
      'numbers below another header',
      'Host,Hit count\na.example.com,443\n',
      'column "Hit count" may be the ports or other numbers; write --columns host=Host,port="Hit count", or --columns host=Host if it is not',
    ],
    [
      'two columns of transports',
      'Host,Port,Protocol,Transport\na.example.com,443,HTTPS,TCP\n',
      'the transports may be in column "Protocol" or "Transport"; name the right one, as in --columns proto=Protocol',
    ],
    [
      'two columns of tiers',
      'Host,Port,Required,Tier\na.example.com,443,yes,optional\n',
      'the tiers may be in column "Required" or "Tier"; name the right one, as in --columns tier=Required',
    ],
  ])('%s', (_, text, want) => {
    expect(refusalOf(text)).toBe(want);
  });

  test.each([
    ['a number of the row', 'No.,Host,Port\n1,a.example.com,443\n2,b.example.com,80\n'],
    ['a count', 'Host,Count,Port\na.example.com,53,443\nb.example.com,123,80\n'],
    ['a date', 'Host,Updated,Port\na.example.com,2025-07-24,443\nb.example.com,01.02.2025,80\n'],
    [
      'a port of the source',
      'Source port,Host,Port\n1024-65535,a.example.com,443\n50000,b.example.com,80\n',
    ],
    ['a number of the row without a header', '1|443|a.example.com\n2|80|b.example.com\n'],
    ['a year without a header', '2025|443|a.example.com\n2024|80|b.example.com\n'],
  ])('%s beside the ports never becomes one', (_, text) => {
    const found = rows(text).map((row) => row.replace(/^\d: /, ''));
    expect(found).toEqual(['a.example.com tcp/443', 'b.example.com tcp/80']);
  });
});

test.each([
  [
    'no separator',
    'a.example.com\nb.example.com\n',
    'the document has no row with several cells; use "portolan import list" for a list, or "portolan import text" for a guide',
  ],
  [
    'no destinations',
    'Name,Port\nx,443\n',
    'no column of the document contains destinations; name the column, as in --columns host=Name',
  ],
  [
    'open quotes',
    'Host,Port\n"a.example.com,443\nb.example.com,80\n',
    'the row at line 2 has quotes that are not closed; close them, or double each quote inside a cell',
  ],
  [
    'too many columns',
    `${'Host,'.repeat(101)}\n${'a.example.com,'.repeat(101)}\n`,
    'the table has 102 columns, and at most 100 are read; keep the columns that matter, in a copy of the file',
  ],
  [
    'a row that is too long',
    `Host,Port\n${'a'.repeat(200_000)},1\n`,
    'the row at line 2 is longer than 100000 characters; check that its quotes are closed',
  ],
])('refuses a document with %s', (_, text, want) => {
  expect(refusalOf(text)).toBe(want);
});

test('says which table it does not read', () => {
  const text =
    '|Question|Answer|\n|--|--|\n|What?|This|\n|Why?|So|\n\n|Host|Port|\n|--|--|\n|a.example.com|443|';
  const reading = readTable({ name: 'table', text }, {});
  expect(reading.ok && reading.value.warnings).toEqual([
    'The table at line 3 has no column of destinations. Its rows (2) are not read.',
  ]);
});

test('headers of tables in one document may differ', () => {
  const text =
    '|Host|Port|\n|--|--|\n|a.example.com|443|\n\n|Port|Endpunkt|Protokoll|\n|--|--|--|\n|3478|b.example.com|UDP|';
  expect(rows(text)).toEqual(['3: a.example.com tcp/443', '7: b.example.com udp/3478']);
});

test('refuses a document with too many rows', () => {
  expect(refusalOf('a.example.com,443\n'.repeat(500_001))).toBe(
    'the document has more than 500000 rows; check that the file is the one that the vendor publishes, or split it',
  );
});
