import { describe, expect, test } from '@jest/globals';
import { diffMarkdown } from '../../../src/report/diff/markdown.ts';
import { linksFrom } from '../../../src/report/page/links.ts';
import type { DiffReport } from '../../../src/review/diff/change.ts';
import { withGate } from '../../../src/review/diff/gate.ts';
import { type FailedIn, testCheck } from '../../../src/review/verify/failed-flows.ts';
import { compare, type Parts } from '../../review/diff/support.ts';
import { nodesOf, parsePage, wordsOf } from '../../support/markdown.ts';
import { diffAnswer } from '../answers.ts';

const text = diffMarkdown(
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
  test('prints one row for each addition, the most severe first', () => {
    expect(text).toBe(`<!-- portolan:diff spec.yaml -->

**Access: 2 added (2 medium), 1 removed.** Enforcement: 2 new differences from the spec. Other changes: 4 in wording only.

Warning: 1 removal from the required tier: devices may stop working

| | Access added | Why | Findings | Spec |
| --- | --- | --- | --- | --- |
| 🟡&nbsp;medium | \`files.example.com\` tcp/80 **CLEARTEXT** | Hosts | cleartext, enforced-wider | \`spec.yaml:20\` |
| 🟡&nbsp;medium | \`www.example.com\` tcp/444-445 **WIDER** | NET-1: ask \`@team\`, see \`#1\` | enforced-wider | \`spec.yaml:19\` |

<details><summary>Access removed (1)</summary>

- **REMOVED** \`old.example.com on tcp/443\` at \`branch\`: warning: this tier was required; devices may stop working; \`https://old.example.com/\` was allowed, is now denied; clients \`192.0.2.0/24\`; group: web (required); source: guide, Hosts; spec \`spec.yaml:20:9\` \`old.example.com\`

</details>

<details><summary>What the findings say (2)</summary>

- **5.3 medium** cleartext: allows cleartext on tcp/80 (1 addition)
- **4.0 medium** enforced-wider: iptables: also allows its subdomains (2 additions)

</details>

<details><summary>Each addition with its example flow (2)</summary>

- \`files.example.com on tcp/80\` at \`branch\`: \`http://files.example.com/\` was denied, is now allowed; 5.3 cleartext, 4.0 enforced-wider; clients \`192.0.2.0/24\`; group: web (required); source: guide, Hosts; spec \`spec.yaml:20:9\` \`files.example.com\`
- \`www.example.com on tcp/444-445\` at \`branch\`: \`tcp://www.example.com:444\` was denied, is now allowed; was \`www.example.com tcp/443\`; 4.0 enforced-wider; clients \`192.0.2.0/24\`; group: web (required); note: ask \`@team\`, see \`#1\`; ticket: NET-1; requester: Ann; expires: 2027-01-31; source: guide, Hosts; spec \`spec.yaml:19:9\` \`www.example.com\`

</details>

<details><summary>Enforcement differences from the spec (1)</summary>

| Target | Enforced | Endpoints |
| --- | --- | --- |
| \`branch\` iptables | wider: dnsmasq also allows the subdomains of this host | \`files.example.com\` (\`http\`), \`www.example.com\` (\`wide\`) |

</details>

<details><summary>Wording only (4)</summary>

- endpoint \`www.example.com\` (web, wide): expires: nothing -> \`2027-01-31\` \`spec.yaml:19:9\`
- endpoint \`www.example.com\` (web, wide): note: nothing -> \`ask @team, see #1\` \`spec.yaml:19:9\`
- endpoint \`www.example.com\` (web, wide): requester: nothing -> \`Ann\` \`spec.yaml:19:9\`
- endpoint \`www.example.com\` (web, wide): ticket: nothing -> \`NET-1\` \`spec.yaml:19:9\`

</details>

<details><summary>Output files (1)</summary>

| File | State | Lines | SHA-256 |
| --- | --- | --- | --- |
| \`branch/iptables/rules.v4\` | changed | +2 -1 | \`a1b2c3d4e5f6\` |

</details>

<sub>\`main\` \`1111111\`..\`working tree\` · outputs verified: 0 checks failed, 20 passed · review id \`0123456789abcdef\`</sub>
`);
  });
});

/** A change that adds access to `number` hosts. */
function gaining(number: number, note = ''): DiffReport {
  const hosts = Array.from({ length: number }, (_, index) => `${hostNames(index)}.example.com`);
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

/** Names in the order of their numbers. */
function hostNames(index: number): string {
  return `host-${String(index).padStart(4, '0')}`;
}

// Comparing so many takes long, so smaller changes are parts of this one.
let most: DiffReport | undefined;

/** The part of a large change with `number` hosts. */
function partOf(number: number): DiffReport {
  most ??= gaining(900);
  const [first] = most.sites;
  if (first === undefined) throw new Error('no site');
  const [site, change] = first;
  const gained = change.gained.slice(0, number);
  const hosts = new Set(gained.map(({ origins }) => origins[0]?.endpoint.written));
  const findings = new Set(gained.flatMap((gain) => gain.findings));
  const enforcement = change.enforcement.filter(({ endpoint }) => hosts.has(endpoint));
  return {
    ...most,
    sites: new Map([[site, { ...change, gained, enforcement }]]),
    findings: most.findings.filter((finding) => findings.has(finding)),
  };
}

test('a part of a large change is as a change of its own', () => {
  const withoutId = (report: DiffReport) => diffMarkdown(diffAnswer({ ...report, reviewId: '' }));
  expect(withoutId(partOf(50))).toBe(withoutId(gaining(50)));
});

const hostOfRow = /host-\d+(?=\.example\.com`? +tcp\/443)/;

/** The additions that the table of a page has. */
function namedIn(page: string, number: number): number {
  const rows = page.match(/^\| .* \|$/gm) ?? [];
  const hosts = new Set(rows.flatMap((row) => row.match(hostOfRow) ?? []));
  expect(hosts.size).toBeLessThanOrEqual(number);
  return hosts.size;
}

test('each addition is a row of one table in Markdown', () => {
  const page = diffMarkdown(diffAnswer(partOf(600)));
  const [table, ...others] = nodesOf(parsePage(page), 'table').map((each) =>
    nodesOf(each, 'tableRow').map(wordsOf),
  );
  const named = (table ?? []).flatMap((words) => words.match(hostOfRow) ?? []);
  expect(named).toEqual(Array.from({ length: 600 }, (_, index) => hostNames(index)));
  expect(others.flat().filter((words) => hostOfRow.test(words))).toEqual([]);
});

/** How many additions a page says that it does not show. */
function unshownIn(page: string): number {
  const [, number] = page.match(/^\*\*(\d+) additions? of \d+ do(?:es)? not fit /m) ?? [];
  return Number(number ?? 0);
}

describe('a diff comment of at most 60,000 characters', () => {
  test.each<[string, { gains: number; holds: string }]>([
    [
      'prints few additions with their reasons',
      {
        gains: 50,
        holds:
          '| 🟡&nbsp;medium | `host-0000.example.com` tcp/443 | Hosts | – | `spec.yaml:20` |\n',
      },
    ],
    [
      'prints many additions in the same way',
      {
        gains: 600,
        holds:
          '| 🟡&nbsp;medium | `host-0000.example.com` tcp/443 | Hosts | – | `spec.yaml:20` |\n',
      },
    ],
  ])('%s, and none is left out', (_name, { gains, holds }) => {
    const page = diffMarkdown(diffAnswer(partOf(gains)));
    expect(unshownIn(page)).toBe(0);
    expect(page.length).toBeLessThanOrEqual(60_000);
    expect(page).toContain(holds);
    expect(namedIn(page, gains)).toBe(gains);
  });

  test('shows the most severe of thousands of additions, and says in the head where the others are', () => {
    const report = compare(
      {},
      {
        endpoints: [
          ...Array.from(
            { length: 1500 },
            (_, index) => `{ host: ${hostNames(index)}.example.com, service: https }`,
          ),
          '{ to: any, service: https, note: no list }',
        ],
      },
    );
    const links = linksFrom({
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'a/b',
      GITHUB_RUN_ID: '7',
    });
    const page = diffMarkdown(diffAnswer(report, { links }));
    expect(page.length).toBeLessThanOrEqual(60_000);
    expect(page).toContain('| 🔴&nbsp;critical | `any except www.example.com` tcp/443 **ANY** |');
    const [head = ''] = page.split('\n| |');
    expect(head).toContain(
      ' do not fit in this comment, the least severe ones.** They are in the artifacts of [this run](https://github.example/a/b/actions/runs/7). `portolan diff --format json` lists all.',
    );
    expect(namedIn(page, 1500)).toBe(1500 - unshownIn(page));
    expect(unshownIn(page)).toBeGreaterThan(500);
  });

  test('omits whole items of other sections before any addition, and counts them', () => {
    const report = gaining(40, 'x'.repeat(200));
    const wording = Array.from({ length: 2000 }, (_, index) => ({
      what: `group g${index}: title`,
      before: 'a',
      after: 'b',
      at: null,
    }));
    const page = diffMarkdown(diffAnswer({ ...report, wording }));
    expect(page.length).toBeLessThanOrEqual(60_000);
    expect(page.length).toBeGreaterThan(55_000);
    expect(namedIn(page, 40)).toBe(40);
    const shown = page.match(/^- group g\d+: title: `a` -> `b`$/gm)?.length ?? 0;
    expect(page).toContain(
      `\n\n${2000 - shown} more changes omitted for length: run \`portolan diff --format json\`\n`,
    );
    expect(page).toMatch(/review id `[0-9a-f]{16}`<\/sub>\n$/);
  });

  test('keeps the limit for any number of additions', () => {
    for (const gains of [250, 700, 900]) {
      const page = diffMarkdown(diffAnswer(partOf(gains)));
      expect(page.length).toBeLessThanOrEqual(60_000);
      expect(namedIn(page, gains)).toBe(gains - unshownIn(page));
    }
  });
});

describe('the table of a diff comment', () => {
  const pageOf = (base: Parts, head: Parts) =>
    diffMarkdown(diffAnswer(withGate(compare(base, head), 7)));

  test('says a long reason of several rows once', () => {
    const note = 'the vendor lists this host in its portal, behind a login';
    const page = pageOf(
      {},
      {
        endpoints: ['a', 'b'].map(
          (name) => `{ host: ${name}.example.com, service: https, ticket: NET-1, note: "${note}" }`,
        ),
      },
    );
    expect(page.match(/\| NET-1: reason 1 \|/g)).toHaveLength(2);
    expect(page).toContain(`\n- reason 1: ${note}\n`);
  });

  test('says once what most rows have in common, and keeps severe findings in their rows', () => {
    const hosts = Array.from(
      { length: 8 },
      (_, index) => `{ host: host-${index}.example.com, service: http }`,
    );
    const page = pageOf({}, { endpoints: [...hosts, '{ host: "*.okta.com", service: https }'] });
    expect(page).toContain(
      '\nNot repeated in the rows: enforced-wider (all), cleartext (8). A plus counts less severe findings of a row, which are listed below.\n',
    );
    expect(page).toContain(
      '| **🟠&nbsp;high** | `*.okta.com` tcp/443 | Hosts | shared-tenant-wildcard +1 |',
    );
    expect(page).toContain(
      '| 🟡&nbsp;medium | `host-0.example.com` tcp/80 **CLEARTEXT** | Hosts | – |',
    );
  });

  test('says the clients of most rows once, and those of others in their rows', () => {
    const endpoints = ['www', 'a', 'b', 'c', 'd'].map(
      (name) => `{ host: ${name}.example.com, service: https }`,
    );
    const site =
      '    { clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} } }';
    const [of] = compare({ site }, { site, endpoints }).sites.get('branch')?.gained ?? [];
    const report = compare({}, { endpoints });
    const pageOf = (differing: number) => {
      const sites = [...report.sites].map(([id, change]) => {
        const gained = change.gained.map((gain, index) =>
          index < differing ? { ...gain, clients: of?.clients ?? [] } : gain,
        );
        return [id, { ...change, gained }] as const;
      });
      return diffMarkdown(diffAnswer({ ...report, sites: new Map(sites) }));
    };
    const below = 'Clients of the other rows of `branch`: `192.0.2.0/24`.';
    expect(pageOf(1)).toContain('| `a.example.com` tcp/443 for `198.51.100.0/24` | ');
    expect(pageOf(1)).toContain('| `b.example.com` tcp/443 | ');
    expect(pageOf(1)).toContain(below);
    // Without a majority, each row says it.
    expect(pageOf(2)).toContain('| `d.example.com` tcp/443 for `192.0.2.0/24` | ');
    expect(pageOf(2)).not.toContain(below);
    expect(pageOf(0)).not.toContain('lients of the other rows');
    // Nor if it would be said of many sites.
    const [change] = [...report.sites.values()];
    if (change === undefined || of === undefined) throw new Error('no change');
    const gained = change.gained.map((gain, index) =>
      index === 0 ? { ...gain, clients: of.clients } : gain,
    );
    const many = (count: number) => {
      const ids = Array.from({ length: count }, (_, index) => `site-${index}`);
      const sites = new Map(ids.map((id) => [id, { ...change, gained }]));
      return diffMarkdown(diffAnswer({ ...report, sites }));
    };
    expect(many(5).match(/lients of the other rows/g)).toHaveLength(5);
    expect(many(6)).not.toContain('lients of the other rows');
    expect(many(6)).toContain('| `b.example.com` tcp/443 for `192.0.2.0/24` at all 6 sites | ');
  });

  test('says the fix of several approvals once', () => {
    const page = pageOf(
      {
        tests:
          '  - { name: one, deny: ["https://a.example/"] }\n  - { name: two, deny: ["https://b.example/"] }',
      },
      {},
    );
    expect(page).toContain(
      '- 2 changes; help: ask the security team to approve this change\n  - test "one"',
    );
  });

  test('has one row for the same addition at several sites', () => {
    const sites = {
      sites:
        '  other: { prefix: oth, clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} } }',
    };
    const page = pageOf(sites, {
      ...sites,
      endpoints: ['{ host: a.example.com, service: https }'],
    });
    expect(page.match(/^\| .*`a\.example\.com` tcp\/443 at all 2 sites \|/gm)).toHaveLength(1);
  });

  test('says that added access has no reason', () => {
    const groups =
      '  - { id: bare, title: Bare, tier: required, endpoints: [{ host: a.example.com, service: https }] }';
    expect(pageOf({}, { groups })).toContain(
      '| `a.example.com` tcp/443 | **none** | gained-without-reason, ',
    );
  });

  test('links each row to its line in the commit of the pipeline', () => {
    const commit = 'abcdef0123'.repeat(4);
    const links = linksFrom({
      CI_PROJECT_URL: 'https://gitlab.example/group/b',
      CI_COMMIT_SHA: commit,
    });
    const head = { name: 'working tree', commit };
    const page = diffMarkdown(
      diffAnswer(compare({}, { endpoints: ['{ host: a.example.com, service: https }'] }), {
        links,
        head,
      }),
    );
    expect(page).toContain(
      `| [L19](https://gitlab.example/group/b/-/blob/${commit}/spec.yaml#L19) |`,
    );
    expect(page).toContain('<sub>`main` `1111111`..`working tree` `abcdef0` · review id ');
  });

  test('links to the source branch where GitLab drops the merge commit', () => {
    const [merged, source] = ['3'.repeat(40), '4'.repeat(40)];
    const of = (sha: string) =>
      linksFrom({
        CI_PROJECT_URL: 'https://gitlab.example/group/b',
        CI_COMMIT_SHA: merged,
        CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: sha,
      }).commit;
    expect([of(source), of('')]).toEqual([source, merged]);
  });
});

test('failed checks are in the head, by test and flow, with their outputs', () => {
  const failed = (target: string, flow: string): FailedIn => ({
    site: 'branch',
    target,
    check: testCheck('nothing else'),
    flow,
    expected: 'deny',
    got: 'allow',
    decidedBy: null,
    origin: { file: 'spec.yaml', line: 40, column: 5, length: 4 },
  });
  const failures = [
    ...['iptables', 'squid'].flatMap((target) =>
      ['a', 'b', 'c'].map((name) => failed(target, `https://${name}.example/`)),
    ),
    failed('pac', 'https://d.example/'),
  ];
  const page = diffMarkdown(
    diffAnswer({ ...compare({}, {}), verified: { checked: 9, failures, stale: [] } }),
  );
  expect(page).toContain(
    '- **test "nothing else"** (`spec.yaml:40`): 3 flows allowed, expected deny, in iptables, squid at branch: `https://a.example/`, `https://b.example/` and 1 more; 1 flow allowed, expected deny, in pac at branch: `https://d.example/`\n',
  );
  expect(page.split('\n')[2]).toBe('**1 test fails in 4 flows.**');
});

test('a comment links failed tests to the base, which has them, and rules to their pages', () => {
  const [baseCommit, commit] = ['1'.repeat(40), '2'.repeat(40)];
  const links = linksFrom(
    { CI_PROJECT_URL: 'https://gitlab.example/b', CI_COMMIT_SHA: commit },
    'https://git.example.com/portolan/README.md',
  );
  const failure = {
    site: 'branch',
    target: 'pac',
    check: testCheck('closed'),
    flow: 'https://a.example/',
    expected: 'deny',
    got: 'allow',
    decidedBy: null,
    origin: { file: 'spec.yaml', line: 40, column: 5, length: 4 },
  };
  const pageOf = (isOfBase: boolean) => {
    const report = compare({}, { endpoints: ['{ host: a.example.com, service: http }'] });
    const verified = { checked: 9, failures: [{ ...failure, isOfBase }], stale: [] };
    const head = { name: 'working tree', commit };
    return diffMarkdown(diffAnswer({ ...report, verified }, { links, head }));
  };
  const lineOf = (hash: string) =>
    `**test "closed"** ([L40](https://gitlab.example/b/-/blob/${hash}/spec.yaml#L40)): `;
  expect(pageOf(true)).toContain(lineOf(baseCommit));
  expect(pageOf(false)).toContain(lineOf(commit));
  expect(pageOf(false)).toContain(
    '- **5.3 medium** [cleartext](https://git.example.com/portolan/docs/rules.md#cleartext): ',
  );
});

test('a diff comment without a change says so first', () => {
  expect(diffMarkdown(diffAnswer(compare({}, {})))).toMatch(
    /^<!-- portolan:diff spec.yaml -->\n\n\*\*No change\.\*\*\n\n<sub>`main` `1111111`\.\.`working tree` · review id `[0-9a-f]{16}`<\/sub>\n$/,
  );
});

test('removed access of a required tier has a warning', () => {
  expect(text).toContain('\nWarning: 1 removal from the required tier: devices may stop working\n');
  expect(text).toContain('<details><summary>Access removed (1)</summary>');
});
