import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importDocument } from '../../src/import/import-document.ts';
import { readRecord } from '../../src/import/record/read.ts';
import { recordText } from '../../src/import/record/text.ts';
import type { Problem } from '../../src/problem.ts';
import { hostileReading, imported, row, rowOf, settings } from '../support/import.ts';
import { runs } from '../support/runs.ts';

const example = imported(
  [
    rowOf('outlook.office.com', ['tcp/80', 'tcp/443'], { key: '1', tier: 'optional' }),
    rowOf('*.example.com', ['udp/3478'], { key: '1', tier: 'optional' }),
    row({ kind: 'unresolved', reason: 'no host' }, { key: '1' }, 7, 'updates "soon"'),
    row({ kind: 'declined', reason: 'inbound' }, { key: '2' }, 8, 'ssh'),
  ],
  {
    revision: '3.1',
    reader: { columns: new Map([['host', 'Address']]), only: 'hosts', bypass: ['Optimize'] },
    aggregate: true,
  },
).record;

const text = `{
  "declined": [
    { "line": 8, "reason": "inbound", "words": "ssh" }
  ],
  "document": {
    "revision": "3.1",
    "sha256": "${settings.sha256}"
  },
  "format": "m365",
  "groups": {
    "o365-1": {
      "facts": {
        "host *.example.com": ["udp/3478"],
        "host outlook.office.com": ["tcp/80", "tcp/443"]
      },
      "inspection": "allow",
      "tier": "optional"
    }
  },
  "id": "o365",
  "lists": [],
  "options": {
    "aggregate": true,
    "bypass": ["Optimize"],
    "columns": {
      "host": "Address"
    },
    "only": "hosts",
    "tier": "required"
  },
  "refused": [],
  "rows": {
    "declined": 1,
    "filtered": 0,
    "read": 4,
    "refused": 0,
    "taken": 2,
    "unresolved": 1
  },
  "schemaVersion": 1,
  "unresolved": [
    { "line": 7, "reason": "no host", "words": "updates \\"soon\\"" }
  ]
}
`;

describe('a record', () => {
  test('has a line for each fact and each row', () => {
    expect(recordText(example)).toBe(text);
  });

  test('is read back, also from a checkout with CRLF', () => {
    const want = { ok: true, value: example };
    expect(readRecord('vendor/o365.import.json', text)).toEqual(want);
    expect(readRecord('vendor/o365.import.json', text.replaceAll('\n', '\r\n'))).toEqual(want);
  });

  test('says the facts of lists line by line', () => {
    const rows = Array.from({ length: 21 }, (_, index) => rowOf(`192.0.2.${index}`, ['tcp/443']));
    const { record } = imported(rows);
    expect(record.lists).toEqual(['o365/o365-https.txt']);
    expect([...(record.groups.get('o365')?.facts ?? [])].slice(0, 2)).toEqual([
      ['network 192.0.2.0', ['tcp/443']],
      ['network 192.0.2.1', ['tcp/443']],
    ]);
  });

  test('of any import is read back as it was written', () => {
    fc.assert(
      fc.property(hostileReading, (reading) => {
        const result = importDocument(reading, settings);
        if (!result.ok) return;
        const { record } = result.value;
        expect(readRecord('r', recordText(record))).toEqual({ ok: true, value: record });
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('a record is refused', () => {
  const table = [
    [
      'with a changed word in another form',
      ['"taken": 2', '"taken":  2'],
      'r:37 import-record-edited: the record was edited after the import',
    ],
    [
      'with another order',
      [
        '"inspection": "allow",\n      "tier": "optional"',
        '"tier": "optional",\n      "inspection": "allow"',
      ],
      'r:16 import-record-edited: the record was edited after the import',
    ],
    [
      'without its last line',
      ['  ]\n}\n', '  ]\n}'],
      'r:44 import-record-edited: the record was edited after the import',
    ],
    [
      'if it is cut',
      ['  ]\n}\n', ''],
      'r:43 import-record-invalid: the record is not valid JSON: see line 43',
    ],
    [
      'with a key twice',
      ['"id": "o365",', '"id": "o365",\n  "id": "o365",'],
      'r:21 import-record-invalid: line 21 repeats the key "id"',
    ],
    [
      'with another tier',
      ['"tier": "optional"', '"tier": "must"'],
      'r:17 import-record-invalid: "/groups/o365-1/tier" is not as an import writes it',
    ],
    [
      'with an unknown key',
      ['"only": "hosts",', '"also": "hosts",'],
      'r:22 import-record-invalid: "/options" is not as an import writes it',
    ],
    [
      'of another version',
      ['"schemaVersion": 1', '"schemaVersion": 2'],
      'r:40 import-record-version: expected a record of version 1, found "2"',
    ],
    [
      'that is no object',
      [text, '[]\n'],
      'r:1 import-record-invalid: the record is not as an import writes it',
    ],
  ] as const;
  test.each(table)('%s', (_name, [from, to], want) => {
    expect(text).toContain(from);
    const read = readRecord('r', text.replace(from, to));
    expect(read.ok ? '' : said(read.error)).toBe(want);
  });
});

function said({ at, rule, message, help }: Problem): string {
  expect(help).not.toBe('');
  return `${at.file}:${at.line} ${rule}: ${message}`;
}
