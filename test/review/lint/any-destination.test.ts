import { describe, expect, test } from '@jest/globals';
import { raisedFor } from './support.ts';

describe('any-destination', () => {
  test.each<[string, { given: string; want: string[] }]>([
    ['any', { given: '{ to: any, service: https }', want: ['"any": leads to every destination'] }],
    [
      'half of all addresses',
      {
        given: '{ network: 128.0.0.0/1, service: https }',
        want: ['"128.0.0.0/1": holds more addresses than a /8, the most that anybody has in IPv4'],
      },
    ],
    [
      'a range of one address more than a /8',
      {
        given: '{ network: 11.0.0.0-12.0.0.0, service: https }',
        want: [
          '"11.0.0.0-12.0.0.0": holds more addresses than a /8, the most that anybody has in IPv4',
        ],
      },
    ],
    [
      'all public addresses of IPv6',
      {
        given: '{ network: "2000::/3", service: https }',
        want: ['"2000::/3": holds more addresses than a /13, the most that anybody has in IPv6'],
      },
    ],
    ['a /8', { given: '{ network: 17.0.0.0/8, service: https }', want: [] }],
    ['a /13 of IPv6', { given: '{ network: "2608::/13", service: https }', want: [] }],
    ['the resolvers', { given: '{ to: resolvers, service: dns }', want: [] }],
    ['a wildcard', { given: '{ host: "*.example.com", service: https }', want: [] }],
  ])('%s', (_name, { given, want }) => {
    expect(raisedFor('any-destination', [given])).toEqual(want);
  });
});
