import { describe, expect, test } from '@jest/globals';
import type { SpecParts } from '../../../support/load.ts';
import { raised } from '../support.ts';

const pac = 'pac: { proxy: "PROXY proxy.example.net:3128" }';
const sites = (...targets: string[]) =>
  targets
    .map(
      (each, index) =>
        `  more-${index}:\n    prefix: mo${index}\n    clients: [192.0.2.0/24]\n    resolvers: [self]\n    enforce: closed\n    tiers: [required]\n    targets: { ${each} }`,
    )
    .join('\n');

function wider(parts: SpecParts): string[] {
  return raised('enforced-wider', parts).map((each) => each.replace(/^\d+: /, ''));
}

describe('enforced-wider', () => {
  test.each<[string, { given: SpecParts; want: string[] }]>([
    [
      'the subdomains of a host in the packet filter',
      {
        given: { endpoints: ['{ url: "https://a.example.com" }'] },
        want: ['"https://a.example.com": iptables: also allows its subdomains'],
      },
    ],
    [
      'the parent domain of a wildcard',
      {
        given: { endpoints: ['{ host: "*.example.com", service: https }'] },
        want: ['"*.example.com": iptables: also allows its parent domain'],
      },
    ],
    [
      'a path on TLS as one cause for all outputs',
      {
        given: {
          group: '    inspection: bypass',
          endpoints: ['{ url: "https://a.example.com/page" }'],
          site: sites(`${pac}, pfsense: { interface: lan }, squid: { tlsInspection: explicit }`),
        },
        want: [
          '"https://a.example.com/page": iptables, pac, pfsense, squid: also allows the whole host, not only the path',
          '"https://a.example.com/page": iptables: also allows its subdomains',
        ],
      },
    ],
    [
      'a cleartext path that one output enforces nearly',
      {
        given: {
          endpoints: ['{ url: "http://a.example.com/page" }'],
          site: sites('squid: { tlsInspection: explicit }'),
        },
        want: [
          '"http://a.example.com/page": iptables: also allows its subdomains',
          '"http://a.example.com/page": iptables: also allows the whole host, not only the path',
          '"http://a.example.com/page": squid: also allows other spellings of the path',
        ],
      },
    ],
    [
      'an inspected host that a bypass also exempts, which no set can show',
      {
        given: {
          endpoints: [
            '{ host: "*.example.com", service: https, inspection: bypass }',
            '{ network: 198.51.100.1, service: https }',
            '{ host: bank.example.com, service: https }',
          ],
          site: sites('squid: { tlsInspection: explicit }'),
        },
        want: [
          '"*.example.com": iptables: also allows its parent domain',
          '"bank.example.com": squid: is not inspected, together with *.example.com, which bypasses inspection',
        ],
      },
    ],
    [
      'the same cause at several sites, once',
      {
        given: {
          endpoints: ['{ url: "https://a.example.com" }'],
          site: sites('iptables: {}', 'iptables: {}'),
        },
        want: ['"https://a.example.com": iptables: also allows its subdomains'],
      },
    ],
    [
      'a network, which is exact',
      { given: { endpoints: ['{ network: 198.51.100.0/24, service: https }'] }, want: [] },
    ],
    [
      'a host with its wildcard, which is exact',
      {
        given: {
          endpoints: [
            '{ host: example.com, service: https }',
            '{ host: "*.example.com", service: https }',
          ],
        },
        want: [],
      },
    ],
  ])('checks %s', (_name, { given, want }) => {
    expect(wider(given)).toEqual(want);
  });
});
