import { describe, expect, test } from '@jest/globals';
import { findingsOf, raisedFor, services } from '../support.ts';

describe('tunnel-protocol', () => {
  test.each<[string, { given: string; want: string[] }]>([
    [
      'a tunnel to a host',
      { given: '{ host: a.example.com, service: vpn }', want: ['"a.example.com": allows esp'] },
    ],
    [
      'both protocols of IPsec, once',
      {
        given: '{ network: 198.51.100.7, service: ipsec }',
        want: ['"198.51.100.7": allows ah, esp'],
      },
    ],
    [
      'a tunnel to any destination',
      {
        given: '{ to: any, service: vpn }',
        want: ['"any": allows every destination on esp'],
      },
    ],
    ['ping', { given: '{ host: a.example.com, service: ping }', want: [] }],
    ['ports', { given: '{ host: a.example.com, services: [https, signals] }', want: [] }],
  ])('checks %s', (_name, { given, want }) => {
    expect(raisedFor('tunnel-protocol', [given])).toEqual(want);
  });

  test.each([
    ['a host', '{ host: a.example.com, service: vpn }', [7.5]],
    ['any destination', '{ to: any, service: vpn }', [9.5]],
    ['half of all addresses', '{ network: 0.0.0.0/1, service: vpn }', [9.5]],
  ])('has its severity for %s', (_name, endpoint, want) => {
    const found = findingsOf({ services, endpoints: [endpoint] });
    expect(
      found.flatMap(({ rule, severity }) => (rule === 'tunnel-protocol' ? [severity] : [])),
    ).toEqual(want);
  });
});
