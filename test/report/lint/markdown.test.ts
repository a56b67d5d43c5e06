import { expect, test } from '@jest/globals';
import type { Exception } from '../../../src/language/exceptions/types.ts';
import { lintMarkdown } from '../../../src/report/lint/markdown.ts';
import { linksFrom } from '../../../src/report/page/links.ts';
import { except } from '../../../src/review/findings/except.ts';
import type { Finding } from '../../../src/review/findings/finding.ts';
import { lintAnswer } from '../answers.ts';

const at = { file: 'spec.yaml', line: 14, column: 9, length: 20 };

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'cleartext',
    severity: 5.3,
    message: 'allows cleartext on tcp/80',
    help: 'use TLS where the host offers it',
    subject: 'http://a.example.com',
    at,
    scope: {},
    exception: null,
    ...changes,
  };
}

const exception: Exception = {
  rule: 'cleartext',
  kind: 'endpoint',
  subject: 'http://b.example.com',
  reason: 'the guide asks for it',
  ticket: 'SEC-1',
  approvedBy: 'Network Security',
  until: '2027-06-30',
  place: at,
  subjectPlace: at,
  untilPlace: at,
};

test('lint as Markdown groups findings by rule and folds accepted ones at the end', () => {
  const { findings } = except(
    [finding(), finding({ subject: 'http://b.example.com', at: { ...at, line: 15 } })],
    [exception],
    undefined,
  );
  expect(lintMarkdown(lintAnswer(findings))).toBe(`<!-- portolan:lint spec.yaml -->

**1 finding: 1 medium; 1 accepted by exception**

### cleartext (5.3 medium)

an endpoint allows cleartext; help: use TLS where the host offers it

- allows cleartext on tcp/80
  - \`spec.yaml:14:9\` \`http://a.example.com\`

<details><summary>Accepted by exception</summary>

- cleartext: \`spec.yaml:15:9\` \`http://b.example.com\`: the guide asks for it (SEC-1, Network Security, until 2027-06-30)

</details>
`);
});

test('lint as Markdown links each location to its line in the commit of the pipeline', () => {
  const commit = 'a'.repeat(40);
  const links = linksFrom({
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'a/b',
    GITHUB_SHA: commit,
  });
  const { findings } = except(
    [finding(), finding({ subject: 'http://b.example.com', at: { ...at, line: 15 } })],
    [exception],
    undefined,
  );
  const page = lintMarkdown({ ...lintAnswer(findings), links });
  const lineOf = (line: number) =>
    `[\`spec.yaml:${line}:9\`](https://github.example/a/b/blob/${commit}/spec.yaml#L${line})`;
  expect(page).toContain(`\n  - ${lineOf(14)} \`http://a.example.com\`\n`);
  expect(page).toContain(`\n- cleartext: ${lineOf(15)} \`http://b.example.com\`: the guide`);
});

test('lint as Markdown says that there are no findings', () => {
  expect(lintMarkdown(lintAnswer([]))).toBe(
    '<!-- portolan:lint spec.yaml -->\n\n**no findings**\n',
  );
});

test('lint as Markdown shows as many findings as fit, highest severity first, and counts the rest', () => {
  const findings = Array.from({ length: 3000 }, (_, line) =>
    finding({
      at: { ...at, line: line + 1 },
      ...(line < 10 ? { rule: 'any-destination', severity: 9.8 } : {}),
    }),
  );
  const page = lintMarkdown(lintAnswer(findings));
  expect(page.length).toBeLessThanOrEqual(60_000);
  expect(page.indexOf('### any-destination')).toBeLessThan(page.indexOf('### cleartext'));
  const shown = page.match(/^ {2}- /gm)?.length ?? 0;
  expect(page).toContain(
    `\n\n${3000 - shown} more lines omitted for length: run \`portolan lint --format json\`\n`,
  );
});
