import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

const documents = [
  'documents:',
  '  guide: { title: Guide, domains: [example.com, example.net] }',
  '  bare: { title: Bare }',
  '  other: { title: Other, domains: [example.org] }',
].join('\n');
const services = [
  '  dns: { ports: [udp/53, tcp/53], application: dns }',
  '  http: { ports: [tcp/80], application: http }',
  '  https: { ports: [tcp/443], application: tls }',
  '  quic: { ports: [udp/443], application: tls }',
  '  mail: { ports: [tcp/587], application: other }',
].join('\n');
const paloalto = (more = '') =>
  `{ paloalto: { from: trust, to: untrust, position: top, resolvers: [192.0.2.53]${more} } }`;

function found(
  endpoint: string,
  targets = paloalto(),
  group = '    source: { document: guide }',
): number {
  return raised('app-id-shift', {
    head: documents,
    services,
    group,
    endpoints: [endpoint],
    targets,
  }).length;
}

describe('app-id-shift', () => {
  test('reports the endpoint and names the target', () => {
    expect(
      raised('app-id-shift', {
        head: documents,
        group: '    source: { document: guide }',
        endpoints: ['{ url: "https://www.example.com" }', '{ url: "https://tenant.okta.com" }'],
        targets: paloalto(),
      }),
    ).toEqual([
      '19: "https://tenant.okta.com": paloalto: the host is not the publisher\'s and lists no App-ID',
    ]);
  });

  test.each<[string, string, number]>([
    ['a third-party host on TLS', '{ url: "https://play.google.com" }', 1],
    ['a third-party host in cleartext', '{ url: "http://play.google.com" }', 1],
    ['a third-party wildcard', '{ host: "*.google.com", service: https }', 1],
    ['a third-party pattern', '{ host: "a.*.google.com", service: https }', 1],
    [
      'a name that only ends like a domain of the publisher',
      '{ url: "https://notexample.com" }',
      1,
    ],
    ["the publisher's own host", '{ url: "https://example.com" }', 0],
    ["a subdomain of the publisher's domain", '{ url: "https://a.b.example.net" }', 0],
    ["a wildcard below the publisher's", '{ host: "*.example.com", service: https }', 0],
    ['a service of another application', '{ host: play.google.com, service: mail }', 0],
    ['a service on UDP only', '{ host: play.google.com, service: quic }', 0],
    ['a network', '{ network: 198.51.100.0/24, service: https }', 0],
    ['any destination', '{ to: any, service: https }', 0],
    [
      'a host in the domains of its own document',
      '{ url: "https://www.example.org", source: { document: other } }',
      0,
    ],
    [
      'a host in the domains of another document',
      '{ url: "https://www.example.com", source: { document: other } }',
      1,
    ],
    [
      'a host of a document without domains',
      '{ url: "https://play.google.com", source: { document: bare } }',
      0,
    ],
  ])('checks %s', (_name, endpoint, want) => {
    expect(found(endpoint)).toBe(want);
  });

  test.each<[string, string, string, number]>([
    [
      'a host without a document, in the domains of no document',
      'https://play.google.com',
      paloalto(),
      1,
    ],
    [
      'a host without a document, in the domains of a document',
      'https://www.example.org',
      paloalto(),
      0,
    ],
  ])('checks %s', (_name, url, targets, want) => {
    expect(found(`{ url: "${url}" }`, targets, '')).toBe(want);
  });

  test.each<[string, string, number]>([
    ['a site that checks App-IDs', paloalto(', applications: listed'), 1],
    ['a site that allows any App-ID', paloalto(', applications: any'), 0],
    ['a site without this firewall', '{ iptables: {} }', 0],
  ])('checks %s', (_name, targets, want) => {
    expect(found('{ url: "https://play.google.com" }', targets)).toBe(want);
  });

  test('accepts an App-ID of the group', () => {
    const group = '    source: { document: guide }\n    applications: { paloalto: [google-play] }';
    expect(found('{ url: "https://play.google.com" }', paloalto(), group)).toBe(0);
    const other = '    source: { document: guide }\n    applications: { pac: [google-play] }';
    expect(found('{ url: "https://play.google.com" }', paloalto(), other)).toBe(1);
  });
});
