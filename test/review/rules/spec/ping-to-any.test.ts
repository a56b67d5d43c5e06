import { describe, expect, test } from '@jest/globals';
import { findingsOf, raisedFor, services } from '../support.ts';

describe('ping-to-any', () => {
  test.each<[string, { given: string; want: string[] }]>([
    [
      'any destination',
      {
        given: '{ to: any, service: ping }',
        want: ['"any": allows every destination on icmp-echo'],
      },
    ],
    [
      'a very large network',
      {
        given: '{ network: 128.0.0.0/1, service: ping }',
        want: [
          '"128.0.0.0/1": contains more addresses than a /8, the largest IPv4 block of one organization on icmp-echo',
        ],
      },
    ],
    ['a host', { given: '{ host: a.example.com, service: ping }', want: [] }],
    ['another protocol', { given: '{ to: any, service: ipsec }', want: [] }],
  ])('checks %s', (_name, { given, want }) => {
    expect(raisedFor('ping-to-any', [given])).toEqual(want);
  });

  test.each([
    ['ping', '{ to: any, service: ping }', ['ping-to-any 6']],
    ['a tunnel', '{ to: any, service: ipsec }', ['tunnel-protocol 9.5']],
    [
      'ports and ping',
      '{ to: any, services: [https, ping] }',
      ['any-destination 9.8', 'ping-to-any 6'],
    ],
  ])('alone reports %s to any destination', (_name, endpoint, want) => {
    const found = findingsOf({ services, endpoints: [endpoint] });
    const about = found.filter(({ subject }) => subject === 'any');
    const any = ['any-destination', 'tunnel-protocol', 'ping-to-any'];
    expect(
      about
        .filter(({ rule }) => any.includes(rule))
        .map(({ rule, severity }) => `${rule} ${severity}`),
    ).toEqual(want);
  });
});
