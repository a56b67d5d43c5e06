import { describe, expect, test } from '@jest/globals';
import { parsePortRange } from '../../../src/net/port.ts';
import type { ImportAnswer } from '../../../src/report/import/answer.ts';
import { importJson } from '../../../src/report/import/json.ts';
import { labelsJson } from '../../../src/report/import/labels-json.ts';
import { labelsText } from '../../../src/report/import/labels-text.ts';
import { importMarkdown } from '../../../src/report/import/markdown.ts';
import { importText } from '../../../src/report/import/text.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { must } from '../../support/policy.ts';
import { expectReport } from '../../support/report.ts';

const https = [must(parsePortRange('tcp/443'))];

const answer: ImportAnswer = {
  format: 'table',
  id: 'vendor',
  title: 'Guide',
  file: 'guide.csv',
  part: 'vendor/vendor.yaml',
  isFirst: false,
  written: true,
  files: [{ path: 'vendor/vendor.yaml', change: 'changed' }],
  rows: { read: 9, taken: 4, unresolved: 2, declined: 2, refused: 1, filtered: 1 },
  access: {
    added: [
      { destination: 'a.example.com', ports: https, tier: 'required', groups: ['vendor-1'] },
      { destination: 'b.example.com', ports: https, tier: 'optional', groups: ['vendor-2'] },
    ],
    removed: [
      { destination: 'c.example.com', ports: https, tier: 'required', groups: ['vendor-1'] },
    ],
    moved: [
      {
        destination: 'd.example.com',
        ports: https,
        what: 'tier',
        from: 'required',
        to: 'optional',
      },
      {
        destination: 'd.example.com',
        ports: https,
        what: 'inspection',
        from: 'allow',
        to: 'bypass',
      },
    ],
  },
  kept: [
    { kind: 'tier', group: 'vendor-1', yours: 'optional', document: 'required', reason: 'edited' },
    { kind: 'inspection', group: 'vendor-2', yours: 'allow', document: 'bypass', reason: 'wider' },
    { kind: 'removed', group: 'vendor-1', destination: 'host x.example.com' },
    { kind: 'declined', group: 'vendor-1', destination: 'host y.example.com' },
    { kind: 'removed', group: 'vendor-3', destination: undefined },
  ],
  lost: [
    {
      group: 'vendor-1',
      destination: 'host c.example.com',
      notes: [['ticket', 'CHG-1']],
      comments: ['asked by Ann'],
    },
  ],
  warnings: ['Networks are many.'],
  unresolved: [
    { line: 3, words: 'The updates', reason: 'no port' },
    { line: 4, words: '', reason: 'no words' },
  ],
  declined: [{ line: 5, words: 'From the LAN', reason: 'inbound' }],
  refused: [{ line: 6, words: '*', reason: 'matches every host' }],
  next: 'portolan validate',
};

const nothing: ImportAnswer = {
  ...answer,
  files: [],
  access: { added: [], removed: [], moved: [] },
  kept: [],
  lost: [],
  warnings: [],
  unresolved: [],
  declined: [],
  refused: [],
  next: null,
};

describe('the text of an import', () => {
  test('says what was written, what it does to access, and what is left to do', () => {
    expect(
      importText(answer, plain),
    ).toBe(`updated vendor/vendor.yaml from Guide: access 2 added, 1 removed, 2 moved
9 rows read = 4 taken + 2 unresolved + 2 declined (1 by the filter) + 1 refused

warnings
  Networks are many.

access added
  a.example.com on tcp/443 (required)
  b.example.com on tcp/443 (optional)

access removed
  c.example.com on tcp/443 (required)

tier
  d.example.com on tcp/443: required -> optional

inspection
  d.example.com on tcp/443: allow -> bypass

stays as you wrote it
  tier of vendor-1 stays optional, as in the part; the document has required; to
  take it, write tier: required in the group
  inspection of vendor-2 stays allow because an update never allows more
  unasked; the document has bypass; to take it, write inspection: bypass in the
  group
  host x.example.com of vendor-1 stays removed; the document still has it
  host y.example.com of vendor-1 stays declined; the document has it
  group vendor-3 stays removed; the document still has it

lost with what is gone
  host c.example.com of vendor-1: ticket: CHG-1
  host c.example.com of vendor-1: comment: asked by Ann

unresolved
  line 3: The updates (no port)
  line 4: no words

refused
  line 6: * (matches every host)

files
  changed vendor/vendor.yaml

next: portolan validate
`);
  });

  test('without a change is two lines', () => {
    expect(importText(nothing, plain)).toBe(
      'vendor/vendor.yaml is up to date with Guide: no fact changed\n9 rows read = 4 taken + 2 unresolved + 2 declined (1 by the filter) + 1 refused\n',
    );
  });

  test('of --check says what would change', () => {
    const text = importText({ ...answer, written: false, isFirst: true }, plain);
    expect(text).toContain('would create vendor/vendor.yaml from Guide');
    expect(text).toContain('files that would change\n');
  });

  test('counts what it does not show', () => {
    const added = Array.from({ length: 25 }, (_, index) => {
      const destination = `h${index}.example.com`;
      return { destination, ports: https, tier: 'required', groups: [] } as const;
    });
    const text = importText({ ...answer, access: { ...answer.access, added } }, plain);
    expect(text).toContain('  h19.example.com on tcp/443 (required)\n  and 5 more: --format json');
    expect(text).not.toContain('h20.');
  });
});

test('the page of an import has all access, and folds the rows', () => {
  const page = importMarkdown(answer);
  expect(page).toContain('<!-- portolan:import vendor/vendor.yaml -->');
  expect(page).toContain('### Access added\n\n- `a.example.com on tcp/443 (required)`\n');
  expect(page).toContain('### Access removed\n\n- `c.example.com on tcp/443 (required)`');
  expect(page).toContain('<details><summary>Declined</summary>');
  expect(importMarkdown(nothing)).not.toContain('###');
});

test('the JSON reports match their schema', () => {
  expect(expectReport(importJson(answer))).toMatchObject({
    kept: [{ kind: 'tier' }, { kind: 'inspection' }, {}, {}, { kind: 'removed' }],
    lost: [{ destination: 'host c.example.com', notes: [{ key: 'ticket', text: 'CHG-1' }] }],
    next: 'portolan validate',
  });
  expectReport(importJson(nothing));
  const first = [{ value: 'a', rows: 3 }];
  expectReport(labelsJson({ file: 'x', rows: 3, labels: [{ label: 'region', values: 1, first }] }));
});

describe('labels', () => {
  test('are printed with their first values', () => {
    const first = [
      { value: 'a', rows: 3 },
      { value: 'b', rows: 1 },
    ];
    const labels = [{ label: 'region', values: 12, first }];
    expect(labelsText({ file: 'x.json', rows: 4, labels })).toBe(
      'x.json: 4 rows; a label, its values and their rows:\n\nregion: 12 values\n  a (3), b (1), and 10 more\n',
    );
  });

  test('may be none', () => {
    expect(labelsText({ file: 'x', rows: 1, labels: [] })).toBe(
      'x: 1 row, and no labels that --where could select by\n',
    );
  });
});
