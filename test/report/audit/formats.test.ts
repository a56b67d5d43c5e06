import { describe, expect, test } from '@jest/globals';
import type { AuditReport } from '../../../src/audit/report.ts';
import { auditGithub } from '../../../src/report/audit/github.ts';
import { auditJson } from '../../../src/report/audit/json.ts';
import { auditMarkdown } from '../../../src/report/audit/markdown.ts';
import { auditSarif } from '../../../src/report/audit/sarif.ts';
import { auditText } from '../../../src/report/audit/text.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { audited } from '../../audit/audited.ts';
import { row, rowOf } from '../../support/import.ts';
import { specText } from '../../support/load.ts';
import { expectReport } from '../../support/report.ts';
import { expectSarif } from '../../support/sarif.ts';
import { auditAnswer } from '../answers.ts';

const https = ['tcp/443'];

const report: AuditReport = audited(
  {
    'spec.yaml': specText({
      head: `documents:\n  guide: { title: Guide, sha256: ${'b'.repeat(64)} }`,
      group: '    source: { document: guide }',
      endpoints: [
        '{ host: www.example.com, service: https }',
        '{ host: api.exmaple.com, service: https }',
        '{ host: cdn.example.net, services: [http, https] }',
        '{ host: "*.example.org", service: https }',
      ],
    }),
  },
  [
    rowOf('www.example.com', https, { tier: 'optional' }, 3),
    rowOf('api.example.com', https, { tier: 'required' }, 4),
    rowOf('cdn.example.net', https, {}, 5),
    rowOf('a.example.org', https, {}, 6),
    row(
      { kind: 'unresolved', reason: 'it names no destination' },
      {},
      7,
      'updates of the software',
    ),
  ],
);

const nothing: AuditReport = {
  ...report,
  digest: undefined,
  missing: [],
  tiers: [],
  extra: [],
  remarks: [],
  counts: { rows: 1, named: 1, equal: 1, endpoints: 1 },
};

describe('the text of an audit', () => {
  test('begins with the worst, gives each finding its lines and a fix, and ends with a summary', () => {
    expect(auditText(auditAnswer(report), plain)).toBe(`missing in the spec
  api.example.com on tcp/443
    no endpoint allows it; did you mean "api.exmaple.com" (spec.yaml:17:9)?
      guide.txt:4 api.example.com
    help: add an endpoint, or list it under "unresolved" with kind "declined"
    and its name in "names"

covered by a wider entry alone
  a.example.org on tcp/443
    covered by "*.example.org" (spec.yaml:19:9)
      guide.txt:6 a.example.org
    help: add an endpoint for it, or say with "printed" of the wider one what
    the document prints

in another tier
  www.example.com on tcp/443
    the document says optional, and the spec required
      guide.txt:3 www.example.com
      spec.yaml:16:9 www.example.com (web)
    help: move "www.example.com" to a group of tier optional, or add it to one

another sha256
  spec.yaml:6:34 the spec lists guide.txt with sha256
  ${'b'.repeat(64)}, and the file
  has another one
  help: after you have settled what is missing and extra, write sha256:
  ${'a'.repeat(64)}

extra in the spec
  api.exmaple.com on tcp/443
    no row of the document names it
      spec.yaml:17:9 api.exmaple.com (web)
      guide.txt:4 api.example.com
    help: remove it, or say with "printed" what the document prints
  cdn.example.net on tcp/80
    the document names it on other ports: tcp/443
      spec.yaml:18:9 cdn.example.net (web)
      guide.txt:5 cdn.example.net
    help: remove tcp/80 from the endpoint, or say with "printed" what the
    document prints
  *.example.org on tcp/443
    wider than the document, which names a part of it alone: "a.example.org"
      spec.yaml:19:9 *.example.org (web)
      guide.txt:6 a.example.org
    help: write the destinations of the document in its place, or say with
    "printed" what the document prints

not read as a destination with ports
  guide.txt:7 it names no destination: updates of the software

1 missing, 1 covered by a wider entry, 1 in another tier, another sha256, 3
extra (1 wider than the document): 1 of 4 named destinations equal; 1 row not
compared
`);
  });

  test('does not say that nothing is missing where only a wider entry covers something', () => {
    const one = { ...nothing, remarks: report.remarks.slice(0, 1) };
    expect(auditText(auditAnswer(one), plain)).toMatch(/\n1 covered by a wider entry: 1 of 1 /);
  });

  test('says that nothing is missing', () => {
    expect(auditText(auditAnswer(nothing), plain)).toBe(
      'nothing missing: 1 of 1 named destination equal\n',
    );
  });

  test('says what the reader warns of, and that a document names no ports', () => {
    const answer = auditAnswer({ ...nothing, hasPorts: false }, { warnings: ['look twice'] });
    expect(auditText(answer, plain)).toMatch(
      /^note: look twice\n\nnote: guide\.txt names no ports, so only destinations were compared\n/,
    );
  });

  test('counts what is too much to read', () => {
    const [missing] = report.missing;
    const many = Array.from({ length: 150 }, () => missing).flatMap((each) => each ?? []);
    expect(auditText(auditAnswer({ ...nothing, missing: many }), plain)).toContain(
      '  and 50 more (--format json lists all)\n',
    );
  });
});

describe('the JSON of an audit', () => {
  test('is as the schema says, with both sides of each finding', () => {
    expect(expectReport(auditJson(auditAnswer(report)))).toMatchObject({
      schemaVersion: 1,
      agrees: false,
      document: { id: 'guide', file: 'guide.txt' },
      counts: { rows: 5, named: 4, equal: 1, endpoints: 4 },
      digest: { listed: 'b'.repeat(64), actual: 'a'.repeat(64), file: 'spec.yaml', line: 6 },
      missing: [
        {
          kind: 'absent',
          subject: 'api.example.com',
          ports: ['tcp/443'],
          rows: [{ line: 4, words: 'api.example.com' }],
          near: { written: 'api.exmaple.com', owner: 'web', line: 17 },
        },
      ],
      tiers: [{ documentTier: 'optional', specTier: 'required', endpoint: { line: 16 } }],
      extra: [
        { kind: 'absent', endpoint: { line: 17 }, near: { line: 4 } },
        { kind: 'ports', ports: ['tcp/80'], near: { line: 5 }, rows: [] },
        { kind: 'wider', near: { line: 6 }, rows: [{ line: 6 }] },
      ],
      remarks: [
        { kind: 'covered', spec: { line: 19 } },
        { kind: 'need', rows: [{ line: 7 }], spec: null },
      ],
    });
  });

  test.each([
    [true, nothing],
    [true, { ...nothing, extra: report.extra.slice(0, 2) }],
    [false, { ...nothing, extra: report.extra.slice(2) }],
    [false, { ...nothing, remarks: report.remarks.slice(0, 1) }],
    [true, { ...nothing, remarks: report.remarks.slice(1) }],
    [false, { ...nothing, missing: report.missing }],
    [false, { ...nothing, tiers: report.tiers }],
    [false, { ...nothing, digest: report.digest }],
  ])('says whether document and spec agree: %s', (agrees, one) => {
    expect(expectReport(auditJson(auditAnswer(one)))).toMatchObject({ agrees });
  });
});

describe('the comment of an audit', () => {
  test('has a summary, and a section for each kind of finding', () => {
    const page = auditMarkdown(auditAnswer(report));
    expect(page.split('\n').filter((line) => /^(?:<!--|\*\*|###|<details>)/.test(line))).toEqual([
      '<!-- portolan:audit spec.yaml -->',
      expect.stringMatching(
        /^\*\*1 missing, 1 covered by a wider entry, 1 in another tier, another sha256, 3 extra/,
      ),
      '### Missing in the spec',
      '### Covered by a wider entry alone',
      '### In another tier',
      '### Another sha256',
      '### Extra in the spec',
      '<details><summary>Not read as a destination with ports</summary>',
    ]);
    expect(page).toContain('- `guide.txt:4` api.example.com: `api.example.com` on tcp/443:');
  });

  test('fits into a comment, and counts the rest', () => {
    const [missing] = report.missing;
    const many = Array.from({ length: 2000 }, () => missing).flatMap((each) => each ?? []);
    const page = auditMarkdown(auditAnswer({ ...nothing, missing: many }));
    expect(page.length).toBeLessThan(60_500);
    expect(page).toMatch(
      /\d+ more findings omitted for length: run `portolan audit --format json`/,
    );
  });
});

describe('the SARIF log of an audit', () => {
  const resultsOf = (more = {}) => {
    const [run] = expectSarif(auditSarif(auditAnswer(report, more))).runs;
    return run?.results.map(({ ruleId, level, locations }) => [
      ruleId,
      level,
      JSON.stringify(locations).match(/"uri":"([^"]*)"/)?.[1],
    ]);
  };

  test('has a result for each finding, at the line that must change', () => {
    expect(resultsOf()).toEqual([
      ['audit-missing', 'error', 'guide.txt'],
      ['audit-covered', 'error', 'guide.txt'],
      ['audit-tier', 'error', 'spec.yaml'],
      ['audit-digest', 'error', 'spec.yaml'],
      ['audit-extra', 'warning', 'spec.yaml'],
      ['audit-extra', 'warning', 'spec.yaml'],
      ['audit-wider', 'error', 'spec.yaml'],
    ]);
  });

  test('shows rows of a document outside of the working tree at its entry in the spec', () => {
    expect(resultsOf({ isFileOfTree: false })?.[0]).toEqual([
      'audit-missing',
      'error',
      'spec.yaml',
    ]);
  });
});

describe('the annotations of an audit', () => {
  test('are errors for what fails the run, and warnings for what is extra', () => {
    const lines = auditGithub(auditAnswer(report)).trim().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(
      /^::error file=guide\.txt,line=4,endLine=4,col=1,endColumn=2,title=missing%3A api\.example\.com on tcp\/443::no endpoint allows it/,
    );
    expect(lines.slice(1).map((line) => line.slice(0, line.indexOf(',')))).toEqual([
      '::error file=guide.txt',
      '::error file=spec.yaml',
      '::error file=spec.yaml',
      '::warning file=spec.yaml',
      '::warning file=spec.yaml',
      '::error file=spec.yaml',
    ]);
  });

  test('show rows of a document outside of the working tree at its entry in the spec', () => {
    const [line] = auditGithub(auditAnswer(report, { isFileOfTree: false })).split('\n');
    expect(line).toMatch(/^::error file=spec\.yaml,line=6,/);
    expect(line).toContain('guide.txt:4 api.example.com');
  });
});
