import { describe, expect, test } from '@jest/globals';
import { hiddenInFile } from '../../../src/characters.ts';
import type { Exception } from '../../../src/language/exceptions/types.ts';
import { lintJson } from '../../../src/report/lint/json.ts';
import { lintText } from '../../../src/report/lint/text.ts';
import { unusedText } from '../../../src/report/lint/words.ts';
import { type Paint, plain } from '../../../src/report/page/paint.ts';
import { except } from '../../../src/review/findings/except.ts';
import type { Finding } from '../../../src/review/findings/finding.ts';
import { findingsOf } from '../../review/rules/support.ts';
import { expectReport } from '../../support/report.ts';
import { lintAnswer } from '../answers.ts';

const place = { file: 'exceptions.yaml', line: 3, column: 5, length: 15 };
const exception: Exception = {
  rule: 'cleartext',
  kind: 'endpoint',
  subject: 'http://a.example.com',
  reason: 'the guide asks for it',
  ticket: 'SEC-1',
  approvedBy: 'Network Security',
  until: '2027-06-30',
  place,
  subjectPlace: place,
  untilPlace: place,
};

const chosen = new Set(['cleartext', 'any-destination', 'unresolved-requirement']);
const all = findingsOf({
  services:
    '  http: { ports: [tcp/80], application: http }\n  https: { ports: [tcp/443], application: tls }',
  endpoints: [
    '{ to: any, service: https }',
    '{ url: "http://a.example.com" }',
    '{ url: "http://b.example.com/x" }',
  ],
  tail: 'unresolved:\n  - { id: updates, kind: demanded, text: "Updates are demanded in many words, more than a line of eighty columns has room for" }',
}).filter(({ rule }) => chosen.has(rule));
const { findings } = except(all, [exception], undefined);

describe('lint as text', () => {
  test('groups findings by rule, each cause with its lines and one fix, accepted ones last', () => {
    expect(lintText(lintAnswer(findings), plain)).toBe(`any-destination (9.8 critical)
  an endpoint allows any destination
    allows every destination
      spec.yaml:13:9 any
  help: list the hosts or networks that the product needs

cleartext (5.3 medium)
  an endpoint allows cleartext
    allows cleartext on tcp/80
      spec.yaml:15:9 http://b.example.com/x
  help: use TLS if the host supports it, or add an exception that says why not

unresolved-requirement (3.0 low)
  a requirement of the product has no endpoint
    required, host unknown: Updates are demanded in many words, more than a line
    of eighty columns has room for
      spec.yaml:24:11 updates
  help: ask the publisher for hosts and ports, and add them as endpoints

accepted by exception
  cleartext: the guide asks for it (SEC-1, Network Security, until 2027-06-30)
      spec.yaml:14:9 http://a.example.com

3 findings: 1 critical, 1 medium, 1 low; 1 accepted by exception
`);
  });

  test('says that there are no findings', () => {
    expect(lintText(lintAnswer([]), plain)).toBe('no findings\n');
  });

  test('counts one finding in the singular', () => {
    expect(lintText(lintAnswer(findings.slice(0, 1)), plain)).toMatch(/\n1 finding: 1 critical\n$/);
  });

  test('adds only color to the words', () => {
    const marked: Paint = {
      bold: (text) => `<b>${text}</b>`,
      red: (text) => `<r>${text}</r>`,
      yellow: (text) => `<y>${text}</y>`,
      blue: (text) => `<l>${text}</l>`,
      dim: (text) => `<d>${text}</d>`,
    };
    const text = lintText(lintAnswer(findings), marked);
    expect(text).toContain('<b><r>any-destination</r></b> (9.8 critical)');
    expect(text).toContain('<y>cleartext</y> (5.3 medium)');
    expect(text).toContain('<d>accepted by exception</d>\n');
    expect(text.replaceAll(/<\/?[brdyl]>/g, '')).toBe(lintText(lintAnswer(findings), plain));
  });

  test('wraps prose at 80 columns', () => {
    const lines = lintText(lintAnswer(findings), plain).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('counts the lines of one cause beyond twenty', () => {
    const [finding] = findings;
    const many = Array.from({ length: 22 }, (_, index) => ({
      ...finding,
      at: { ...finding?.at, line: 100 + index },
    })) as Finding[];
    const text = lintText(lintAnswer(many), plain);
    expect(text).toContain('spec.yaml:119:9 any\n      and 2 more (--format json lists all)');
    expect(text).not.toContain('spec.yaml:120');
  });

  test('writes out hidden characters of every field', () => {
    const hostile = 'x\n\u001b[31m\u202e';
    const finding = findings.map((each) => ({
      ...each,
      message: hostile,
      subject: hostile,
      at: { ...each.at, file: hostile },
      exception: each.exception && {
        ...each.exception,
        reason: hostile,
        ticket: hostile,
        approvedBy: hostile,
      },
    }));
    const text =
      lintText(lintAnswer(finding), plain) + unusedText([{ ...exception, subject: hostile }]);
    expect(text.match(hiddenInFile())).toBeNull();
    expect(text).toContain('x<U+000A><U+001B>[31m<U+202E>');
  });

  test('reports an exception that matches no finding with its location', () => {
    expect(unusedText([exception])).toBe(
      'note: exceptions.yaml:3:5 the exception for rule "cleartext" and endpoint "http://a.example.com" matches no finding\n  help: remove it, unless it is for another spec in this directory\n',
    );
    expect(unusedText([])).toBe('');
  });
});

describe('lint as JSON', () => {
  test('matches the schema, with sentence, location and exception', () => {
    expect(expectReport(lintJson(lintAnswer(findings.slice(1, 3))))).toEqual({
      schemaVersion: 1,
      findings: [
        {
          rule: 'cleartext',
          severity: 5.3,
          subject: 'http://a.example.com',
          message: '"http://a.example.com": allows cleartext on tcp/80',
          help: 'use TLS if the host supports it, or add an exception that says why not',
          file: 'spec.yaml',
          line: 14,
          column: 9,
          exception: {
            rule: 'cleartext',
            endpoint: 'http://a.example.com',
            reason: 'the guide asks for it',
            ticket: 'SEC-1',
            approvedBy: 'Network Security',
            until: '2027-06-30',
            file: 'exceptions.yaml',
            line: 3,
            column: 5,
          },
        },
        expect.objectContaining({ subject: 'http://b.example.com/x', exception: null }),
      ],
    });
  });

  test('has an empty list without findings', () => {
    expect(expectReport(lintJson(lintAnswer([])))).toEqual({ schemaVersion: 1, findings: [] });
  });
});
