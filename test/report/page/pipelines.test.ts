import { describe, expect, test } from '@jest/globals';
import { checkGithub } from '../../../src/report/check/github.ts';
import { checkJunit } from '../../../src/report/check/junit.ts';
import { lintGitlab } from '../../../src/report/lint/gitlab.ts';
import { junitText } from '../../../src/report/page/junit.ts';
import { linksFrom, noLinks } from '../../../src/report/page/links.ts';
import { problemsGitlab } from '../../../src/report/problems/gitlab.ts';
import { problemsJunit } from '../../../src/report/problems/junit.ts';
import { findingsOf } from '../../review/rules/support.ts';
import { lintAnswer } from '../answers.ts';

const at = { file: 'net/spec.yaml', line: 3, column: 5, length: 2 };
const problem = { rule: 'unknown-key', message: 'unknown key "a&b"', help: 'remove it', at };

describe('a Code Quality report', () => {
  test('has the open findings, the most severe first, each with its own fingerprint', () => {
    const findings = findingsOf({
      endpoints: ['{ to: any, service: https }', '{ url: "http://a.example.com" }'],
    });
    const issues = JSON.parse(lintGitlab(lintAnswer(findings)));
    expect(issues[0]).toMatchObject({
      check_name: 'any-destination',
      severity: 'blocker',
      location: { path: 'spec.yaml', lines: { begin: expect.any(Number) } },
    });
    const prints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('has the problems of an invalid spec', () => {
    expect(JSON.parse(problemsGitlab({ problems: [problem, problem] }))).toEqual(
      [1, 2].map(() => ({
        description: 'unknown key "a&b"; help: remove it',
        check_name: 'unknown-key',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: 'blocker',
        location: { path: 'net/spec.yaml', lines: { begin: 3 } },
      })),
    );
  });
});

describe('a JUnit report', () => {
  test('counts cases and failures, and no text ends its element', () => {
    const cases = [
      { name: 'a', failure: null },
      { name: '<b>"&', failure: 'x <y>\n]]>\u0007' },
    ];
    expect(junitText([{ name: 's', cases }])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Portolan" tests="2" failures="1" errors="0" skipped="0">
  <testsuite name="s" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="s" name="a"/>
    <testcase classname="s" name="&lt;b&gt;&quot;&amp;">
      <failure message="x &lt;y&gt;">x &lt;y&gt;
]]&gt;&lt;U+0007&gt;</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('has the problems of an invalid spec as failures', () => {
    const text = problemsJunit({
      problems: [problem],
      command: 'verify',
      spec: 'spec.yaml',
      version: '1',
      links: noLinks,
    });
    expect(text).toContain(
      '<testcase classname="verify: invalid spec" name="net/spec.yaml:3:5 unknown-key">',
    );
  });
});

describe('check for a pipeline', () => {
  const files = [
    { path: 'generated/a/x', state: 'current', command: null },
    { path: 'generated/a/y', state: 'edited', command: 'portolan generate' },
  ] as const;
  const answer = { files, stale: [], lacks: [], conversions: [], spec: 'spec.yaml', version: '1' };

  test('annotates each file that is not up to date, with one total', () => {
    expect(checkGithub(answer)).toBe(
      '::error file=generated/a/y,line=1,endLine=1,title=edited::generated/a/y is edited%0Ahelp: portolan generate\n' +
        '::notice title=check::1 of 2 files not up to date: 1 edited\n',
    );
  });

  test('has one test case for each file', () => {
    expect(checkJunit(answer)).toContain('tests="2" failures="1"');
  });
});

describe('links of a pipeline', () => {
  const commit = '0'.repeat(40);
  const server = { GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'a/b' };

  test('encode what would end a link', () => {
    expect(linksFrom(server).line('a b/(c)_.yaml', 3, commit)).toBe(
      `https://github.example/a/b/blob/${commit}/a%20b/%28c%29%5F.yaml#L3`,
    );
  });

  test.each([
    ['a path outside of the repository', '../spec.yaml'],
    ['an absolute path', '/spec.yaml'],
  ])('are not made for %s', (_name, path) => {
    expect(linksFrom(server).line(path, 1, commit)).toBeUndefined();
  });

  test('are not made from values that are not plain', () => {
    const links = linksFrom({ ...server, GITHUB_REPOSITORY: 'a/b)](x', GITHUB_SHA: 'x' });
    expect([links.commit, links.line('a', 1, commit)]).toEqual([undefined, undefined]);
  });
});
