import { describe, expect, test } from '@jest/globals';
import { sentenceOf } from '../../../../src/review/findings/finding.ts';
import { findingsOf, raised, raisedFor, services } from '../support.ts';

describe('any-destination', () => {
  test('is about the ports of an endpoint, not about its protocols', () => {
    const found = findingsOf({ services, endpoints: ['{ to: any, service: vpn }'] });
    const ports = found.flatMap((each) => (each.rule === 'any-destination' ? [each.ports] : []));
    expect(ports).toEqual([[{ transport: 'udp', low: 500, high: 500 }]]);
  });

  test.each<[string, { given: string; want: string[] }]>([
    ['any', { given: '{ to: any, service: https }', want: ['"any": allows every destination'] }],
    [
      'half of all addresses',
      {
        given: '{ network: 128.0.0.0/1, service: https }',
        want: [
          '"128.0.0.0/1": contains more addresses than a /8, the largest IPv4 block of one organization',
        ],
      },
    ],
    [
      'a range with one address more than a /8',
      {
        given: '{ network: 11.0.0.0-12.0.0.0, service: https }',
        want: [
          '"11.0.0.0-12.0.0.0": contains more addresses than a /8, the largest IPv4 block of one organization',
        ],
      },
    ],
    [
      'all public IPv6 addresses',
      {
        given: '{ network: "2000::/3", service: https }',
        want: [
          '"2000::/3": contains more addresses than a /13, the largest IPv6 block of one organization',
        ],
      },
    ],
    [
      'all of IPv4 in NAT64 form',
      {
        given: '{ network: "64:ff9b::/96", service: https }',
        want: [
          '"64:ff9b::/96": embeds more IPv4 addresses than a /8, the largest IPv4 block of one organization',
        ],
      },
    ],
    [
      'all of IPv4 in 6to4 form',
      {
        given: '{ network: "2002::/16", service: https }',
        want: [
          '"2002::/16": embeds more IPv4 addresses than a /8, the largest IPv4 block of one organization',
        ],
      },
    ],
    [
      'a block of local NAT64',
      {
        given: '{ network: "64:ff9b:1:2:3:4::/96", service: https }',
        want: [
          '"64:ff9b:1:2:3:4::/96": embeds more IPv4 addresses than a /8, the largest IPv4 block of one organization',
        ],
      },
    ],
    [
      'a /8 of IPv4 in IPv6',
      { given: '{ network: "64:ff9b::1100:0/104", service: https }', want: [] },
    ],
    [
      'an IPv6 network of the same number of addresses',
      { given: '{ network: "2001:db8::/96", service: https }', want: [] },
    ],
    ['a /8', { given: '{ network: 17.0.0.0/8, service: https }', want: [] }],
    ['a /13 of IPv6', { given: '{ network: "2608::/13", service: https }', want: [] }],
    ['the resolvers', { given: '{ to: resolvers, service: dns }', want: [] }],
    ['a wildcard', { given: '{ host: "*.example.com", service: https }', want: [] }],
  ])('checks %s', (_name, { given, want }) => {
    expect(raisedFor('any-destination', [given])).toEqual(want);
  });
});

/** `count` networks, each in its own /8. */
function eights(count: number, service = 'https', prefix = 8): string[] {
  return Array.from(
    { length: count },
    (_, index) => `{ network: ${index + 11}.0.0.0/${prefix}, service: ${service} }`,
  );
}

describe('any-destination for many networks of a site', () => {
  const together = (port: string) => [
    `"branch": its networks on ${port} together contain more addresses than 16 blocks of /8 size`,
  ];
  const raisedAt = (endpoints: readonly string[]) =>
    raised('any-destination', { services, endpoints }).map((each) => each.replace(/^\d+: /, ''));

  test.each<[string, string[], string[]]>([
    ['16 networks of /8', eights(16), []],
    [
      '16 networks of /8 and one address',
      [...eights(16), '{ network: 100.0.0.1, service: https }'],
      together('tcp/443'),
    ],
    ['200 networks of /8', eights(200), together('tcp/443')],
    ['the same space twice', [...eights(16), ...eights(16, 'https', 9)], []],
    [
      'half of the networks on one port and half on another',
      [...eights(20).slice(0, 10), ...eights(20, 'mail').slice(10)],
      [],
    ],
    [
      'two services that share a port',
      [...eights(20).slice(0, 10), ...eights(20, 'all').slice(10)],
      together('tcp/443'),
    ],
    [
      'the IPv6 forms of IPv4 networks',
      Array.from(
        { length: 17 },
        (_, index) => `{ network: "2002:${(index + 16).toString(16)}00::/24", service: https }`,
      ),
      together('tcp/443'),
    ],
    [
      // The clients have only IPv4. A proxy connects to both families.
      'networks of IPv6',
      Array.from(
        { length: 17 },
        (_, index) => `{ network: "${(0x2600 + index * 8).toString(16)}::/13", service: https }`,
      ),
      [
        '"branch": its networks on tcp/443 together contain more addresses than 16 blocks of /13 size',
      ],
    ],
  ])('checks %s', (_name, endpoints, want) => {
    expect(raisedAt(endpoints)).toEqual(want);
  });

  test('reports two halves at their lines', () => {
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map(
      (each) => `{ network: ${each}, service: https }`,
    );
    expect(raisedAt(halves).map((each) => each.replace(/:.*/, ''))).toEqual([
      '"0.0.0.0/1"',
      '"128.0.0.0/1"',
    ]);
  });

  test('counts the lines of a list together', () => {
    const list = eights(200)
      .map((each) => each.replace(/^.*: (.*),.*$/, '$1'))
      .join('\n');
    const found = findingsOf(
      { services, endpoints: ['{ list: all.txt, service: https }'] },
      undefined,
      {
        'all.txt': `${list}\n`,
      },
    );
    expect(found.filter(({ rule }) => rule === 'any-destination').map(sentenceOf)).toEqual(
      together('tcp/443'),
    );
  });
});
