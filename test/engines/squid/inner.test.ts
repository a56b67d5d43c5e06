import { describe, expect } from '@jest/globals';
import type { SquidOptions } from '../../../src/language/document.ts';
import { policyOf } from '../../support/policy.ts';
import { textOf } from '../../targets/squid/support.ts';
import { type Named, passes, permits, refuses, refusesWithoutDecrypting } from './cases.ts';
import { changed } from './files.ts';
import type { Description } from './lab.ts';
import { fetchAt, get, greet, tunnel } from './questions.ts';
import { type Case, needsLab, outcomesIn, proveIn, type World } from './world.ts';

// The site's inner networks: a name that points there is not allowed, a listed address there is.
const names = {
  'inside.example.com': '198.51.100.130',
  'inside6.example.com': '2001:db8:5::7',
  'translated.example.com': '64:ff9b::c633:6482',
  'mapped.example.com': '::ffff:198.51.100.130',
  'tunnelled.example.com': '2002:c633:6482::1',
  'hidden.example.net': '198.51.100.140',
  // Without an address there is no such name.
  'nothing.example.com': '',
  'both.example.com': '203.0.113.80,198.51.100.130',
};
const hosts = ['www.example.com', '*.example.com', 'cdn*.example.org'];

const bypass = (options: Partial<SquidOptions> = {}) =>
  textOf(
    policyOf({
      services: { anything: { ports: ['tcp/8440-8442'], application: 'tls' } },
      groups: [
        {
          id: 'web',
          to: {
            http: [...hosts, 'http://docs.example.net/manual', '198.51.100.131'],
            https: [...hosts, '198.51.100.131'],
            anything: ['any'],
          },
        },
        {
          id: 'portal',
          inspection: 'allow',
          to: { https: ['portal.example.net', 'hidden.example.net'] },
        },
      ],
      site: {
        inner: ['198.51.100.128/25', '2001:db8:5::/48'],
        targets: {
          squid: { tlsInspection: 'explicit', adaptationServices: ['icap_av'], ...options },
        },
      },
    }),
  );

const outside: readonly Named[] = [
  ['a host', get('http://www.example.com/')],
  ['a host in a tunnel', tunnel('www.example.com:443')],
  ['below a wildcard', tunnel('one.example.com:443')],
  ['a pattern', tunnel('cdn7.example.org:443')],
  ['a path', get('http://docs.example.net/manual')],
  ['any host', tunnel('other.example:8440')],
  ['any address', tunnel('203.0.113.99:8440')],
  ['an inner address that is listed', get('http://198.51.100.131/')],
  ['an inner address that is listed, in a tunnel', tunnel('198.51.100.131:443')],
];

const inside: readonly Named[] = [
  ['a listed name', get('http://inside.example.com/')],
  ['a listed name in a tunnel', tunnel('inside.example.com:443')],
  ['a listed name that leads there by IPv6', tunnel('inside6.example.com:443')],
  ['a listed name that leads there by NAT64', tunnel('translated.example.com:443')],
  ['a listed name that leads there by an IPv4-mapped address', tunnel('mapped.example.com:443')],
  ['a listed name that leads there by 6to4', tunnel('tunnelled.example.com:443')],
  ['a listed name of which one address is there', tunnel('both.example.com:443')],
  ['a listed name that is permitted only', tunnel('hidden.example.net:443')],
  ['any name', tunnel('inside.example.com:8440')],
  ['any address', tunnel('198.51.100.132:8440')],
  ['an inner address that is not listed', get('http://198.51.100.132/')],
];

describe("the site's inner networks, at a proxy that decrypts", () => {
  proveIn(
    () => ({ bypass: bypass(), site: { inspection: 'explicit', services: ['icap_av'] }, names }),
    [
      ...passes(...outside),
      ...permits('icap, parent, rewriter', ['a host', tunnel('portal.example.net:443')]),
      ...refuses('icap, parent, rewriter', ...inside),
      ...['[::ffff:198.51.100.132]', '3325256836', '198.51.25732', '0xc6336484'].map(
        (host): Case => [
          `is refused in another spelling of the address: ${host}`,
          tunnel(`${host}:8440`),
          '407; fetched 0; seen by nobody',
        ],
      ),
    ],
  );
});

needsLab('a listed name without an address is not withheld: it fails', async (squid) => {
  const site = { inspection: 'explicit', services: ['icap_av'] } as const;
  const asks = [get('http://nothing.example.com/')];
  const [outcome] = await outcomesIn(squid, { bypass: bypass(), site, names }, asks);
  expect(outcome).toMatch(/^50[23]; fetched 0; seen by nobody$/);
});

describe("the site's inner networks, at a proxy that decrypts nothing", () => {
  proveIn(
    () => ({
      bypass: bypass({ tlsInspection: 'none' }),
      site: { inspection: 'none', services: ['icap_av'] },
      names,
    }),
    [...passes(...outside), ...refusesWithoutDecrypting('icap, parent, rewriter', ...inside)],
  );
});

describe("the site's inner networks, for clients that are redirected", () => {
  const redirect: Description['redirect'] = [
    { filter: 'iptables', from: '192.0.2.0/24', port: '80', to: '3131' },
    { filter: 'iptables', from: '192.0.2.0/24', port: '443', to: '3132' },
    { filter: 'iptables', from: '192.0.2.0/24', port: '8440', to: '3132' },
    { filter: 'ip6tables', from: '2001:db8:c1::/64', port: '443', to: '3132' },
  ];
  const inner6 = { from: '2001:db8:c1::10' };
  const open: readonly Named[] = [
    ['a host in cleartext', fetchAt('203.0.113.80', 'www.example.com', '/')],
    [
      'an inner address that is listed, in cleartext',
      fetchAt('198.51.100.131', '198.51.100.131', '/'),
    ],
    ['an inner address that is listed', greet('198.51.100.131', 443, '')],
    ['any address', greet('203.0.113.99', 8440, '')],
  ];
  const closed: readonly Named[] = [
    ['a listed name', greet('198.51.100.130', 443, 'inside.example.com')],
    ['a listed name by IPv6', greet('2001:db8:5::7', 443, 'inside6.example.com', inner6)],
    ['any name', greet('198.51.100.130', 8440, 'inside.example.com')],
    ['a listed name that leads elsewhere', greet('198.51.100.132', 443, 'www.example.com')],
    ['any address', greet('198.51.100.132', 8440, '')],
    ['an address that is not listed', greet('198.51.100.132', 443, '')],
  ];
  const cases: Case[] = [
    ...passes(...open),
    [
      'needs no login, and is inspected: a host that is permitted only',
      greet('203.0.113.80', 443, 'portal.example.net'),
      '200 by Bump CA, 200; fetched 1; seen by icap, parent, rewriter',
    ],
    [
      'passes: a host by the name that it shows',
      greet('203.0.113.80', 443, 'www.example.com'),
      '200 by Origin CA, 200; fetched 1; seen by icap, rewriter',
    ],
    [
      'is refused: a listed name in cleartext',
      fetchAt('198.51.100.130', 'inside.example.com', '/'),
      '403; fetched 0; seen by nobody',
    ],
    [
      'is refused: an inner address by a listed name that leads elsewhere',
      fetchAt('198.51.100.132', 'www.example.com', '/'),
      '403; fetched 0; seen by nobody',
    ],
    // The first step of these is not allowed, so no server sees it.
    ...closed.map(
      ([what, ask]): Case => [
        `is refused at its first step: ${what}`,
        ask,
        '200 by Bump CA, 403; fetched 0; seen by nobody',
      ],
    ),
  ];
  proveIn(
    () => ({
      bypass: bypass({ tlsInspection: 'intercept' }),
      site: { inspection: 'intercept', services: ['icap_av'] },
      redirect,
      names,
    }),
    cases,
  );
});

describe('the guard is what withholds it', () => {
  const world = (text: string): World => ({
    bypass: text,
    site: { inspection: 'explicit', services: ['icap_av'] },
    names,
  });
  const asks = [get('http://inside.example.com/'), tunnel('inside.example.com:443')];
  const passed = [
    '200; fetched 2; seen by nobody',
    '200 by Origin CA, 200; fetched 1; seen by nobody',
  ];

  needsLab('in the lines of names', async (squid) => {
    const text = bypass().replaceAll(' !spt_inner', '');
    expect(await outcomesIn(squid, world(text), asks)).toEqual(passed);
  });

  needsLab('the guard needs DNS: with -n it matches nothing', async (squid) => {
    const text = changed(bypass(), 'spt_inner dst 198', 'spt_inner dst -n 198');
    const [outcome] = await outcomesIn(squid, world(text), asks);
    expect(outcome).toBe(passed[0]);
  });
});
