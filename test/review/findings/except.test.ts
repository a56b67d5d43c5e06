import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tooLong } from '../../../src/language/exceptions/term.ts';
import { type Exception, exceptionKinds } from '../../../src/language/exceptions/types.ts';
import { except, isRaised, marksOf } from '../../../src/review/findings/except.ts';
import { type Finding, sentenceOf } from '../../../src/review/findings/finding.ts';
import { runs } from '../../support/runs.ts';
import { findingsOf } from '../rules/support.ts';

const findings = findingsOf({
  endpoints: ['{ url: "http://a.example.com" }', '{ url: "http://b.example.com" }'],
});
const open = findings.filter(({ rule }) => rule === 'cleartext');

function exception(words: Partial<Exception> = {}): Exception {
  const at = (line: number) => ({ file: 'exceptions.yaml', line, column: 3, length: 1 });
  return {
    rule: 'cleartext',
    kind: 'endpoint',
    subject: 'http://a.example.com',
    reason: 'the guide asks for it',
    ticket: 'SEC-1',
    approvedBy: 'Network Security',
    until: '2027-06-30',
    place: at(3),
    subjectPlace: at(4),
    untilPlace: at(8),
    ...words,
  };
}

const accepted = (all: readonly Finding[]) =>
  all.filter((finding) => finding.exception !== null).map(sentenceOf);

describe('an exception', () => {
  test('accepts the finding that it names and keeps its order', () => {
    const judged = except(open, [exception()], undefined);
    expect(judged.findings.map(sentenceOf)).toEqual(open.map(sentenceOf));
    expect(accepted(judged.findings)).toEqual([
      '"http://a.example.com": allows cleartext on tcp/80',
    ]);
    expect(judged.unused).toEqual([]);
  });

  test.each([
    ['203.0.113.7/32', '{ network: 203.0.113.7/32, service: http }'],
    ['203.0.113.7', '{ network: 203.0.113.7/32, service: http }'],
    ['203.0.113.7/32', '{ network: 203.0.113.7, service: http }'],
    ['2001:db8:9::1/128', '{ network: "2001:db8:9::1", service: http }'],
    ['Bar.Example.ORG.', '{ host: bar.example.org, service: http }'],
  ])('names an endpoint as %s in any spelling of the same destination', (endpoint, written) => {
    const found = findingsOf({ endpoints: [written] }).filter(({ rule }) => rule === 'cleartext');
    const judged = except(found, [exception({ subject: endpoint })], undefined);
    expect([judged.unused, judged.findings.map((each) => each.exception !== null)]).toEqual([
      [],
      [true],
    ]);
  });

  test.each<[string, Partial<Exception>]>([
    ['another rule', { rule: 'third-party-domain' }],
    ['another endpoint', { subject: 'http://c.example.com' }],
    ['another spelling of the endpoint', { subject: 'a.example.com' }],
    ['a part of the endpoint', { subject: 'http://a.example' }],
    ['a wildcard around it', { subject: 'http://*.example.com' }],
  ])('for %s accepts nothing and is listed as unused', (_name, words) => {
    const other = exception(words);
    const judged = except(open, [other], undefined);
    expect(accepted(judged.findings)).toEqual([]);
    expect(judged.unused).toEqual([other]);
  });

  test.each<[string, string | undefined, boolean]>([
    ['its last day', '2027-06-30', true],
    ['the day after', '2027-07-01', false],
    ['no day, without using the clock', undefined, true],
  ])('accepts its finding by date: on %s', (_name, asOf, holds) => {
    const judged = except(open, [exception()], asOf);
    expect(accepted(judged.findings)).toHaveLength(holds ? 1 : 0);
    expect(judged.unused).toEqual([]);
    expect(judged.findings.filter(({ rule }) => rule === 'expired').map(sentenceOf)).toEqual(
      holds ? [] : ['"http://a.example.com": the exception for "cleartext" expired on 2027-06-30'],
    );
  });

  test('that has expired cannot be accepted by another one', () => {
    const excuse = exception({ rule: 'expired', until: '2028-01-01' });
    const judged = except(open, [exception(), excuse], '2027-07-01');
    const expired = judged.findings.filter(({ rule }) => rule === 'expired');
    expect(expired.map((finding) => finding.exception)).toEqual([null]);
    expect(judged.unused).toEqual([excuse]);
  });

  test.each<[string, string, string[]]>([
    ['12 months', '2027-11-24', []],
    [
      '12 months and a day',
      '2027-11-25',
      [
        '8:3 "2027-11-25" is more than 12 months after 2026-11-24: write 2027-11-24 or an earlier date, and renew the exception later',
      ],
    ],
  ])('may last 12 months: %s', (_name, until, want) => {
    const problems = tooLong([exception({ until })], '2026-11-24');
    expect(
      problems.map(({ at, message, help }) => `${at.line}:${at.column} ${message}: ${help}`),
    ).toEqual(want);
  });
});

describe('isRaised compares the severity of a finding', () => {
  const [finding] = open;
  if (finding === undefined) throw new Error('the spec has a finding');

  test.each<[string, number | undefined, boolean]>([
    ['with its own severity', 5.3, true],
    ['with a lower severity', 0, true],
    ['with a higher severity', 5.4, false],
    ['without a severity', undefined, false],
  ])('%s', (_name, from, want) => {
    expect(isRaised(finding, from)).toBe(want);
    expect(isRaised({ ...finding, exception: exception() }, from)).toBe(false);
  });
});

test('accepts the same findings whatever other rules have exceptions', () => {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const named = fc.record({
    rule: fc.constantFrom(...rules, 'third-party-domain'),
    kind: fc.constantFrom(...exceptionKinds),
    subject: fc.constantFrom('http://a.example.com', 'http://b.example.com', 'web', 'iptables'),
  });
  const property = fc.property(fc.array(named, { maxLength: 4 }), (some) => {
    const valid = some.map(exception);
    const others = rules.map((rule) => exception({ rule, subject: 'http://c.example.com' }));
    expect(marksOf(findings, valid, () => true)).toEqual(
      marksOf(findings, [...others, ...valid], () => true),
    );
  });
  fc.assert(property, { numRuns: runs(200) });
});
