import { describe, expect, test } from '@jest/globals';
import { raised, raisedFor } from '../support.ts';

describe('broad-port-range', () => {
  test.each<[string, { given: string; want: string[] }]>([
    [
      '17 ports',
      {
        given: '{ host: a.example.com, service: media }',
        want: ['"a.example.com": allows 17 ports: udp/50000-50016'],
      },
    ],
    [
      'every port',
      {
        given: '{ network: 198.51.100.0/24, service: all }',
        want: ['"198.51.100.0/24": allows 65535 ports: tcp/1-65535'],
      },
    ],
    [
      '17 ports of SCTP',
      {
        given: '{ host: a.example.com, service: signals }',
        want: ['"a.example.com": allows 17 ports: sctp/2000-2016'],
      },
    ],
    ['16 ports', { given: '{ host: a.example.com, service: few }', want: [] }],
    [
      '16 ports of UDP and a few of TCP',
      { given: '{ host: a.example.com, services: [few, http, https] }', want: [] },
    ],
  ])('checks %s', (_name, { given, want }) => {
    expect(raisedFor('broad-port-range', [given])).toEqual(want);
  });

  test('counts single ports like a range', () => {
    const ports = Array.from({ length: 17 }, (_, index) => `tcp/${1001 + 2 * index}`).join(', ');
    const services = `  many: { ports: [${ports}], application: other }`;
    expect(
      raised('broad-port-range', {
        services,
        endpoints: ['{ host: a.example.com, service: many }'],
      }),
    ).toEqual([
      '12: "a.example.com": allows 17 ports: tcp/1001, tcp/1003, tcp/1005, tcp/1007, and more',
    ]);
  });

  test('adds the ports of several services and endpoints, and reports them once', () => {
    const services = [0, 1].map(
      (part) =>
        `  part-${part}: { ports: [tcp/${6000 + 16 * part}-${6015 + 16 * part}], application: other }`,
    );
    const endpoints = [0, 1].map((part) => `{ host: a.example.com, service: part-${part} }`);
    expect(raised('broad-port-range', { services: services.join('\n'), endpoints })).toEqual([
      '13: "a.example.com": allows 32 ports in 2 endpoints: tcp/6000-6031',
    ]);
  });
});
