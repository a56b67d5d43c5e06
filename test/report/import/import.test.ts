import { describe, expect, test } from '@jest/globals';
import type { PartAccess } from '../../../src/import/access.ts';
import { parsePortRange } from '../../../src/net/port-text.ts';
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

function accessOf(
  destination: string,
  tier: PartAccess['tier'],
  inspection: PartAccess['inspection'],
): PartAccess {
  return { destination, ports: https, tier, inspection, groups: ['vendor-1'] };
}

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
  recorded: [],
  access: {
    added: [
      accessOf('a.example.com', 'required', 'allow'),
      accessOf('b.example.com', 'optional', 'bypass'),
    ],
    removed: [accessOf('c.example.com', 'required', 'allow')],
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
  b.example.com on tcp/443 (optional, bypasses inspection)

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

  test('names the recorded options that count', () => {
    const recorded = ['--where region=a', '--hosts'];
    const line = 'with the recorded --where region=a --hosts (--forget-options leaves them out)';
    expect(importText({ ...nothing, recorded }, plain).replaceAll('\n', ' ')).toContain(line);
    expect(importMarkdown({ ...nothing, recorded }).replaceAll('\\', '')).toContain(line);
    expect(expectReport(importJson({ ...answer, recorded }))).toMatchObject({ recorded });
  });

  test('of --check says what would change', () => {
    const text = importText({ ...answer, written: false, isFirst: true }, plain);
    expect(text).toContain('would create vendor/vendor.yaml from Guide');
    expect(text).toContain('files that would change\n');
  });

  test('names what access does not include, and what is only written differently', () => {
    const except = ['a.x.example.com', 'b.x.example.com', 'c.x.example.com', 'd.x.example.com'];
    const place = { destination: '*.x.example.com', except, ports: https } as const;
    const added = [{ ...place, tier: 'required', inspection: 'allow', groups: [] } as const];
    const rewritten = { before: 1, after: 2 };
    const access = { added, removed: [], moved: [], rewritten };
    const text = importText({ ...answer, access }, plain);
    expect(text).toContain(
      'from Guide: access 1 added; written differently: 1\ndestination before, 2 now\n',
    );
    expect(text).toContain(
      '*.x.example.com except a.x.example.com, b.x.example.com, c.x.example.com and 1\n  more on tcp/443 (required)\n',
    );
    expect(importText({ ...answer, access: { ...access, added: [] } }, plain)).toContain(
      'no access change; written differently: 1\ndestination before, 2 now\n',
    );
    expect(expectReport(importJson({ ...answer, access }))).toMatchObject({
      added: [{ except }],
      rewritten,
    });
  });

  test('counts what it does not show, and shows all access', () => {
    const many = Array.from({ length: 25 }, (_, index) => `h${index}.example.com`);
    const added = many.map((host) => accessOf(host, 'required', 'allow'));
    const files = many.map((path) => ({ path, change: 'changed' }) as const);
    const text = importText({ ...answer, files, access: { ...answer.access, added } }, plain);
    for (const host of many) expect(text).toContain(`  ${host} on tcp/443 (required)\n`);
    expect(text).toContain('  changed h19.example.com\n  and 5 more: --format json');
    expect(text).not.toContain('changed h20.');
  });
});

test('the page of an import has all access, and folds the rows', () => {
  const page = importMarkdown(answer);
  expect(page).toContain('<!-- portolan:import vendor/vendor.yaml -->');
  expect(page).toContain('### Access added\n\n- `a.example.com on tcp/443 (required)`\n');
  expect(page).toContain('\n- `b.example.com on tcp/443 (optional, bypasses inspection)`\n');
  expect(page).toContain('### Access removed\n\n- `c.example.com on tcp/443 (required)`');
  expect(page).toContain('<details><summary>Declined</summary>');
  expect(importMarkdown(nothing)).not.toContain('###');
});

test('the page of an import never leaves out access, however long it is', () => {
  const added = Array.from({ length: 1_000 }, (_, index) =>
    accessOf(`${index}.${'long.'.repeat(30)}example.com`, 'required', 'allow'),
  );
  const page = importMarkdown({ ...answer, access: { ...answer.access, added, removed: added } });
  for (const { destination } of added) expect(page.split(` \`${destination} on`)).toHaveLength(3);
  expect(page).toContain('1 more row omitted for length');
});

test('the JSON reports match their schema', () => {
  expect(expectReport(importJson(answer))).toMatchObject({
    added: [{ inspection: 'allow' }, { inspection: 'bypass' }],
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
