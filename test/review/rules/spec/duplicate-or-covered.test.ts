import { describe, expect, test } from '@jest/globals';
import { raised, services } from '../support.ts';

/** A second group, in a weaker tier. */
const weaker = (endpoint: string) =>
  `  - id: more\n    title: More\n    tier: optional\n    endpoints: [${endpoint}]`;

function covered(endpoints: readonly string[], more?: string): string[] {
  const group =
    more === undefined
      ? {}
      : { endpoints: [...endpoints.slice(0, -1), `${endpoints.at(-1)}\n${weaker(more)}`] };
  return raised('duplicate-or-covered', { services, endpoints, ...group }).map((each) =>
    each.replace(/^\d+: /, ''),
  );
}

const host = (name: string, service = 'https') => `{ host: "${name}", service: ${service} }`;

describe('duplicate-or-covered', () => {
  test.each<[string, { given: string[]; more?: string; want: string[] }]>([
    [
      'the later one of two equal endpoints',
      {
        given: [host('a.example.com'), '{ url: "https://a.example.com/" }'],
        want: ['"https://a.example.com/": is already allowed by "a.example.com" in group web'],
      },
    ],
    [
      'a host inside a wildcard, in any order',
      {
        given: [host('a.example.com'), host('*.example.com')],
        want: ['"a.example.com": is already allowed by "*.example.com" in group web'],
      },
    ],
    [
      'a host inside a pattern, but not a wildcard',
      {
        given: [host('cdn*.example.com'), host('cdn1.example.com'), host('*.cdn1.example.com')],
        want: ['"cdn1.example.com": is already allowed by "cdn*.example.com" in group web'],
      },
    ],
    [
      'an address inside a network',
      {
        given: [
          '{ network: 198.51.100.0/24, service: https }',
          '{ network: 198.51.100.7, service: https }',
        ],
        want: ['"198.51.100.7": is already allowed by "198.51.100.0/24" in group web'],
      },
    ],
    [
      'a host with any destination in the spec',
      {
        given: [host('a.example.com'), '{ to: any, service: https }'],
        want: ['"a.example.com": is already allowed by "any" in group web'],
      },
    ],
    [
      'a path below another one, in cleartext',
      {
        given: ['{ url: "http://a.example.com/x" }', '{ url: "http://a.example.com/x/y" }'],
        want: [
          '"http://a.example.com/x/y": is already allowed by "http://a.example.com/x" in group web',
        ],
      },
    ],
    [
      'two paths on TLS, where each allows the whole host',
      {
        given: ['{ url: "https://a.example.com/x" }', '{ url: "https://a.example.com/y" }'],
        want: [
          '"https://a.example.com/y": is already allowed by "https://a.example.com/x" in group web',
        ],
      },
    ],
    [
      'one of the services of another endpoint',
      {
        given: [host('a.example.com'), '{ host: a.example.com, services: [http, https] }'],
        want: ['"a.example.com": is already allowed by "a.example.com" in group web'],
      },
    ],
    [
      'the endpoint in the weaker tier of two equal ones',
      {
        given: [host('a.example.com')],
        more: host('a.example.com'),
        want: ['"a.example.com": is already allowed by "a.example.com" in group web'],
      },
    ],
    [
      'a wildcard of a weaker tier, which a site may leave out',
      { given: [host('a.example.com')], more: host('*.example.com'), want: [] },
    ],
    [
      'two paths in cleartext',
      {
        given: ['{ url: "http://a.example.com/x" }', '{ url: "http://a.example.com/y" }'],
        want: [],
      },
    ],
    ['other ports', { given: [host('a.example.com'), host('a.example.com', 'http')], want: [] }],
    ['the apex of a wildcard', { given: [host('example.com'), host('*.example.com')], want: [] }],
    [
      'an endpoint that bypasses inspection inside one that does not',
      {
        given: [
          host('*.example.com'),
          '{ host: a.example.com, service: https, inspection: bypass }',
        ],
        want: [],
      },
    ],
    [
      'two endpoints that cover a third only together',
      {
        given: [
          host('*.example.com'),
          host('*.example.com', 'http'),
          '{ host: a.example.com, services: [http, https] }',
        ],
        want: [],
      },
    ],
  ])('checks %s', (_name, { given, more, want }) => {
    expect(covered(given, more)).toEqual(want);
  });
});
