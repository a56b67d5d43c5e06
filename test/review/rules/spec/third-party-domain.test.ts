import { describe, expect, test } from '@jest/globals';
import { raised } from '../support.ts';

const head = (domains: string) =>
  `documents:\n  guide: { title: Guide${domains === '' ? '' : `, domains: [${domains}]`} }\n  other: { title: Other, domains: [example.org] }`;

function strangers(domains: string, endpoint: string): string[] {
  return raised('third-party-domain', {
    head: head(domains),
    group: '    source: { document: guide }',
    endpoints: [endpoint],
  }).map((each) => each.replace(/^\d+: "[^"]*": /, ''));
}

const not = (domain: string, document = 'guide') => [
  `${domain} is not in the domains of document "${document}"`,
];
const host = (name: string) => `{ host: "${name}", service: https }`;

describe('third-party-domain', () => {
  test.each<[string, string, string, string[]]>([
    ['another domain', 'example.com', host('tenant.okta.com'), not('okta.com')],
    [
      'a URL of another domain',
      'example.com',
      '{ url: "https://play.google.com" }',
      not('google.com'),
    ],
    ['a wildcard of another domain', 'example.com', host('*.cdn.example.net'), not('example.net')],
    ['a pattern of another domain', 'example.com', host('cdn*.example.net'), not('example.net')],
    [
      'a name that only ends like a domain of the document',
      'example.com',
      host('www.notexample.com'),
      not('notexample.com'),
    ],
    ['another registrant under the same suffix', 'a.co.uk', host('www.b.co.uk'), not('b.co.uk')],
    ['another tenant of the same cloud', 'a.github.io', host('b.github.io'), not('b.github.io')],
    [
      "the endpoint's own document counts",
      'example.com',
      '{ host: www.example.com, service: https, source: { document: other } }',
      not('example.com', 'other'),
    ],
    ['a listed domain', 'example.com', host('example.com'), []],
    ['a subdomain of a listed domain', 'example.com, example.net', host('a.b.example.net'), []],
    ['a wildcard below a listed domain', 'example.com', host('*.example.com'), []],
    [
      'another name under the registrable domain',
      'www.example.co.uk',
      host('cdn.example.co.uk'),
      [],
    ],
    ['a subdomain of a listed suffix', 'azureedge.net', host('tenant.azureedge.net'), []],
    ['a document without domains', '', host('www.example.net'), []],
    ['a network', 'example.com', '{ network: 198.51.100.0/24, service: https }', []],
  ])('checks %s', (_name, domains, endpoint, want) => {
    expect(strangers(domains, endpoint)).toEqual(want);
  });

  test('ignores an endpoint without a document', () => {
    expect(raised('third-party-domain', { head: head('example.com') })).toEqual([]);
  });
});
