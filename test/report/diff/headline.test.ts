import { describe, expect, test } from '@jest/globals';
import type { PageData } from '../../../src/page/data.ts';
import { diffGithub } from '../../../src/report/diff/github.ts';
import { headline } from '../../../src/report/diff/headline.ts';
import { diffHtml } from '../../../src/report/diff/html.ts';
import { diffJson } from '../../../src/report/diff/json.ts';
import { diffMarkdown } from '../../../src/report/diff/markdown.ts';
import { diffSarif } from '../../../src/report/diff/sarif.ts';
import { diffText } from '../../../src/report/diff/text.ts';
import { plain } from '../../../src/report/page/paint.ts';
import { withGate } from '../../../src/review/diff/gate.ts';
import { compare, type Parts } from '../../review/diff/support.ts';
import { diffAnswer } from '../answers.ts';

/** The values of a site's keys, as YAML. */
type SiteKeys = Partial<
  Record<
    | 'clients'
    | 'resolvers'
    | 'enforce'
    | 'tiers'
    | 'targets'
    | 'select'
    | 'exclude'
    | 'inner'
    | 'prefix'
    | 'device',
    string
  >
>;

function site(keys: SiteKeys = {}): Parts {
  const all = {
    clients: '[192.0.2.0/24]',
    resolvers: '[self]',
    enforce: 'closed',
    tiers: '[required]',
    targets: '{ iptables: {} }',
    ...keys,
  };
  const text = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
  return { site: `    { ${text.join(', ')} }` };
}

const other: Parts = {
  sites:
    '  other: { prefix: oth, clients: [198.51.100.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} } }',
};
const more: Parts = {
  groups:
    '  - { id: more, title: More, tier: optional, endpoints: [{ url: "https://a.example.com" }] }',
};
const tagged: Parts = {
  groups:
    '  - { id: more, title: More, tier: optional, tags: [b, a], endpoints: [{ url: "https://a.example.com" }] }',
};
const pfsense = (options: string) => site({ targets: `{ pfsense: { interface: lan${options} } }` });

/** Each change of a setting that governs access, and the first sentence of the headline. */
const settings: [first: string, base: Parts, head: Parts][] = [
  [
    'Default deny removed at site branch (closed -> additive).',
    site(),
    site({ enforce: 'additive' }),
  ],
  [
    'Default deny added at site branch (additive -> closed).',
    site({ enforce: 'additive' }),
    site(),
  ],
  [
    'Setting "resolvers" changed at site branch (self -> any).',
    site({ targets: '{ pac: { proxy: "PROXY p.example.net:1" } }' }),
    site({ targets: '{ pac: { proxy: "PROXY p.example.net:1" } }', resolvers: 'any' }),
  ],
  [
    'Setting "resolvers" changed at site branch (self -> self, 192.0.2.53).',
    site(),
    site({ resolvers: '[self, 192.0.2.53]' }),
  ],
  [
    'Setting "clients" changed at site branch (192.0.2.0/24 -> 192.0.2.0/23).',
    site(),
    site({ clients: '[192.0.2.0/23]' }),
  ],
  [
    'Setting "tiers" changed at site branch (required -> required, optional).',
    site(),
    site({ tiers: '[required, optional]' }),
  ],
  [
    'Setting "exclude" changed at site branch (nothing -> more).',
    { ...site(), ...more },
    { ...site({ exclude: '[more]' }), ...more },
  ],
  [
    'Setting "exclude" changed at site branch (more -> nothing).',
    { ...site({ exclude: '[more]' }), ...more },
    { ...site(), ...more },
  ],
  [
    'Setting "select" changed at site branch (nothing -> groups web).',
    { ...site(), ...more },
    { ...site({ select: '{ groups: [web] }' }), ...more },
  ],
  [
    'Setting "select" changed at site branch (groups web -> tags a, b; groups web).',
    { ...site({ select: '{ groups: [web] }', tiers: '[required, optional]' }), ...tagged },
    {
      ...site({ select: '{ tags: [b, a], groups: [web] }', tiers: '[required, optional]' }),
      ...tagged,
    },
  ],
  [
    'Setting "inner" changed at site branch (nothing -> 203.0.113.0/24).',
    site(),
    site({ inner: '[203.0.113.0/24]' }),
  ],
  ['Setting "prefix" changed at site branch (dmo -> new).', site(), site({ prefix: 'new' })],
  [
    'Target pac removed at site branch.',
    site({ targets: '{ iptables: {}, pac: { proxy: "PROXY p.example.net:1" } }' }),
    site(),
  ],
  [
    'Target pac added at site branch.',
    site(),
    site({ targets: '{ iptables: {}, pac: { proxy: "PROXY p.example.net:1" } }' }),
  ],
  [
    'Setting "iptables.protectSelf" changed at site branch (nothing -> false).',
    site(),
    site({ targets: '{ iptables: { protectSelf: false } }' }),
  ],
  [
    'Setting "iptables.hook" changed at site branch (nothing -> DOCKER-USER).',
    site(),
    site({ targets: '{ iptables: { hook: DOCKER-USER } }' }),
  ],
  [
    'Setting "pfsense.ipprotocol" changed at site branch (nothing -> inet).',
    pfsense(''),
    pfsense(', ipprotocol: inet'),
  ],
  [
    'Setting "pfsense.disabledTiers" changed at site branch (nothing -> ["optional"]).',
    pfsense(''),
    pfsense(', disabledTiers: [optional]'),
  ],
  [
    'Setting "inspection" of www.example.com tcp/443 changed at site branch (allow -> bypass).',
    {},
    { endpoints: ['{ host: www.example.com, service: https, inspection: bypass }'] },
  ],
  [
    'Setting "applications.paloalto" of www.example.com tcp/443 changed at site branch (none -> okta).',
    {},
    {
      endpoints: ['{ host: www.example.com, service: https, applications: { paloalto: [okta] } }'],
    },
  ],
  ['Site other removed.', other, {}],
  ['Site other added (default deny).', {}, other],
];

describe('the headline of a changed setting that governs access', () => {
  test.each(settings)('names it: %s', (first, base, head) => {
    const report = compare(base, head);
    const words = headline(report);
    expect(words).toContain(first);
    expect(words).not.toMatch(/No (access )?change/);
    expect(words).toMatch(/needs? approval\.$/i);
  });

  test('begins with the removed default deny, before other settings and added access', () => {
    const report = compare(site(), {
      ...site({ enforce: 'additive', clients: '[192.0.2.0/23]', exclude: '[none]' }),
      groups:
        '  - { id: none, title: None, tier: optional, endpoints: [{ url: "https://a.example.com" }] }',
    });
    expect(headline(report)).toBe(
      'Default deny removed at site branch (closed -> additive). Setting "clients" changed at site branch (192.0.2.0/24 -> 192.0.2.0/23). Setting "exclude" changed at site branch (nothing -> none). Access: 1 added (1 medium). 3 changes need approval.',
    );
  });

  test('puts severe access before other settings, and other access after them', () => {
    const head = site({ clients: '[192.0.2.0/23]' });
    const host = '{ host: www.example.com, service: https }';
    const wide = (more: string) => headline(compare(site(), { ...head, endpoints: [host, more] }));
    expect(wide('{ host: "*.okta.com", service: https }')).toMatch(
      /^Access: \d+ added \(1 high.* Setting "clients" changed/,
    );
    expect(wide('{ host: "*.example.com", service: https }')).toMatch(
      /^Setting "clients" changed at site branch .* Access: \d+ added/,
    );
  });

  test('puts access before a default deny that was added', () => {
    const head = { ...site(), endpoints: ['{ host: "*.example.com", service: https }'] };
    expect(headline(compare(site({ enforce: 'additive' }), head))).toMatch(
      /^Access: 1 added \(1 medium\)\. .*Default deny added/,
    );
  });

  test('names three settings and counts the rest', () => {
    const head = site({
      clients: '[192.0.2.0/23]',
      resolvers: '[192.0.2.53]',
      tiers: '[required, optional]',
      inner: '[203.0.113.0/24]',
      targets: '{ iptables: { log: false } }',
    });
    expect(headline(compare(site(), head))).toContain('. 2 more settings changed. ');
  });
});

describe('the headline of other changes', () => {
  test.each<[string, Parts, Parts]>([
    ['No change.', {}, {}],
    ['No access change. Other changes: 1 in wording only.', {}, { top: 'owner: Network' }],
    [
      'No access change. Other changes: 1 setting. Needs approval.',
      site({ device: 'a' }),
      site({ device: 'b' }),
    ],
    [
      'No access change. Other changes: 1 test. Needs approval.',
      { tests: '  - { name: it, deny: ["https://a.example/"] }' },
      {},
    ],
  ])('is "%s"', (words, base, head) => {
    expect(headline(compare(base, head))).toBe(words);
  });

  test('reports failed checks and outputs that are out of date', () => {
    const failure = {
      site: 'branch',
      target: 'iptables',
      check: 'extra access',
      flow: 'https://a.example/',
      expected: 'deny',
      got: 'allow',
      decidedBy: null,
      origin: null,
    };
    const verified = { checked: 9, failures: [failure], stale: ['branch'] };
    expect(headline({ ...compare({}, {}), verified })).toBe(
      '1 check of the outputs failed. Outputs of site branch are out of date: run "portolan generate".',
    );
    // The number is the one of verify, which counts a flow in each output.
    const failures = ['iptables', 'pac'].map((target) => ({ ...failure, target }));
    expect(headline({ ...compare({}, {}), verified: { checked: 9, failures, stale: [] } })).toBe(
      '2 checks of the outputs failed.',
    );
  });
});

test('every format of diff reports a removed default deny in these words', () => {
  const answer = diffAnswer(compare(site(), site({ enforce: 'additive' })));
  const words = 'Default deny removed at site branch (closed -> additive)';
  expect(diffText(answer, plain).startsWith(`${words}. Needs approval.\n`)).toBe(true);
  expect(diffMarkdown(answer).split('\n')[2]).toMatch(/^\*\*Default deny removed at site branch/);
  expect(diffSarif(answer)).toContain(words);
  expect(diffGithub(answer)).toMatch(/^::error [^:]*::Default deny removed at site branch/);
});

describe('every format', () => {
  const endpoints = [
    '{ host: www.example.com, service: https }',
    '{ host: a.example.com, service: https }',
    '{ to: any, service: https }',
  ];
  const formatsOf = (keys: SiteKeys) => {
    const report = withGate(compare(site(), { ...site(keys), endpoints }), 7);
    const answer = { ...diffAnswer(report), sites: () => [] };
    const [, embedded = ''] = / id="data">([^<]*)</.exec(diffHtml(answer)) ?? [];
    const data: PageData = JSON.parse(embedded);
    return {
      sentence: headline(report),
      text: diffText(answer, plain).replaceAll(/\s+/g, ' '),
      json: JSON.parse(diffJson(answer)),
      page: data,
      comment: diffMarkdown(answer),
      annotations: diffGithub(answer).split('\n'),
    };
  };

  test('names failed checks before all access, as the comment does', () => {
    const report = compare(site(), { ...site(), endpoints });
    const verified = { checked: 3, failures: [], stale: ['branch'] };
    const answer = { ...diffAnswer({ ...report, verified }), sites: () => [] };
    const text = diffText(answer, plain);
    expect(text.indexOf('\nfailed checks\n')).toBeLessThan(text.indexOf('\nbranch: ANY any '));
    expect(text).toMatch(/\nfailed checks\n {2}\S.*branch/);
  });

  test('begins with the most severe access, before a changed setting', () => {
    const { sentence, text, json, page, comment, annotations } = formatsOf({
      targets: '{ iptables: { protectSelf: false } }',
    });
    const first = 'Access: 2 added (1 critical, 1 medium)';
    expect(sentence).toMatch(
      /^Access: 2 added \(1 critical, 1 medium\)\. .*Setting "iptables\.protectSelf"/,
    );
    expect(text.startsWith(`${sentence} branch: ANY any `)).toBe(true);
    expect([json.summary, page.sentences.join(' ')]).toEqual([sentence, sentence]);
    expect(comment.split('\n')[2]).toContain(`**${first}.`);
    expect(comment).toMatch(/\| --- \|\n\| \*\*🔴&nbsp;critical\*\* \| `any /);
    expect(json.sites.branch.gained[0].destination).toBe('any');
    expect(page.gains[0]).toMatchObject({ severity: 'critical', kind: 'ANY' });
    expect(annotations[0]).toMatch(/^::error .*title=ANY access at branch::/);
    expect(annotations[1]).toMatch(/^::error .*title=needs approval::.*protectSelf/);
    expect(annotations[2]).toMatch(/^::warning .*title=NEW access at branch::a\.example\.com/);
  });

  test('begins with a removed default deny, before the most severe access', () => {
    const { sentence, text, json, page, comment, annotations } = formatsOf({
      enforce: 'additive',
    });
    expect(sentence).toMatch(/^Default deny removed at site branch .*Access: 2 added \(1 critical/);
    expect([json.summary, page.sentences.join(' ')]).toEqual([sentence, sentence]);
    expect(text.startsWith(`${sentence} settings that remove protection `)).toBe(true);
    expect(comment.split('\n')[2]).toMatch(/^\*\*Default deny removed at site branch/);
    expect(page.changes[0]).toMatchObject({ area: 'Settings', isUnprotecting: true });
    expect(annotations[0]).toMatch(/^::error .*title=needs approval::Default deny removed/);
  });
});

test('a finding of two origins is printed once, with both locations', () => {
  const group = (id: string) =>
    `  - { id: ${id}, title: More, tier: required, endpoints: [{ host: "*.example.org", service: https }] }`;
  const report = compare({}, { groups: `${group('one')}\n${group('two')}` });
  const text = diffText(diffAnswer(report), plain).replaceAll(/\n {13}/g, ' ');
  expect(text.match(/enforced-wider/g)).toHaveLength(1);
  expect(text).toMatch(/enforced-wider: .* \(spec\.yaml:20:\d+, spec\.yaml:21:\d+\)/);
});
