import { describe, expect, test } from '@jest/globals';
import { diffMarkdown } from '../../../src/report/diff/markdown.ts';
import type { DiffReport } from '../../../src/review/diff/change.ts';
import { compare } from '../../review/diff/support.ts';
import { nodesOf, parsePage, wordsOf } from '../../support/markdown.ts';
import { diffAnswer } from '../answers.ts';

const { text } = diffMarkdown(
  diffAnswer({
    ...compare(
      {
        endpoints: [
          '{ host: www.example.com, service: https }',
          '{ host: old.example.com, service: https }',
        ],
      },
      {
        endpoints: [
          '{ host: www.example.com, service: wide, note: "ask @team, see #1", ticket: NET-1, requester: Ann, expires: 2027-01-31 }',
          '{ host: files.example.com, service: http }',
        ],
      },
    ),
    outputs: [
      {
        path: 'branch/iptables/rules.v4',
        state: 'changed',
        added: 2,
        removed: 1,
        digest: 'a1b2c3d4e5f6a7b8',
      },
    ],
    verified: { checked: 20, failures: [], stale: [] },
    reviewId: '0123456789abcdef',
  }),
);

describe('diff as a comment', () => {
  test('prints added access first, with its reasons', () => {
    expect(text).toBe(`<!-- portolan:diff spec.yaml -->

**Access: 2 added, 1 removed. Enforcement: 2 new differences from the spec. Other changes: 4 in wording only.**

### Access added

#### CLEARTEXT \`files.example.com on tcp/80\` at \`branch\`

- \`http://files.example.com/\` was denied, is now allowed
- **5.3 medium** cleartext: allows cleartext on tcp/80
- **4.0 medium** enforced-wider: iptables: also allows its subdomains
- clients: \`192.0.2.0/24\`
- group: web (required)
- source: guide, Hosts
- spec: \`spec.yaml:20:9\` \`files.example.com\`

#### WIDER \`www.example.com on tcp/444-445\` at \`branch\`

- was \`www.example.com tcp/443\`, is now \`www.example.com on tcp/444-445\`
- \`tcp://www.example.com:444\` was denied, is now allowed
- **4.0 medium** enforced-wider: iptables: also allows its subdomains
- clients: \`192.0.2.0/24\`
- group: web (required)
- note: ask \`@team,\` see \`#1\`
- ticket: NET-1
- requester: Ann
- expires: 2027-01-31
- source: guide, Hosts
- spec: \`spec.yaml:19:9\` \`www.example.com\`

### Access removed

- **REMOVED** \`old.example.com on tcp/443\` at \`branch\`
  - warning: this tier was required; devices may stop working
  - \`https://old.example.com/\` was allowed, is now denied
  - clients: \`192.0.2.0/24\`
  - group: web (required)
  - source: guide, Hosts
  - spec: \`spec.yaml:20:9\` \`old.example.com\`

### Enforcement differences from the spec

| Target | Endpoint | Enforced |
| --- | --- | --- |
| \`branch\` iptables | \`files.example.com\` (\`http\`) | wider: dnsmasq also allows the subdomains of this host |
| \`branch\` iptables | \`www.example.com\` (\`wide\`) | wider: dnsmasq also allows the subdomains of this host |

<details><summary>Wording only</summary>

- endpoint \`www.example.com\` (web, wide): expires: nothing -> \`2027-01-31\` \`spec.yaml:19:9\`
- endpoint \`www.example.com\` (web, wide): note: nothing -> \`ask @team, see #1\` \`spec.yaml:19:9\`
- endpoint \`www.example.com\` (web, wide): requester: nothing -> \`Ann\` \`spec.yaml:19:9\`
- endpoint \`www.example.com\` (web, wide): ticket: nothing -> \`NET-1\` \`spec.yaml:19:9\`

</details>

<details><summary>Output files</summary>

| File | State | Lines | SHA-256 |
| --- | --- | --- | --- |
| \`branch/iptables/rules.v4\` | changed | +2 -1 | \`a1b2c3d4e5f6\` |

</details>

Outputs verified: 0 checks failed, 20 passed. Review id: \`0123456789abcdef\`
`);
  });
});

/** A change that adds access to `number` hosts. */
function gaining(number: number, note = ''): DiffReport {
  const hosts = Array.from({ length: number }, (_, index) => `host-${index}.example.com`);
  const words = note === '' ? '' : `, note: "${note}"`;
  return compare(
    {},
    {
      endpoints: ['www.example.com', ...hosts].map(
        (host) => `{ host: ${host}, service: https${words} }`,
      ),
    },
  );
}

function namedIn(page: string, number: number): number {
  const words = wordsOf(parsePage(page));
  return Array.from(
    { length: number },
    (_, index) => `host-${index}.example.com on tcp/443`,
  ).filter((gain) => words.includes(gain)).length;
}

describe('a diff comment of at most 60,000 characters', () => {
  test.each<[string, { gains: number; holds: string }]>([
    [
      'prints few additions in full',
      { gains: 50, holds: '- spec: `spec.yaml:20:9` `host-0.example.com`' },
    ],
    [
      'prints many additions in a line each, with example flow, findings and location',
      {
        gains: 250,
        holds:
          '- **NEW** `host-0.example.com on tcp/443` at `branch`; `https://host-0.example.com/`; 4.0 enforced-wider; `spec.yaml:20:9`\n',
      },
    ],
    [
      'prints very many additions by kind, access and location',
      { gains: 600, holds: '- NEW `host-0.example.com on tcp/443` `branch` `spec.yaml:20:9`\n' },
    ],
  ])('%s, and none is left out', (_name, { gains, holds }) => {
    const page = diffMarkdown(diffAnswer(gaining(gains)));
    expect(page.unshown).toBe(0);
    expect(page.text.length).toBeLessThanOrEqual(60_000);
    expect(page.text).toContain(holds);
    expect(namedIn(page.text, gains)).toBe(gains);
  });

  test('shows none of thousands of additions, and the command that lists them', () => {
    const page = diffMarkdown(diffAnswer(gaining(3000)));
    expect(page.unshown).toBe(3000);
    expect(page.text.length).toBeLessThanOrEqual(60_000);
    expect(page.text).toContain(
      '**3000 additions do not fit in a comment; none is shown.** Run `portolan diff --format json` to list them.',
    );
    expect(namedIn(page.text, 3000)).toBe(0);
  });

  test('omits whole items of other sections before any addition, and counts them', () => {
    const report = gaining(40, 'x'.repeat(200));
    const wording = Array.from({ length: 2000 }, (_, index) => ({
      what: `group g${index}: title`,
      before: 'a',
      after: 'b',
      at: null,
    }));
    const page = diffMarkdown(diffAnswer({ ...report, wording })).text;
    expect(page.length).toBeLessThanOrEqual(60_000);
    expect(page.length).toBeGreaterThan(55_000);
    expect(namedIn(page, 40)).toBe(40);
    const shown = page.match(/^- group g\d+: title: `a` -> `b`$/gm)?.length ?? 0;
    expect(page).toContain(
      `\n\n${2000 - shown} more changes omitted for length: run \`portolan diff --format json\`\n`,
    );
    expect(page).toMatch(/\n\nReview id: `[0-9a-f]{16}`\n$/);
  });

  test('keeps the limit for any number of additions', () => {
    for (const gains of [100, 150, 200, 400, 700, 900, 1200]) {
      const page = diffMarkdown(diffAnswer(gaining(gains)));
      expect(page.text.length).toBeLessThanOrEqual(60_000);
      expect(namedIn(page.text, gains)).toBe(gains - page.unshown);
    }
  });
});

test('a diff comment without a change says so first', () => {
  expect(diffMarkdown(diffAnswer(compare({}, {}))).text).toMatch(
    /^<!-- portolan:diff spec.yaml -->\n\n\*\*No change\.\*\*\n\nReview id: `[0-9a-f]{16}`\n$/,
  );
});

test('removed access of a required tier has a warning', () => {
  expect(text).toContain('  - warning: this tier was required; devices may stop working\n');
  expect(nodesOf(parsePage(text), 'heading').map(wordsOf)).toContain('Access removed');
});
