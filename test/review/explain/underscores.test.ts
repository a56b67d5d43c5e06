import { describe, expect, test } from '@jest/globals';
import { explained, siteOf } from '../../support/explain.ts';

const spec = `version: 1
name: under
prefix: und
title: Underscores
inspection: bypass
services:
  https: { ports: [tcp/443], application: tls }
  media: { ports: [tcp/5000], application: other }
groups:
  - id: web
    title: Web
    tier: required
    endpoints:
      - { host: my_files.example.com, services: [https, media] }
      - { host: "*.link.example.com", service: https }
      - { host: "a.*.example.org", service: https }
      - { host: "cdn*.example.net", service: https }
sites:
  branch:
    clients: [192.0.2.0/24, "2001:db8:c1::/64"]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    targets:
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128" }
      paloalto: { from: trust, to: untrust, position: top, resolverZone: trust, resolvers: [192.0.2.53, "2001:db8:c1::53"] }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }
`;

/** The verdict of every output, and its coverage of the endpoint that allows the flow. */
function answersTo(flow: string): string[] {
  const { rules, outputs } = siteOf(explained(spec, flow), 'branch');
  expect(outputs.filter(({ differs }) => differs)).toEqual([]);
  return [
    rules.length > 0 ? 'open' : 'not open',
    ...outputs.map(({ target, verdict, coverage }) => `${target} ${verdict} ${coverage}`),
  ];
}

describe('a flow to a name with an underscore, explained by every output', () => {
  test.each<[string, string[]]>([
    [
      'https://my_files.example.com/',
      [
        'open',
        'iptables allow wider',
        'pac allow exact',
        'paloalto allow exact',
        'pfsense allow exact',
        'squid allow exact',
      ],
    ],
    [
      'tcp://my_files.example.com:5000',
      [
        'open',
        'iptables allow wider',
        'pac allow exact',
        'paloalto allow wider',
        'pfsense allow exact',
        'squid allow exact',
      ],
    ],
    [
      'https://app_web.link.example.com/',
      [
        'open',
        'iptables allow wider',
        'pac allow exact',
        'paloalto allow exact',
        'pfsense deny unsupported',
        'squid allow exact',
      ],
    ],
    [
      'https://a.b_c.example.org/',
      [
        'open',
        'iptables deny unsupported',
        'pac allow exact',
        'paloalto allow exact',
        'pfsense deny unsupported',
        'squid allow exact',
      ],
    ],
    [
      'https://cdn_1.example.net/',
      [
        'not open',
        'iptables deny null',
        'pac deny null',
        'paloalto deny null',
        'pfsense deny null',
        'squid deny null',
      ],
    ],
  ])('%s', (flow, want) => {
    expect(answersTo(flow)).toEqual(want);
  });
});
