import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { realSpec, root } from '../../support/rendered.ts';
import { changedFiles } from '../sites.ts';
import { type Ask, get, tunnel, withLogin } from './questions.ts';
import { type Case, proveIn } from './world.ts';

// The file opens nothing more than these; each is untouched: no login, no inspection, no parent, no cache.
const passes = (...asks: readonly [string, Ask][]): Case[] =>
  asks.map(([what, ask]) => [`passes untouched: ${what}`, ask, untouched(ask)]);

const untouched = ({ tls }: Ask) =>
  tls === undefined
    ? '200; fetched 2; seen by nobody'
    : '200 by Origin CA, 200; fetched 1; seen by nobody';

/** What is refused the bypass is asked for a login; with one it goes the way of everything else. */
const refuses =
  (seen: string) =>
  (...asks: readonly [string, Ask][]): Case[] =>
    asks.flatMap(([what, ask]) => [
      [`is refused the bypass: ${what}`, ask, `407; fetched 0; seen by nobody`],
      [`is inspected after a login: ${what}`, withLogin(ask), inspected(ask, seen)],
    ]);

const inspected = ({ tls }: Ask, seen: string) =>
  tls === undefined
    ? `200; fetched 1; seen by ${seen}`
    : `200 by Bump CA, 200; fetched 1; seen by ${seen}`;

const pointers = { '203.0.113.66': 'www.pitneybowes.com', '203.0.113.67': 'www.example.com' };

const tunnelsOfTheGuide = [
  'api.pitneybowes.com',
  'foundation.us.sending.pitneybowes.com',
  'integration.sending.us.pitneybowes.com',
  'locations.sendpro.pitneybowes.com',
  'pitneybowes.okta.com',
  'play.google.com',
  'sending.us.pitneybowes.com',
  'sendpro.pitneybowes.com',
  'sendpro.us.pitneybowes.com',
  'shipping.sending.us.pitneybowes.com',
  'smb.pitneybowes.com',
  'uam.sendpro.pitneybowes.com',
  'www.pitneybowes.com',
];
const updates = 'http://microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService';

const allowedByTheGuide: readonly [string, Ask][] = [
  ...tunnelsOfTheGuide.map((host): [string, Ask] => [host, tunnel(`${host}:443`)]),
  ['http to the online help', get('http://www.pitneybowes.com/us/support.html')],
  ['http to the mail service', get('http://mail.o365.pb.com/')],
  ['the path of the update service', get(updates)],
  ['below that path', get(`${updates}/below?query=a/b`)],
  ['upper case, which is the same name', tunnel('API.PitneyBowes.com:443')],
  ['a trailing dot, which is the same name', tunnel('api.pitneybowes.com.:443')],
  ['upper case and a trailing dot in cleartext', get('http://WWW.PitneyBowes.COM./a')],
];

const refusedByTheGuide: readonly [string, Ask][] = [
  ['a name with a letter more', tunnel('xapi.pitneybowes.com:443')],
  [
    'a name with a letter more, in cleartext',
    get('http://xmicrosoft.com/SoftwareDistribution/Server/SimpleAuthWebService'),
  ],
  ['a name that begins with ours', tunnel('api.pitneybowes.com.evil.example:443')],
  ['that name in capitals', tunnel('API.PITNEYBOWES.COM.EVIL.EXAMPLE:443')],
  ['that name with a trailing dot', tunnel('api.pitneybowes.com.evil.example.:443')],
  ['a name with a hyphen for the dot', tunnel('api-pitneybowes.com:443')],
  ['the apex', tunnel('pitneybowes.com:443')],
  ['the apex of the sign-in', tunnel('okta.com:443')],
  ['a sub-domain', tunnel('x.api.pitneybowes.com:443')],
  ['a sub-domain in cleartext', get('http://x.www.pitneybowes.com/')],
  ['a wrong port', tunnel('api.pitneybowes.com:8443')],
  ['a wrong port in cleartext', get('http://www.pitneybowes.com:8080/')],
  ['cleartext where the guide wants TLS', get('http://api.pitneybowes.com/')],
  ['another path', get('http://microsoft.com/other')],
  ['a longer last segment', get(`${updates}x`)],
  [
    'a path in capitals',
    get('http://microsoft.com/SOFTWAREDISTRIBUTION/SERVER/SIMPLEAUTHWEBSERVICE'),
  ],
  ['a path that climbs out', get(`${updates}/../other`)],
  ['a path that climbs out by escapes', get(`${updates}/%2e%2e/other`)],
  ['a path that climbs out by two escapes', get(`${updates}/%252e%252e/other`)],
  ['a path that climbs out by backslashes', get(`${updates}/..%5cother`)],
  [
    'another name in CONNECT than in the TLS greeting',
    tunnel('evil.example:443', { name: 'api.pitneybowes.com' }),
  ],
  [
    'an address in CONNECT, our name in the TLS greeting',
    tunnel('203.0.113.80:443', { name: 'api.pitneybowes.com' }),
  ],
  ['an address whose owner claims our name (PTR)', tunnel('203.0.113.66:443')],
  ['that address in cleartext', get('http://203.0.113.66/')],
  [
    'another URL than the Host line says',
    get('http://evil.example/', { host: 'www.pitneybowes.com' }),
  ],
  [
    'a client outside the client networks',
    tunnel('api.pitneybowes.com:443', { from: '203.0.113.200' }),
  ],
  ['that client in cleartext', get('http://www.pitneybowes.com/a/b', { from: '203.0.113.200' })],
];

describe("the guide's committed file, in a site that has no ICAP service", () => {
  proveIn(
    () => ({
      bypass: committed('generated/example'),
      site: { inspection: 'explicit', services: [] },
      pointers,
    }),
    [...passes(...allowedByTheGuide), ...refuses('parent, rewriter')(...refusedByTheGuide)],
  );
});

describe("the guide's file for a site whose two ICAP services the spec names", () => {
  const options = 'tlsInspection: explicit, adaptationServices: [icap_av, icap_out]';
  proveIn(
    () => ({
      bypass: rendered(realSpec, options),
      site: { inspection: 'explicit', services: ['icap_av', 'icap_out'] },
      pointers,
    }),
    [...passes(...allowedByTheGuide), ...refuses('icap, parent, rewriter')(...refusedByTheGuide)],
  );
});

const manual = 'http://docs.example.com/manual/first.part';

const bypassedByTheStory: readonly [string, Ask][] = [
  ['a host in cleartext', get('http://www.example.com/any/path?query=..')],
  ['a path', get(manual)],
  ['below a path', get(`${manual}/below`)],
  ['a path with a query', get(`${manual}?query`)],
  ['a host', tunnel('www.example.com:443')],
  ['a host whose path no tunnel shows', tunnel('app.example.com:443')],
  ['below a wildcard', tunnel('one.example.net:443')],
  ['two labels below a wildcard', tunnel('one.two.example.net:443')],
  ['a pattern', tunnel('cdn7.example.org:443')],
  ['a pattern whose star stands for nothing', tunnel('cdn.example.org:443')],
  ['the first port of a range', tunnel('api.example.com:8440')],
  ['a port inside a range', tunnel('api.example.com:8441')],
  ['the last port of a range', tunnel('api.example.com:8442')],
  ['a port beside a range', tunnel('api.example.com:9443')],
  ['the first address of a network', tunnel('198.51.100.0:443')],
  ['the last address of a network', tunnel('198.51.100.127:443')],
  ['a private address that is listed', tunnel('10.9.0.7:443')],
  ['the first address of a range', tunnel('203.0.113.10:8440')],
  ['the last address of a range', tunnel('203.0.113.20:9443')],
  ['an address of IPv6', tunnel('[2001:db8:7::5]:443')],
  ['a client of IPv6', tunnel('www.example.com:443', { from: '2001:db8:c1::10' })],
];

const refusedByTheStory: readonly [string, Ask][] = [
  ['the apex of a wildcard', tunnel('example.net:443')],
  ['a name that ends like a wildcard', tunnel('oneexample.net:443')],
  ['the apex of a pattern', tunnel('example.org:443')],
  ['a dot where the star of a pattern stands', tunnel('cdn.x.example.org:443')],
  ['a letter before a pattern', tunnel('xcdn7.example.org:443')],
  ['a name below a pattern', tunnel('x.cdn7.example.org:443')],
  ['a name that goes on after a pattern', tunnel('cdn7.example.org.evil.example:443')],
  ['another letter for the dot of a path', get('http://docs.example.com/manual/firstXpart')],
  ['a longer last segment', get(`${manual}s`)],
  ['the parent of a path', get('http://docs.example.com/manual/')],
  ['a path below another', get('http://docs.example.com/x/manual/first.part')],
  ['a path in the query', get('http://docs.example.com/?/manual/first.part')],
  ['a path that climbs out', get(`${manual}/../other`)],
  ['a host of another path', get('http://app.example.com/only/this')],
  ['a host that is listed on another port', tunnel('api.example.com:443')],
  ['the port before a range', tunnel('api.example.com:8439')],
  ['the port after a range', tunnel('api.example.com:8443')],
  ['the port before a single one', tunnel('api.example.com:9442')],
  ['the address after a network', tunnel('198.51.100.200:443')],
  ['the address before a range', tunnel('203.0.113.9:8440')],
  ['the address after a range', tunnel('203.0.113.21:8440')],
  ['an address on the port of another', tunnel('203.0.113.10:443')],
  ['a name that leads to a listed address', tunnel('leads.example.com:443')],
  ['a group of a tier that the site does not take', tunnel('extra.example.com:443')],
  ['an address whose owner claims our name (PTR)', tunnel('203.0.113.67:443')],
  ['that address in cleartext', get('http://203.0.113.67/')],
  [
    'another name in CONNECT than in the TLS greeting',
    tunnel('evil.example:443', { name: 'www.example.com' }),
  ],
  [
    'a client of IPv6 outside the client networks',
    tunnel('www.example.com:443', { from: '2001:db8:c2::10' }),
  ],
];

/** Permission alone: no login, and all else as for everybody. */
const permits = (...asks: readonly [string, Ask][]): Case[] =>
  asks.map(([what, ask]) => [
    `needs no login, and is inspected: ${what}`,
    ask,
    inspected(ask, 'icap, parent, rewriter'),
  ]);

describe('the committed file of the story with every kind of destination', () => {
  proveIn(
    () => ({
      bypass: committed('test/golden/every-kind-in-two-sites/expected/closed'),
      site: { inspection: 'explicit', services: ['icap_av'] },
      names: { 'leads.example.com': '198.51.100.7' },
      pointers,
    }),
    [
      ...passes(...bypassedByTheStory),
      ...refuses('icap, parent, rewriter')(...refusedByTheStory),
      ...permits(
        ['a host in cleartext', get('http://portal.example.com/')],
        ['a host', tunnel('portal.example.com:443')],
        ['below a wildcard', tunnel('one.apps.example.com:443')],
        ['a host on ports of its own', tunnel('www.example.com:8440')],
        ['a port that is no usual one of TLS', tunnel('turn.example.com:3478')],
        ['an address', tunnel('198.51.100.130:3478')],
        [
          'a host that shows the name of one that bypasses',
          tunnel('portal.example.com:443', { name: 'www.example.com', host: 'portal.example.com' }),
        ],
      ),
      ...refuses('icap, parent, rewriter')(
        ['the apex of a wildcard that is permitted', tunnel('apps.example.com:443')],
        ['an address beside those that are permitted', tunnel('198.51.100.144:3478')],
      ),
      [
        "a private address beside the listed ones is the site's own to refuse",
        tunnel('10.9.1.0:443'),
        '200 by Bump CA, 403; fetched 0; seen by nobody',
      ],
      [
        'another host inside of a permitted tunnel is refused',
        tunnel('portal.example.com:443', { host: 'other.example.com' }),
        '200 by Bump CA, 403; fetched 0; seen by icap, rewriter',
      ],
    ],
  );
});

function committed(folder: string): string {
  return readFileSync(join(root, folder, 'squid/bypass.conf'), 'utf8');
}

function rendered(spec: string, options: string): string {
  const files = changedFiles({ 'spec.yaml': spec }, 'squid', 'tlsInspection: explicit', options);
  return files.get('squid/bypass.conf') ?? '';
}
