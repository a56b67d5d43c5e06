import { describe, expect, test } from '@jest/globals';
import type { Exception } from '../../../src/language/exceptions/types.ts';
import { rulePage } from '../../../src/page/addresses.ts';
import type { DiffAnswer } from '../../../src/report/diff/answer.ts';
import { diffSarif } from '../../../src/report/diff/sarif.ts';
import { lintSarif } from '../../../src/report/lint/sarif.ts';
import { noLinks } from '../../../src/report/page/links.ts';
import { sarifLog } from '../../../src/report/page/sarif.ts';
import { fileUri } from '../../../src/report/page/words.ts';
import { withGate } from '../../../src/review/diff/gate.ts';
import { except } from '../../../src/review/findings/except.ts';
import type { Finding } from '../../../src/review/findings/finding.ts';
import { registry } from '../../../src/review/findings/registry.ts';
import { compare } from '../../review/diff/support.ts';
import { findingsOf } from '../../review/rules/support.ts';
import { expectSarif, type Result } from '../../support/sarif.ts';
import { diffAnswer } from '../answers.ts';

const run = { spec: 'spec.yaml', version: '1.2.3', links: noLinks };
const place = { file: 'exceptions.yaml', line: 3, column: 5, length: 15 };

function resultsOf(findings: readonly Finding[]): readonly Result[] {
  return expectSarif(lintSarif({ ...run, findings })).runs.flatMap(({ results }) => results);
}

describe('findings as a SARIF log', () => {
  const findings = findingsOf({ endpoints: ['{ url: "http://a.example.com" }'] }).filter(
    ({ rule }) => rule === 'cleartext',
  );

  test('contain a rule, and a result with its location', () => {
    expect(JSON.parse(lintSarif({ ...run, findings }))).toEqual({
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Portolan',
              semanticVersion: '1.2.3',
              rules: [
                {
                  id: 'cleartext',
                  name: 'Cleartext',
                  shortDescription: { text: 'An endpoint allows cleartext.' },
                  fullDescription: {
                    text: expect.stringMatching(/^Anyone on the path .*\.$/),
                  },
                  help: {
                    text: expect.stringMatching(/^Anyone .* Use TLS .*\.$/),
                    markdown: expect.stringMatching(/^Anyone .*\n\n\*\*Fix:\*\* Use TLS .*\.$/s),
                  },
                  defaultConfiguration: { level: 'warning' },
                  properties: { tags: ['security', 'network'], 'security-severity': '5.3' },
                },
              ],
            },
          },
          automationDetails: { id: 'portolan-lint/spec.yaml/' },
          columnKind: 'unicodeCodePoints',
          results: [
            {
              ruleId: 'cleartext',
              ruleIndex: 0,
              level: 'warning',
              message: { text: '"http://a.example.com": allows cleartext on tcp/80' },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'spec.yaml' },
                    region: { startLine: 13, startColumn: 9, endLine: 13, endColumn: 40 },
                  },
                },
              ],
              suppressions: [],
              partialFingerprints: {
                'portolan/v1': expect.stringMatching(/^[0-9a-f]{16}:1$/),
              },
            },
          ],
        },
      ],
    });
  });

  const homepage = 'https://git.example.com/a/portolan/blob/v1.2.3/README.md';
  const every = registry.map((rule) => ({
    rule: { ...rule, page: rulePage(rule.id) },
    level: 'error' as const,
    message: rule.title,
    at: place,
    subject: rule.id,
    related: [],
    accepted: null,
  }));
  const driverOf = (known: string | null) =>
    expectSarif(sarifLog({ ...run, analysis: 'portolan-lint', homepage: known }, every)).runs[0]
      ?.tool.driver;

  test('name the tool and the page of each rule where the documents have an address', () => {
    const driver = driverOf(homepage);
    expect(driver?.informationUri).toBe(homepage);
    expect(driver?.rules.map(({ helpUri }) => helpUri)).toEqual(
      registry.map(
        ({ id }) => `https://git.example.com/a/portolan/blob/v1.2.3/docs/rules.md#${id}`,
      ),
    );
  });

  test('name no addresses where the documents have none, and still say why and what to do', () => {
    const driver = driverOf(null);
    expect(Object.keys(driver ?? {})).toEqual(['name', 'semanticVersion', 'rules']);
    for (const [index, { why, remedy }] of registry.entries()) {
      const { helpUri, help } = driver?.rules[index] ?? {};
      expect(helpUri).toBeUndefined();
      for (const text of [help?.text, help?.markdown])
        for (const part of [why, remedy]) expect(text?.toLowerCase()).toContain(part.toLowerCase());
    }
  });

  test('are at most 5,000, the most severe ones, with a notification of the rest', () => {
    const [low] = findings;
    if (low === undefined) throw new Error('no finding');
    const many = Array.from({ length: 5001 }, (_, index) => ({
      ...low,
      subject: `s${index}`,
      scope: {},
      severity: index === 5000 ? 9 : 2,
    }));
    const [only] = expectSarif(lintSarif({ ...run, findings: many })).runs;
    expect([only?.results.length, only?.results[0]?.level]).toEqual([5000, 'error']);
    expect(only?.invocations?.[0]?.toolExecutionNotifications[0]?.message.text).toBe(
      '1 results are left out, the least severe ones; --format json lists all',
    );
  });

  test('are a log without rules and results if there are none', () => {
    const [only] = expectSarif(lintSarif({ ...run, findings: [] })).runs;
    expect([only?.tool.driver.rules, only?.results]).toEqual([[], []]);
  });

  test('are left out if an exception accepts them, or suppressed with the reason if they are wanted', () => {
    const exception: Exception = {
      rule: 'cleartext',
      kind: 'endpoint',
      subject: 'http://a.example.com',
      reason: 'the guide asks for it',
      ticket: 'SEC-1',
      approvedBy: 'Ann',
      until: '2027-06-30',
      place,
      subjectPlace: place,
      untilPlace: place,
    };
    const judged = except(findings, [exception], undefined);
    expect(resultsOf(judged.findings)).toEqual([]);
    const wanted = lintSarif({ ...run, findings: judged.findings, suppressed: true });
    const results = expectSarif(wanted).runs.flatMap((each) => each.results);
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [
        {
          kind: 'external',
          status: 'accepted',
          justification: 'the guide asks for it (SEC-1, Ann, until 2027-06-30)',
        },
      ],
    ]);
  });

  test.each([
    [9.8, 'error'],
    [7, 'error'],
    [6.9, 'warning'],
    [4, 'warning'],
    [3.9, 'note'],
  ])('a severity of %d is the level %s', (severity, level) => {
    const graver = findings.map((finding) => ({ ...finding, severity }));
    expect(resultsOf(graver).map((result) => result.level)).toEqual([level]);
  });
});

describe('the fingerprint of a result', () => {
  const endpoints = ['{ url: "http://a.example.com" }', '{ url: "http://b.example.net/x" }'];
  const hashes = (spec: Parameters<typeof findingsOf>[0]) =>
    new Map(
      resultsOf(findingsOf(spec)).map(({ ruleId, message, partialFingerprints }) => [
        `${ruleId} ${message.text}`,
        partialFingerprints['portolan/v1'],
      ]),
    );

  test('does not change when lines above change or endpoints are reordered', () => {
    const before = hashes({ endpoints });
    expect(before.size).toBeGreaterThan(3);
    expect(hashes({ endpoints, head: '# one line\n# and another' })).toEqual(before);
    const after = hashes({ endpoints: [...endpoints].reverse() });
    expect(Object.fromEntries(after)).toEqual(Object.fromEntries(before));
  });

  test('does not change when a finding about two endpoints of a domain is about a third one too', () => {
    const more = ['b', 'c'].map((name) => `{ url: "http://${name}.example.com" }`);
    const of = (count: number) =>
      [...hashes({ endpoints: [...endpoints, ...more.slice(0, count)] })]
        .filter(([message]) => message.startsWith(`cleartext ${count + 1} endpoints`))
        .map(([, hash]) => hash);
    expect(of(1)).toHaveLength(1);
    expect(of(2)).toEqual(of(1));
  });

  test('numbers findings of one rule and one endpoint', () => {
    const [finding] = findingsOf({ endpoints });
    const twice = [finding, finding].filter((each) => each !== undefined);
    const names = resultsOf(twice).map((each) => each.partialFingerprints['portolan/v1']);
    expect(names.map((name) => name.split(':')[1])).toEqual(['1', '2']);
  });
});

describe('a change as a SARIF log', () => {
  const report = compare(
    { tests: '  - { name: closed, deny: ["https://a.example/"] }' },
    {
      endpoints: [
        '{ host: www.example.com, service: https }',
        '{ host: new.example.com, service: http }',
      ],
    },
  );
  const log = (openedAt: DiffAnswer['openedAt']) =>
    expectSarif(diffSarif(diffAnswer(report, { openedAt })));
  const results = log(() => [{ file: 'iptables/dnsmasq.conf', line: 12 }]).runs.flatMap(
    (each) => each.results,
  );

  test('has a result for added access, with the lines of outputs that allow it', () => {
    expect(results[0]).toMatchObject({
      ruleId: 'gained-access',
      level: 'warning',
      message: {
        text: 'CLEARTEXT at branch: new.example.com on tcp/80. http://new.example.com/ was denied, is now allowed',
      },
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'spec.yaml' }, region: { startLine: 20 } } },
      ],
      relatedLocations: [
        {
          id: 1,
          message: { text: 'the line that allows it' },
          physicalLocation: {
            artifactLocation: { uri: 'generated/branch/iptables/dnsmasq.conf' },
            region: { startLine: 12 },
          },
        },
      ],
    });
  });

  test('has an error for added access that the gate holds back', () => {
    const endpoints = ['www.example.com', 'a.example.com', '*.okta.com'].map(
      (host) => `{ host: "${host}", service: https }`,
    );
    const levelsAt = (failOn: number) =>
      expectSarif(diffSarif(diffAnswer(withGate(compare({}, { endpoints }), failOn))))
        .runs[0]?.results.filter(({ ruleId }) => ruleId === 'gained-access')
        .map(({ message, level }) => [message.text.split(' ')[3], level]);
    expect(levelsAt(7)).toEqual([
      ['*.okta.com', 'error'],
      ['a.example.com', 'warning'],
    ]);
    expect(levelsAt(9)).toEqual([
      ['*.okta.com', 'warning'],
      ['a.example.com', 'warning'],
    ]);
  });

  test('has one result for the lines of a list that are alike', () => {
    const entry = '{ list: lists/a.txt, service: https }';
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.com\n`);
    const files = { 'lists/a.txt': names.join('') };
    const host = '{ host: www.example.com, service: https }';
    const added = compare(
      {},
      { endpoints: [host, entry, '{ host: x.example.com, service: https }'], files },
    );
    const text = diffSarif(diffAnswer(added));
    const gains = expectSarif(text).runs[0]?.results.filter(
      ({ ruleId }) => ruleId === 'gained-access',
    );
    expect(gains?.map(({ message, locations }) => [message.text, locations.length])).toEqual([
      [
        'NEW at branch: a.example.com on tcp/443. https://a.example.com/ was denied, is now allowed; and so are 4 more entries of list lists/a.txt',
        3,
      ],
      [
        'NEW at branch: x.example.com on tcp/443. https://x.example.com/ was denied, is now allowed',
        1,
      ],
    ]);
  });

  test('has an error for what needs approval, even without a line in head', () => {
    const approvals = results.filter(({ ruleId }) => ruleId === 'needs-approval');
    expect(approvals).toMatchObject([
      { level: 'error', message: { text: 'test "closed": deny https://a.example/ -> nothing' } },
    ]);
  });

  test('has new findings as in lint', () => {
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      'gained-access',
      'needs-approval',
      'cleartext',
      'enforced-wider',
    ]);
  });
});

describe('a path as a URI', () => {
  test.each([
    ['specs/a.yaml', 'specs/a.yaml'],
    ['a b#c?d%.yaml', 'a%20b%23c%3Fd%25.yaml'],
    ['c:a.yaml', 'c%3Aa.yaml'],
    ['specs\\a.yaml', 'specs/a.yaml'],
    ['../a.yaml', '../a.yaml'],
    ['/srv/a.yaml', 'file:///srv/a.yaml'],
    ['\u00e9.yaml', '%C3%A9.yaml'],
    ['\ud800.yaml', '%EF%BF%BD.yaml'],
  ])('%j is %j', (path, uri) => {
    expect(fileUri(path)).toBe(uri);
  });
});

describe('the SARIF schema of the tests', () => {
  const good = lintSarif({
    ...run,
    findings: findingsOf({ endpoints: ['{ to: any, service: https }'] }),
  });

  test.each<[string, (result: Record<string, unknown>) => void]>([
    ['a result without a message', (result) => delete result['message']],
    ['one of a level that there is not', (result) => Object.assign(result, { level: 'fatal' })],
    ['one of another rule', (result) => Object.assign(result, { ruleIndex: 99 })],
    ['one without a place', (result) => Object.assign(result, { locations: [] })],
    ['one with two', (result) => Object.assign(result, { locations: [result['locations'], {}] })],
    ['one without a fingerprint', (result) => delete result['partialFingerprints']],
    ['one that says more', (result) => Object.assign(result, { severity: 3 })],
  ])('refuses %s', (_name, spoil) => {
    const log = JSON.parse(good);
    spoil(log.runs[0].results[0]);
    expect(() => expectSarif(JSON.stringify(log))).toThrow();
    expect(() => expectSarif(good)).not.toThrow();
  });
});
