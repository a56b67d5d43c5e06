import { describe, expect, test } from '@jest/globals';
import { diffGithub } from '../../../src/report/diff/github.ts';
import { lintGithub } from '../../../src/report/lint/github.ts';
import { annotationsText } from '../../../src/report/page/annotations.ts';
import { verifyGithub } from '../../../src/report/verify/github.ts';
import { compare } from '../../review/diff/support.ts';
import { findingsOf } from '../../review/rules/support.ts';
import { diffAnswer, lintAnswer } from '../answers.ts';

describe('an annotation', () => {
  const at = { file: 'a,b:c%.yaml', line: 2, column: 3, length: 4 };

  test.each<[string, Parameters<typeof annotationsText>[0][number], string]>([
    [
      'has its place and its title, and lines as one',
      { level: 'error', at, title: 'odd: 50%', lines: ['one', 'two'] },
      '::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=3,endColumn=7,title=odd%3A 50%25::one%0Atwo\n',
    ],
    [
      'may speak of a whole line',
      { level: 'warning', at: { file: 'a', line: 7 }, title: 'x', lines: ['y'] },
      '::warning file=a,line=7,endLine=7,title=x::y\n',
    ],
    [
      'may speak of no line',
      { level: 'notice', at: null, title: 'x', lines: ['y'] },
      '::notice title=x::y\n',
    ],
    [
      'is no other command, whatever it says',
      { level: 'notice', at: null, title: 'a::b', lines: ['a\r\n::error::b', 'a\u001b\u202e'] },
      '::notice title=a%3A%3Ab::a%0D%0A::error::b%0Aa<U+001B><U+202E>\n',
    ],
  ])('%s', (_name, annotation, want) => {
    expect(annotationsText([annotation])).toBe(want);
  });
});

test('annotations of lint have the level of the severity, and omit accepted findings', () => {
  const findings = findingsOf({
    endpoints: ['{ to: any, service: https }', '{ url: "http://a.example.com" }'],
    tail: 'unresolved:\n  - { id: updates, kind: silent, text: why }',
  });
  const chosen = findings.filter(({ rule }) =>
    ['any-destination', 'cleartext', 'unresolved-requirement'].includes(rule),
  );
  const place = { file: 'exceptions.yaml', line: 1, column: 1, length: 1 };
  const words = {
    rule: '',
    kind: 'endpoint' as const,
    subject: '',
    reason: '',
    ticket: '',
    approvedBy: '',
    until: '',
  };
  const accepted = chosen.map((finding) => ({
    ...finding,
    exception: { ...words, place, subjectPlace: place, untilPlace: place },
  }));
  expect(lintGithub(lintAnswer([...chosen, ...accepted]))).toBe(
    [
      '::error file=spec.yaml,line=13,endLine=13,col=9,endColumn=36,title=any-destination (9.8 critical)::"any": allows every destination%0Ahelp: list the hosts or networks that the product needs\n',
      '::warning file=spec.yaml,line=14,endLine=14,col=9,endColumn=40,title=cleartext (5.3 medium)::"http://a.example.com": allows cleartext on tcp/80%0Ahelp: use TLS if the host supports it, or add an exception that says why not\n',
      '::notice file=spec.yaml,line=23,endLine=23,col=11,endColumn=18,title=unresolved-requirement (3.0 low)::"updates": not documented: why%0Ahelp: ask the publisher for hosts and ports, and add them as endpoints\n',
    ].join(''),
  );
});

describe('annotations of diff', () => {
  const report = compare(
    { tests: '  - { name: closed, deny: ["https://a.example/"] }' },
    { endpoints: ['{ host: www.example.com, service: wide, note: "why, so" }'] },
  );
  const lines = diffGithub(diffAnswer(report)).split('\n');

  test('print what needs approval as errors, first', () => {
    expect(lines[0]).toBe(
      '::error file=spec.yaml,line=24,endLine=24,col=13,endColumn=19,title=needs approval::test "closed": deny https://a.example/ -> nothing',
    );
  });

  test('print added access as a warning at its line of the spec', () => {
    expect(lines[1]).toBe(
      '::warning file=spec.yaml,line=19,endLine=19,col=9,endColumn=66,title=WIDER access at branch::www.example.com on tcp/444-445%0Awas: www.example.com tcp/443%0Atcp://www.example.com:444 was denied, is now allowed%0Aclients: 192.0.2.0/24%0Agroup: web (required)%0Anote: why, so%0Asource: guide, Hosts',
    );
  });

  test('print added access of an output alone at the line of the output', () => {
    const sites = new Map(
      [...report.sites].map(([site, change]) => {
        const gained = change.gained.map((gain) => ({
          ...gain,
          origins: [],
          output: 'pac',
          at: { file: 'pac/proxy.pac', line: 9 },
        }));
        return [site, { ...change, gained }];
      }),
    );
    expect(diffGithub(diffAnswer({ ...report, sites }, { out: 'out' }))).toContain(
      '::warning file=out/branch/pac/proxy.pac,line=9,endLine=9,title=WIDER access at branch::',
    );
  });

  test('print an exceeded threshold as an error, at any severity', () => {
    const hosts = Array.from(
      { length: 10 },
      (_, index) => `{ host: h${index}.example.com, service: https }`,
    );
    const removal = compare({ endpoints: hosts }, { endpoints: hosts.slice(5) });
    expect(diffGithub(diffAnswer(removal, { out: 'out' }))).toMatch(
      /^::error file=.*title=mass-removal \(5\.0 medium\)::/,
    );
  });
});

test('annotations of verify are one error for each flow, at the deciding line or else at the line of the spec', () => {
  const origin = { file: 'spec.yaml', line: 9, column: 3, length: 4 };
  const failure = {
    flow: 'https://a.example/',
    expected: 'allow',
    got: 'deny',
    decidedBy: { file: 'pac/proxy.pac', line: 7 },
    origin,
    check: 'endpoint',
  };
  const failed = [failure, { ...failure, flow: 'https://b.example/', decidedBy: null }];
  const squid = { ...failure, decidedBy: { file: 'squid/squid.conf', line: 1 } };
  const pac = { checked: 2, byCoverage: 0, notApplicable: 0, failed };
  const report = {
    checked: 2,
    passed: 0,
    failed: 2,
    sites: new Map([
      [
        'lab',
        new Map([
          ['pac', pac],
          ['squid', { ...pac, failed: [squid] }],
        ]),
      ],
    ]),
    folder: {
      lacks: [],
      stale: [{ site: 'lab', command: 'portolan generate' }],
      unknown: [{ path: 'generated/x', command: 'rm generated/x' }],
    },
  };
  const words = (outputs: string, host: string) =>
    `title=lab ${outputs}::endpoint: https://${host}.example/ is denied, expected allow%0Aspec: spec.yaml:9:3\n`;
  const folder =
    '::error file=generated/lab/manifest.json,line=1,endLine=1,title=lab::outputs of site lab are out of date: run portolan generate\n' +
    '::error file=generated/x,line=1,endLine=1,title=unknown file::not in the directory of a site%0Ahelp: rm generated/x\n';
  expect(verifyGithub({ report, out: 'generated' })).toBe(
    `${folder}::error file=generated/lab/pac/proxy.pac,line=7,endLine=7,${words('pac%2C squid', 'a')}::error file=spec.yaml,line=9,endLine=9,col=3,endColumn=7,${words('pac', 'b')}::notice title=verify::2 of 2 checks failed\n`,
  );
});
