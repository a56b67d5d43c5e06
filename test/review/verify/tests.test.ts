import { describe, expect, test } from '@jest/globals';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { renderSpec } from '../../../src/render/all-sites.ts';
import { siteFindings } from '../../../src/review/findings/site-findings.ts';
import { verifySite } from '../../../src/review/verify/verify.ts';
import { loadFiles } from '../../support/load.ts';
import { must } from '../../support/policy.ts';

const spec = (tests: string) => `version: 1
name: demo
prefix: dmo
title: Demo
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
groups:
  - id: web
    title: Web
    tier: required
    inspection: bypass
    endpoints:
      - { host: www.example.com, services: [http, https] }
      - { url: "http://docs.example.com/manual" }
      - { host: "*.example.net", service: https }
      - { network: 198.51.100.0/24, service: https }
      - { to: resolvers, service: dns, inspection: allow }
sites:
  branch:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self, 203.0.113.53]
    enforce: closed
    tiers: [required]
    targets: { iptables: {}, pac: { proxy: "PROXY proxy.example.net:3128" }, pfsense: { interface: lan } }
  office:
    prefix: off
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: additive
    tiers: [required]
    targets: { pac: { proxy: "PROXY proxy.example.net:3128" } }
tests:
  - { name: it, ${tests} }
`;

/** What becomes of one test at a site, for each output: what failed, or how it passed beside the endpoints. */
function outcomes(words: string, site = 'branch'): Record<string, string> {
  const without = run(spec('deny: ["tcp://192.0.2.99:9"]'), site);
  const reports = run(spec(words), site);
  return Object.fromEntries(
    [...reports].map(([target, { failed, byCoverage, notApplicable }]) => {
      const before = without.get(target);
      if (failed.length > 0) return [target, failed.map(failureText).join('; ')];
      if (byCoverage > (before?.byCoverage ?? 0)) return [target, 'by coverage'];
      return [target, notApplicable > (before?.notApplicable ?? 0) ? 'not for it' : 'passed'];
    }),
  );
}

function run(text: string, site: string) {
  const { spec: loaded } = must(loadFiles({ 'spec.yaml': text }));
  const policy = must(compileSites(loaded)).find((each) => each.site.id === site);
  const rendered = must(renderSpec(loaded, siteFindings)).find((each) => each.site === site);
  if (policy === undefined || rendered === undefined) throw new Error(`there is no site ${site}`);
  return verifySite(policy, {
    tests: loaded.tests,
    filesOf: (target) => rendered.targets.get(target) ?? new Map(),
    wanted: undefined,
  });
}

function failureText({
  flow,
  got,
  origin,
  check,
}: {
  flow: string | null;
  got: string;
  origin: { line: number } | null;
  check: string;
}): string {
  return `${flow} ${got}, ${check}, line ${origin?.line}`;
}

const all = (outcome: string) => ({ iptables: outcome, pac: outcome, pfsense: outcome });

describe('a test of the spec', () => {
  test.each<[name: string, words: string, outcome: Record<string, string>]>([
    ['allow: what the spec opens', 'allow: ["https://www.example.com/"]', all('passed')],
    [
      'allow: what the spec does not open',
      'allow: ["https://www.example.org/"]',
      all('https://www.example.org/ deny, test "it", line 35'),
    ],
    [
      'allow: what an output says it leaves out counts as stated',
      'allow: ["https://a.example.net/"]',
      { iptables: 'passed', pac: 'passed', pfsense: 'by coverage' },
    ],
    [
      'allow: what is not for an output to decide is skipped',
      'allow: ["udp://203.0.113.53:53"]',
      { iptables: 'passed', pac: 'not for it', pfsense: 'passed' },
    ],
    [
      'deny: what nobody opens',
      'deny: ["https://example.com/", "udp://www.example.com:443"]',
      {
        iptables: 'passed',
        pac: 'not for it',
        pfsense: 'passed',
      },
    ],
    [
      'deny: what the spec opens',
      'deny: ["https://www.example.com/"]',
      all('https://www.example.com/ allow, test "it", line 35'),
    ],
    [
      'deny: what an output says it opens besides counts as stated',
      'deny: ["https://x.www.example.com/", "https://example.net/"]',
      { iptables: 'by coverage', pac: 'passed', pfsense: 'passed' },
    ],
    [
      'deny: a path that an output says it cannot see counts as stated',
      'deny: ["http://docs.example.com/other"]',
      all('by coverage'),
    ],
    [
      'expect overrides what an output says of itself',
      'flow: "https://x.www.example.com/", expect: { iptables: deny, pac: deny }',
      {
        iptables: 'https://x.www.example.com/ allow, test "it", line 35',
        pac: 'passed',
        pfsense: 'passed',
      },
    ],
    [
      'expect: what an output really does',
      'flow: "https://x.www.example.com/", expect: { iptables: allow }',
      all('passed'),
    ],
    [
      'only: everything that is open',
      'only: [dns, "http://www.example.com", "https://www.example.com", "http://docs.example.com/manual", "https://*.example.net", "198.51.100.0/24:443"]',
      { iptables: 'by coverage', pac: 'by coverage', pfsense: 'by coverage' },
    ],
    [
      'only: one host is missing',
      'only: [dns, "http://www.example.com", "http://docs.example.com/manual", "https://*.example.net", "198.51.100.0/24:443"]',
      all('https://www.example.com/ allow, test "it", line 35'),
    ],
    [
      'only: a part of a network is missing, whatever samples would say',
      'only: [dns, "http://www.example.com", "https://www.example.com", "http://docs.example.com/manual", "https://*.example.net", "198.51.100.0-198.51.100.254:443"]',
      all('https://198.51.100.255/ allow, test "it", line 35'),
    ],
    ['never: nothing on a port', 'never: { ports: [tcp/22, udp/443] }', all('passed')],
    [
      'never: something on a port',
      'never: { ports: [tcp/80], except: [docs.example.com] }',
      all('http://www.example.com/ allow, test "it", line 35'),
    ],
    [
      'never: what is excepted, and what an output says it opens besides that',
      'never: { ports: [tcp/80], except: [docs.example.com, www.example.com] }',
      { iptables: 'by coverage', pac: 'passed', pfsense: 'passed' },
    ],
    [
      'never: an address is no excepted host',
      'never: { ports: [tcp/440-450], except: [www.example.com, "*.example.net"] }',
      all('https://198.51.100.0/ allow, test "it", line 35'),
    ],
    [
      'never: what the spec itself opens is excused by nothing, though a wider line opens it too',
      'never: { ports: [tcp/80], except: [www.example.com] }',
      all('http://docs.example.com/manual allow, test "it", line 35'),
    ],
    [
      'deny: the very path that the spec opens',
      'deny: ["http://docs.example.com/manual"]',
      all('http://docs.example.com/manual allow, test "it", line 35'),
    ],
    [
      'only: another path than the one that the spec opens',
      'only: [dns, https, "http://www.example.com", "http://docs.example.com/other"]',
      all('http://docs.example.com/manual allow, test "it", line 35'),
    ],
    [
      'only: a path on TLS is documentation, and stands for its host',
      'only: [dns, "http://www.example.com", "https://www.example.com/some/page", "http://docs.example.com", "https://*.example.net", "198.51.100.0/24:443"]',
      { iptables: 'by coverage', pac: 'passed', pfsense: 'passed' },
    ],
    [
      'sites: a test of another site is not asked',
      'sites: [office], deny: ["https://www.example.com/"]',
      all('passed'),
    ],
  ])('%s', (_name, words, outcome) => {
    expect(outcomes(words)).toEqual(outcome);
  });

  test('sites: a test is asked at the site that it names', () => {
    expect(outcomes('sites: [office], deny: ["https://www.example.com/"]', 'office')).toEqual({
      pac: 'https://www.example.com/ allow, test "it", line 35',
    });
  });
});
