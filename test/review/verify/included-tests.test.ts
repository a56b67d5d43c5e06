import { describe, expect, test } from '@jest/globals';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { renderSpec } from '../../../src/render/all-sites.ts';
import { siteFindings } from '../../../src/review/findings/site-findings.ts';
import { verifySite } from '../../../src/review/verify/verify.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { loadFiles } from '../../support/load.ts';
import { must } from '../../support/policy.ts';

/** A spec whose own groups allow more than the included one, with these tests of the included one. */
function filesWith(test: string, site = ''): Record<string, string> {
  return {
    'spec.yaml': `version: 1
name: demo
prefix: dmo
title: Demo
include: [{ spec: vendor.yaml, as: vendor }, { spec: other.yaml, as: vendor-b }]
services:
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
groups:
  - id: web
    title: Web
    tier: required
    endpoints:
      - { host: www.example.com, services: [http, https] }
      - { host: "*.shared.example.net", service: https }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required, recommended]
${site}    targets: { iptables: {}, squid: { tlsInspection: none } }
`,
    'vendor.yaml': `version: 1
name: vendor
prefix: vnd
title: Vendor
services:
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
groups:
  - id: api
    title: API
    tier: required
    endpoints:
      - { host: api.example.net, service: https }
      - { host: a.shared.example.net, service: https }
      - { url: "http://crl.example.net/list" }
  - id: extra
    title: Extra
    tier: recommended
    endpoints:
      - { host: extra.example.net, service: https }
tests:
  - { name: it, ${test} }
`,
    'other.yaml': `version: 1
name: other
prefix: oth
title: Other
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - id: sync
    title: Sync
    tier: required
    endpoints:
      - { host: sync.example.org, service: https }
`,
  };
}

/** Adds to the files of an output, as a person who edits them would. */
type Tamper = (target: string, files: TargetFiles) => TargetFiles;

/** What becomes of one test of the included spec, by output: the flows that failed it, or how it passed. */
function outcomes(test: string, site = '', tamper: Tamper = (_target, files) => files) {
  const without = run('deny: ["tcp://192.0.2.99:9"]', site, tamper);
  return Object.fromEntries(
    [...run(test, site, tamper)].map(([target, { failed, byCoverage, notApplicable }]) => {
      const own = failed.filter(({ check }) => check.startsWith('test'));
      const before = without.get(target);
      if (own.length > 0) return [target, own.map(({ flow, got }) => `${flow} ${got}`).join('; ')];
      if (byCoverage > (before?.byCoverage ?? 0)) return [target, 'by coverage'];
      return [target, notApplicable > (before?.notApplicable ?? 0) ? 'not for it' : 'passed'];
    }),
  );
}

function run(test: string, site: string, tamper: Tamper) {
  const { spec } = must(loadFiles(filesWith(test, site)));
  const [policy] = must(compileSites(spec));
  const [rendered] = must(renderSpec(spec, siteFindings));
  if (policy === undefined || rendered === undefined) throw new Error('there is no site');
  return verifySite(policy, {
    tests: spec.tests,
    filesOf: (target) => tamper(target, rendered.targets.get(target) ?? new Map()),
    wanted: undefined,
  });
}

const both = (outcome: string) => ({ iptables: outcome, squid: outcome });
const left = '    exclude: [vendor-extra]\n';

describe('a test of an included spec', () => {
  test.each<[name: string, test: string, outcome: Record<string, string>, site?: string]>([
    ['allow: what its groups allow', 'allow: ["https://api.example.net/"]', both('passed')],
    [
      'allow: what no group allows',
      'allow: ["https://none.example.net/"]',
      both('https://none.example.net/ deny'),
    ],
    [
      'allow: what a group that the site leaves out would allow',
      'allow: ["https://extra.example.net/"]',
      both('not for it'),
      left,
    ],
    [
      'allow: what no group would allow, at a site that leaves out one',
      'allow: ["https://none.example.net/"]',
      both('https://none.example.net/ deny'),
      left,
    ],
    ['deny: what no group allows', 'deny: ["https://none.example.net/"]', both('passed')],
    ['deny: what only other groups allow', 'deny: ["https://www.example.com/"]', both('passed')],
    [
      'deny: what another included spec allows',
      'deny: ["https://sync.example.org/"]',
      both('passed'),
    ],
    [
      'deny: what its groups allow',
      'deny: ["https://api.example.net/"]',
      both('https://api.example.net/ allow'),
    ],
    [
      'deny: what its groups and others allow',
      'deny: ["https://a.shared.example.net/"]',
      both('https://a.shared.example.net/ allow'),
    ],
    [
      'deny: what its groups allow in an output alone',
      'deny: ["https://sub.api.example.net/"]',
      { iptables: 'by coverage', squid: 'passed' },
    ],
    [
      'only: the access of its groups',
      'only: ["https://*.example.net", "http://crl.example.net/list"]',
      { iptables: 'by coverage', squid: 'passed' },
    ],
    [
      'only: less than the access of its groups',
      'only: [https]',
      both('http://crl.example.net/list allow'),
    ],
    [
      'only: less than a group that the site leaves out would allow',
      'only: ["https://api.example.net", "https://a.shared.example.net", "http://crl.example.net/list"]',
      { iptables: 'by coverage', squid: 'passed' },
      left,
    ],
    [
      'never: what only other groups allow',
      'never: { ports: [tcp/80], except: [crl.example.net] }',
      { iptables: 'by coverage', squid: 'passed' },
    ],
    [
      'never: what its groups allow',
      'never: { ports: [tcp/80] }',
      both('http://crl.example.net/list allow'),
    ],
    [
      'expect: the deviation of an output',
      'flow: "http://crl.example.net/other", expect: { iptables: allow, squid: deny }',
      both('passed'),
    ],
    [
      'expect: the opposite',
      'flow: "http://crl.example.net/other", expect: { iptables: deny, squid: allow }',
      {
        iptables: 'http://crl.example.net/other allow',
        squid: 'http://crl.example.net/other deny',
      },
    ],
    [
      'expect: a denial of what only other groups allow',
      'flow: "https://www.example.com/", expect: { iptables: deny, squid: deny }',
      both('passed'),
    ],
    [
      'expect: what a group that the site leaves out would allow',
      'flow: "https://extra.example.net/", expect: { iptables: allow, squid: allow }',
      both('not for it'),
      left,
    ],
  ])('%s', (...row) => {
    const [, words, outcome, site] = row;
    expect(outcomes(words, site)).toEqual(outcome);
  });

  const more: Tamper = (target, files) =>
    target !== 'squid'
      ? files
      : new Map(
          [...files].map(([name, text]) => [
            name,
            text.replaceAll('sync.example.org', 'x.example.net'),
          ]),
        );

  test('fails for access in the files that no group explains', () => {
    expect(outcomes('deny: ["https://x.example.net/"]', '', more)).toEqual({
      iptables: 'passed',
      squid: 'https://x.example.net/ allow',
    });
    expect(
      outcomes(
        'only: ["https://api.example.net", "https://a.shared.example.net", "https://extra.example.net", "http://crl.example.net"]',
        '',
        more,
      ),
    ).toEqual({
      iptables: 'by coverage',
      squid: 'https://x.example.net/ allow',
    });
  });

  test('passes at a site that selects none of its groups', () => {
    const none = '    select: { groups: [web] }\n';
    expect(outcomes('only: ["https://none.example.net"]', none)).toEqual(both('passed'));
    expect(outcomes('allow: ["https://api.example.net/"]', none)).toEqual(both('not for it'));
    expect(outcomes('deny: ["https://www.example.com/"]', none)).toEqual(both('passed'));
  });
});
