import { describe, expect, test } from '@jest/globals';
import { loadExceptions } from '../../../src/language/exceptions/load.ts';
import { lintGithub } from '../../../src/report/lint/github.ts';
import { lintJson } from '../../../src/report/lint/json.ts';
import { lintMarkdown } from '../../../src/report/lint/markdown.ts';
import { lintSarif } from '../../../src/report/lint/sarif.ts';
import { lintText } from '../../../src/report/lint/text.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { except } from '../../../src/review/findings/except.ts';
import type { Finding } from '../../../src/review/findings/finding.ts';
import { joinFindings } from '../../../src/review/findings/join.ts';
import { lintSpec } from '../../../src/review/findings/lint.ts';
import { lintAnswer } from '../../report/answers.ts';
import { loadFiles, memoryReader } from '../../support/load.ts';
import { must } from '../../support/policy.ts';
import { expectReport } from '../../support/report.ts';
import { expectSarif } from '../../support/sarif.ts';

/** A spec of two groups, with lists and exceptions. */
function findingsIn(
  endpoints: { readonly web: readonly string[]; readonly more?: readonly string[] },
  lists: Readonly<Record<string, string>> = {},
  exceptions = '',
  targets = '{ iptables: {} }',
): { findings: readonly Finding[]; unused: number } {
  const group = (id: string, items: readonly string[]) => [
    `  - id: ${id}`,
    `    title: Group ${id}`,
    '    tier: required',
    '    source: { document: guide }',
    '    endpoints:',
    ...items.map((item) => `      - ${item}`),
  ];
  const text = [
    'version: 1',
    'name: demo',
    'prefix: dmo',
    'title: Demo',
    'documents:',
    '  guide: { title: Guide, publisher: Example, domains: [example.com] }',
    'services:',
    '  http: { ports: [tcp/80], application: http }',
    '  https: { ports: [tcp/443], application: tls }',
    'groups:',
    ...group('web', endpoints.web),
    ...(endpoints.more === undefined ? [] : group('more', endpoints.more)),
    'sites:',
    `  branch: { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: ${targets} }`,
    '',
  ].join('\n');
  const files = {
    'spec.yaml': text,
    ...lists,
    'exceptions.yaml': `version: 1\nexceptions:${exceptions === '' ? ' []' : `\n${exceptions}`}\n`,
  };
  const known = must(loadExceptions(memoryReader(files), 'spec.yaml')).exceptions;
  const judged = except(must(lintSpec(must(loadFiles(files)).spec, undefined)), known, undefined);
  return { findings: judged.findings, unused: judged.unused.length };
}

function exception(rule: string, of: string): string {
  return `  - { rule: ${rule}, ${of}, reason: known, ticket: NET-1, approvedBy: Security, until: 2027-06-30 }`;
}

/** The joined findings of a rule: subject, count, and whether an exception accepts them. */
function unitsOf(rule: string, findings: readonly Finding[]): string[] {
  return joinFindings(findings)
    .filter((finding) => finding.rule === rule)
    .map(({ subject, members, exception: by, message }) => {
      const accepted = by === null ? '' : ' accepted';
      return `${subject} x${members.length}${accepted}: ${message}`;
    });
}

const clear = 'allows cleartext on tcp/80';
const list = (...names: string[]) => ({ 'lists/a.txt': `${names.join('\n')}\n` });
const aList = '{ list: lists/a.txt, service: http }';

describe('findings are joined', () => {
  test('for the lines of one list, whatever their domains', () => {
    const { findings } = findingsIn({ web: [aList] }, list('a.example.com', 'b.example.org'));
    expect(unitsOf('cleartext', findings)).toEqual([`lists/a.txt x2: ${clear}`]);
  });

  test('for the endpoints of one registrable domain in a group', () => {
    const web = ['a.x.example.com', 'b.example.com', 'c.example.net', 'a.github.io', 'b.github.io'];
    const { findings } = findingsIn({ web: web.map((host) => `{ url: "http://${host}" }`) });
    expect(unitsOf('cleartext', findings)).toEqual([
      `example.com x2: ${clear}`,
      `http://c.example.net x1: ${clear}`,
      `http://a.github.io x1: ${clear}`,
      `http://b.github.io x1: ${clear}`,
    ]);
  });

  test('never across lists, groups, or a list and the spec', () => {
    const lists = {
      ...list('a.example.com', 'b.example.com'),
      'b.txt': 'c.example.com\nd.example.com\n',
    };
    const { findings } = findingsIn(
      {
        web: [aList, '{ list: b.txt, service: http }', '{ url: "http://e.example.com" }'],
        more: ['{ url: "http://f.example.com" }'],
      },
      lists,
    );
    expect(unitsOf('cleartext', findings)).toEqual([
      `b.txt x2: ${clear}`,
      `lists/a.txt x2: ${clear}`,
      `http://e.example.com x1: ${clear}`,
      `http://f.example.com x1: ${clear}`,
    ]);
  });

  test('with one message if each has a value of its own, except in one domain', () => {
    const lists = list('a.example.org', 'b.example.net');
    const hosts = ['a.example.edu', 'b.example.edu'].map((host) => `{ url: "https://${host}" }`);
    const { findings } = findingsIn({ web: [aList, ...hosts] }, lists);
    expect(unitsOf('third-party-domain', findings)).toEqual([
      'lists/a.txt x2: is not in the domains of document "guide"',
      'example.edu x2: example.edu is not in the domains of document "guide"',
    ]);
  });

  test('not if their outputs, ports or values differ', () => {
    const web = [
      '{ url: "http://a.example.com" }',
      '{ host: b.example.com, services: [http, https] }',
      '{ host: "*.c.example.com", service: http }',
      '{ network: 198.51.100.7, service: http }',
      '{ network: 198.51.100.8, service: http }',
    ];
    const { findings } = findingsIn({ web });
    expect(unitsOf('enforced-wider', findings)).toEqual([
      'example.com x2: iptables: also allows its subdomains',
      '*.c.example.com x1: iptables: also allows its parent domain',
    ]);
    expect(unitsOf('cleartext', findings)).toEqual([
      `example.com x3: ${clear}`,
      `198.51.100.7 x1: ${clear}`,
      `198.51.100.8 x1: ${clear}`,
    ]);
  });

  test('without those that an exception accepts for their endpoint', () => {
    const { findings } = findingsIn(
      { web: [aList] },
      list('a.example.com', 'b.example.com', 'c.example.com'),
      exception('cleartext', 'endpoint: b.example.com'),
    );
    expect(unitsOf('cleartext', findings)).toEqual([
      `lists/a.txt x2: ${clear}`,
      `b.example.com x1 accepted: ${clear}`,
    ]);
  });
});

const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.com`);
const five = findingsIn({ web: [aList] }, list(...names));
const chosen = five.findings.filter(({ rule }) => rule === 'cleartext');
const sentence = `5 entries of list lists/a.txt ("a.example.com", "b.example.com", "c.example.com" and 2 more): ${clear}`;

describe('a joined finding', () => {
  test('is one block of text with its count and the first three lines', () => {
    expect(lintText(lintAnswer(chosen), plain)).toBe(`cleartext (5.3 medium)
  an endpoint allows cleartext
    allows cleartext on tcp/80
      5 entries of list lists/a.txt
        lists/a.txt:1:1 a.example.com
        lists/a.txt:2:1 b.example.com
        lists/a.txt:3:1 c.example.com
        and 2 more (--format json lists all)
  help: use TLS if the host supports it, or add an exception that says why not

1 finding at 5 locations: 1 medium
`);
  });

  test('has its count and every line in JSON', () => {
    const report = expectReport(lintJson(lintAnswer(chosen)));
    expect(report).toMatchObject({
      findings: [
        {
          subject: 'lists/a.txt',
          message: sentence,
          file: 'lists/a.txt',
          line: 1,
          list: 'lists/a.txt',
          count: 5,
          places: names.map((subject, index) => ({ subject, message: clear, line: index + 1 })),
        },
      ],
    });
  });

  test('is one SARIF result with the first three locations', () => {
    const [run] = expectSarif(
      lintSarif({ ...lintAnswer(chosen), version: '1.0.0', spec: 'spec.yaml' }),
    ).runs;
    expect(run?.results.map(({ message }) => message.text)).toEqual([sentence]);
    const locations = names.slice(0, 3).map((_, index) => ({
      physicalLocation: { region: { startLine: index + 1 } },
    }));
    expect(run?.results).toMatchObject([{ locations }]);
  });

  test('is one annotation, and one item of a comment', () => {
    expect(lintGithub(lintAnswer(chosen)).match(/^::/gm)).toHaveLength(1);
    expect(lintGithub(lintAnswer(chosen))).toContain(sentence);
    expect(lintMarkdown(lintAnswer(chosen))).toContain(`- allows cleartext on tcp/80
  - 5 entries of list lists/a.txt
    - \`lists/a.txt:1:1\` \`a.example.com\`
    - \`lists/a.txt:2:1\` \`b.example.com\`
    - \`lists/a.txt:3:1\` \`c.example.com\`
    - and 2 more`);
  });

  test('keeps a SARIF log of a long list far below the limit of GitHub', () => {
    const many = Array.from({ length: 6000 }, (_, index) => `h${index}.example${index}.org`);
    const { findings } = findingsIn({ web: [aList] }, list(...many));
    expect(findings.length).toBeGreaterThan(15_000);
    expect(joinFindings(findings).length).toBeLessThan(10);
  });
});

describe('an exception for a group, a list or a target', () => {
  const web = [aList, '{ url: "http://c.example.com" }'];
  const lists = list('a.example.com', 'b.example.com');

  test.each<[string, string, string[]]>([
    [
      'group: web',
      'all of its findings',
      ['lists/a.txt x2 accepted', 'http://c.example.com x1 accepted', 'http://d.example.com x1'],
    ],
    [
      'list: lists/a.txt',
      'all of its lines',
      ['lists/a.txt x2 accepted', 'http://c.example.com x1', 'http://d.example.com x1'],
    ],
    [
      'list: ./lists//a.txt',
      'the same list',
      ['lists/a.txt x2 accepted', 'http://c.example.com x1', 'http://d.example.com x1'],
    ],
    [
      'target: iptables',
      'nothing that is not about a target',
      ['lists/a.txt x2', 'http://c.example.com x1', 'http://d.example.com x1'],
    ],
  ])('%s accepts %s', (of, _what, want) => {
    const more = ['{ url: "http://d.example.com" }'];
    const { findings } = findingsIn({ web, more }, lists, exception('cleartext', of));
    const units = unitsOf('cleartext', findings).map((unit) => unit.replace(`: ${clear}`, ''));
    expect(units.sort()).toEqual([...want].sort());
  });

  test('accepts no finding of another rule', () => {
    const { findings } = findingsIn({ web }, lists, exception('cleartext', 'group: web'));
    const accepted = findings.filter((finding) => finding.exception !== null);
    expect(accepted).toHaveLength(3);
    expect(new Set(accepted.map(({ rule }) => rule))).toEqual(new Set(['cleartext']));
  });

  test('accepts no finding of another group about the same line of a list', () => {
    const { findings } = findingsIn(
      { web: [aList], more: [aList] },
      lists,
      exception('cleartext', 'group: web'),
    );
    expect(unitsOf('cleartext', findings)).toEqual([
      `lists/a.txt x2: ${clear}`,
      `lists/a.txt x2 accepted: ${clear}`,
    ]);
  });

  test('accepts a finding of several targets for its own target alone', () => {
    const targets = '{ iptables: {}, pfsense: { interface: lan } }';
    const both = findingsIn({ web: ['{ url: "http://c.example.com/x" }'] }, {}, '', targets);
    const whole = 'also allows the whole host, not only the path';
    expect(unitsOf('enforced-wider', both.findings)).toContain(
      `http://c.example.com/x x1: iptables, pfsense: ${whole}`,
    );
    const { findings } = findingsIn(
      { web: ['{ url: "http://c.example.com/x" }'] },
      {},
      exception('enforced-wider', 'target: iptables'),
      targets,
    );
    expect(unitsOf('enforced-wider', findings)).toEqual(
      expect.arrayContaining([
        `http://c.example.com/x x1 accepted: iptables: ${whole}`,
        `http://c.example.com/x x1: pfsense: ${whole}`,
      ]),
    );
  });

  test('says for an endpoint how many findings it accepts, if these are several', () => {
    const twice = {
      web: ['{ host: c.example.com, service: http }'],
      more: ['{ host: c.example.com, service: http }'],
    };
    const { findings } = findingsIn(twice, {}, exception('cleartext', 'endpoint: c.example.com'));
    const clears = findings.filter(({ rule }) => rule === 'cleartext');
    expect(lintText(lintAnswer(clears), plain)).toContain(
      'cleartext: the exception for "c.example.com" accepts 2 findings: known (NET-1,',
    );
  });

  test('says how many findings it accepts, and is unused without one', () => {
    const { findings } = findingsIn({ web }, lists, exception('cleartext', 'group: web'));
    const clears = findings.filter(({ rule }) => rule === 'cleartext');
    expect(lintText(lintAnswer(clears), plain)).toBe(`accepted by exception
  cleartext: the exception for group web accepts 3 findings: known (NET-1,
  Security, until 2027-06-30)
      2 entries of list lists/a.txt
        lists/a.txt:1:1 a.example.com
        lists/a.txt:2:1 b.example.com
      spec.yaml:17:9 http://c.example.com

no findings; 3 accepted by exception
`);
    expect(expectReport(lintJson(lintAnswer(clears)))).toMatchObject({
      findings: [
        { count: 2, exception: { rule: 'cleartext', group: 'web', accepts: 3 } },
        { exception: { group: 'web', accepts: 3 } },
      ],
    });
    expect(
      findingsIn(
        { web: ['{ url: "https://a.example.com" }'] },
        {},
        exception('cleartext', 'group: web'),
      ).unused,
    ).toBe(1);
  });

  test('leaves a finding to the exception for its endpoint', () => {
    const entries = [
      exception('cleartext', 'group: web'),
      exception('cleartext', 'endpoint: a.example.com'),
    ];
    const { findings } = findingsIn({ web }, lists, entries.join('\n'));
    const kinds = findings.map(({ subject, exception: by }) => by && `${subject} ${by.kind}`);
    expect(kinds.filter((kind) => kind !== null)).toEqual([
      'a.example.com endpoint',
      'b.example.com group',
      'http://c.example.com group',
    ]);
  });
});
