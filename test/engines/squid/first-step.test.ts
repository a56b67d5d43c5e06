import { describe, expect } from '@jest/globals';
import { policyOf } from '../../support/policy.ts';
import { textOf } from '../../targets/squid/support.ts';
import { committed } from './files.ts';
import type { Description } from './lab.ts';
import { type Ask, fetchAt, get, greet, tunnel, withLogin } from './questions.ts';
import type { SiteConfiguration } from './site.ts';
import { needsLab, outcomesIn, proveIn } from './world.ts';

// The first step of a redirected connection, on which a Squid knows more or less of it.
const web = '203.0.113.80';
const neighbour = '203.0.113.200';
const redirect: Description['redirect'] = [
  { filter: 'iptables', from: '192.0.2.0/24', port: '443', to: '3132' },
  { filter: 'iptables', from: '192.0.2.0/24', port: '8440', to: '3132' },
  { filter: 'iptables', from: `${neighbour}/32`, port: '80', to: '3131' },
  { filter: 'iptables', from: `${neighbour}/32`, port: '443', to: '3132' },
  { filter: 'ip6tables', from: '2001:db8:c2::/64', port: '443', to: '3132' },
];
describe('what ssl_bump knows at the first step', () => {
  // Each acl has an address of its own, so that one file asks about all of them.
  const known = [
    ['the address of the server', 'dst -n', web],
    ['the client', 'src', '192.0.2.0/24'],
    ['the local port', 'localport', '443'],
    ['the method', 'method', 'CONNECT'],
    ['the port of the server', 'port', '443'],
  ] as const;
  const addressOf = (index: number) => `198.51.100.${index + 1}`;
  const bypass = [
    'acl step at_step SslBump1',
    ...known.flatMap(([_what, type, value], index) => [
      `acl to_${index} dst -n ${addressOf(index)}`,
      `acl known_${index} ${type} ${index === 0 ? addressOf(index) : value}`,
      `ssl_bump splice to_${index} step known_${index}`,
    ]),
    'http_access allow redirected',
    '',
  ].join('\n');

  needsLab(
    'is not the client since Squid 6, and never the local port or the method',
    async (squid) => {
      const asks = known.map((_, index) => greet(addressOf(index), 443, ''));
      const site: SiteConfiguration = { inspection: 'intercept', services: [] };
      const outcomes = await outcomesIn(squid, { bypass, site, redirect }, asks);
      const is = known.map(([what], index) => `${what}: ${outcomes[index]?.includes('Origin CA')}`);
      expect(is).toEqual([
        'the address of the server: true',
        `the client: ${squid.title.startsWith('Squid 5.')}`,
        'the local port: false',
        'the method: false',
        'the port of the server: true',
      ]);
    },
  );
});

describe('a file that only permits, for clients that are redirected', () => {
  const permitting = () =>
    textOf(
      policyOf({
        groups: [{ id: 'web', inspection: 'allow', to: { https: ['www.example.com', web] } }],
        site: { targets: { squid: { tlsInspection: 'intercept' } } },
      }),
    );
  const elsewhere = '203.0.113.81';
  const names = { 'www.example.com': elsewhere, 'other.example.com': elsewhere };
  const permitted = '200 by Bump CA, 200; fetched 1; seen by parent, rewriter';
  const refused = '200 by Bump CA, 403; fetched 0; seen by rewriter';
  proveIn(
    () => ({
      bypass: permitting(),
      site: { inspection: 'intercept', services: [] },
      redirect,
      names,
    }),
    [
      ['opens a name', greet(elsewhere, 443, 'www.example.com'), permitted],
      ['opens an address', greet(web, 443, ''), permitted],
      ['opens no other name', greet(elsewhere, 443, 'other.example.com'), refused],
      ['opens no other address', greet('203.0.113.82', 443, ''), refused],
      [
        'opens nothing to other clients',
        greet(elsewhere, 443, 'www.example.com', { from: neighbour }),
        '200 by Bump CA, 403; fetched 0; seen by nobody',
      ],
    ],
  );
});

describe('clients that the file does not name', () => {
  const others: readonly Ask[] = [
    greet(web, 443, 'www.example.com', { from: neighbour }),
    greet(web, 443, 'other.example.com', { from: neighbour }),
    greet(web, 443, 'www.opened.example', { from: neighbour }),
    greet(web, 443, '', { from: neighbour }),
    greet('198.51.100.7', 443, '', { from: neighbour }),
    greet('2001:db8:7::5', 443, '', { from: '2001:db8:c2::10' }),
    greet('2001:db8:7::5', 443, 'www.example.com', { from: '2001:db8:c2::10' }),
    { ...fetchAt(web, 'www.example.com', '/'), from: neighbour },
    get('http://www.example.com/', { from: neighbour }),
    tunnel('www.example.com:443', { from: neighbour }),
    withLogin(tunnel('www.example.com:443', { from: neighbour })),
    withLogin(tunnel('other.example.com:443', { from: neighbour })),
  ];
  const ours = committed('test/golden/every-kind-in-two-sites/expected/additive');
  const around = (bypass: string, site: Partial<SiteConfiguration>) => ({
    bypass,
    site: { inspection: 'intercept', services: [], ...site } as const,
    redirect,
  });
  const isOther = `acl others src ${neighbour} 2001:db8:c2::/64`;
  const allowed = [isOther, 'http_access allow others'];

  for (const [what, site] of [
    ['refuses them', {}],
    ['allows them', { below: allowed }],
    [
      'allows them, and splices an address above the file',
      { above: ['acl there dst 198.51.100.7', 'ssl_bump splice there'], below: allowed },
    ],
  ] as const)
    needsLab(`keep what becomes of them where the site ${what}`, async (squid) => {
      const without = await outcomesIn(squid, around('# no file\n', site), others);
      expect(await outcomesIn(squid, around(ours, site), others)).toEqual(without);
    });

  needsLab('are spliced at the second step by a line below the file', async (squid) => {
    const below = [...allowed, 'ssl_bump splice others'];
    const asks = others.filter(({ tls, target }) => tls !== undefined && target === undefined);
    const spliced = '200 by Origin CA, 200; fetched 1; seen by parent, rewriter';
    expect(await outcomesIn(squid, around(ours, { below }), asks)).toEqual([
      ...[1, 2, 3, 4, 5, 6].map(() => spliced),
      // There Squid knows the name, which does not lead to that address (409).
      'no TLS; fetched 0; seen by rewriter',
    ]);
  });
});
