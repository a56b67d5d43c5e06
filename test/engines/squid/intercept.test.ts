import { describe, expect } from '@jest/globals';
import { sourcesIn } from '../sites.ts';
import { type Named, passes, refuses } from './cases.ts';
import { committed, renderedWith } from './files.ts';
import type { Description } from './lab.ts';
import { fetchAt, greet, tunnel } from './questions.ts';
import { bypassedByStory, namesOfStory, refusedByStory } from './story.ts';
import { askAll, type Case, needsLab, proveIn, type World } from './world.ts';

// Every name has this address, but for those of the list.
const web = '203.0.113.80';
const elsewhere = '203.0.113.67';
const names = { ...namesOfStory, 'ranged.example.com': '203.0.113.12' };
const pointers = { [elsewhere]: 'www.example.com' };

const redirect: Description['redirect'] = [
  { filter: 'iptables', from: '192.0.2.0/24', port: '80', to: '3131' },
  { filter: 'iptables', from: '192.0.2.0/24', port: '443', to: '3132' },
  { filter: 'iptables', from: '192.0.2.0/24', port: '8439:8443', to: '3132' },
  { filter: 'iptables', from: '192.0.2.0/24', port: '9443', to: '3132' },
  { filter: 'iptables', from: '203.0.113.200/32', port: '443', to: '3132' },
  { filter: 'ip6tables', from: '2001:db8:c1::/64', port: '443', to: '3132' },
];

/** The committed file: what bypasses may go through the parent, and no ICAP service is named. */
const ofParent = (): World => ({
  bypass: committed('test/golden/every-kind-in-two-sites/expected/additive'),
  site: { inspection: 'intercept', services: [] },
  redirect,
  names,
  pointers,
});

/** The same that goes straight, with an ICAP service that the spec names. */
const straight = (): World => ({
  ...ofParent(),
  bypass: renderedWith(
    String(sourcesIn('every-kind-in-two-sites')['spec.yaml']),
    'additive',
    'tlsInspection: intercept, direct: false',
    'tlsInspection: intercept, adaptationServices: [icap_av]',
  ),
  site: { inspection: 'intercept', services: ['icap_av'] },
});

const cleartext: readonly Named[] = [
  ['a host in cleartext', fetchAt(web, 'www.example.com', '/')],
  ['a host in capitals and with a dot', fetchAt(web, 'WWW.EXAMPLE.COM.', '/')],
  ['a path', fetchAt(web, 'docs.example.com', '/manual/first.part/below')],
];

const named: readonly Named[] = [
  ['a host', greet(web, 443, 'www.example.com')],
  ['a host whose path no tunnel shows', greet(web, 443, 'app.example.com')],
  ['a host in capitals, which is the same name', greet(web, 443, 'WWW.Example.COM')],
  ['below a wildcard', greet(web, 443, 'one.two.example.net')],
  ['a pattern', greet(web, 443, 'cdn7.example.org')],
  ['a host with an underscore', greet(web, 443, 'my_files.example.com')],
  ['an underscore below a wildcard', greet(web, 443, 'app_web.example.net')],
  ['an underscore where a star is the whole label', greet(web, 443, 'files.a_b.example.org')],
  ['a host on the first port of a range', greet(web, 8440, 'api.example.com')],
  ['a host on the last port of a range', greet(web, 8442, 'api.example.com')],
  ['a host on a port beside a range', greet(web, 9443, 'api.example.com')],
];

const addressed: readonly Named[] = [
  ['an address without a name', greet('198.51.100.7', 443, '')],
  ['an address with the name that leads to it', greet('198.51.100.7', 443, 'leads.example.com')],
  ['an address of a range', greet('203.0.113.12', 8440, 'ranged.example.com')],
  ['an address of IPv6', greet('2001:db8:7::5', 443, '', { from: '2001:db8:c1::10' })],
];

const refusedTls: readonly Named[] = [
  ['a name that nobody opens', greet(web, 443, 'other.example.com')],
  ['a name that begins with ours', greet(web, 443, 'www.example.com.evil.example')],
  ['a name that ends like ours', greet(web, 443, 'xwww.example.com')],
  ['that name in capitals', greet(web, 443, 'XWWW.EXAMPLE.COM')],
  // A TLS greeting has no trailing dot (RFC 6066, 3).
  ['a trailing dot', greet(web, 443, 'www.example.com.')],
  ['a sub-domain', greet(web, 443, 'x.www.example.com')],
  ['the apex of a wildcard', greet(web, 443, 'example.net')],
  ['a dot where the star of a pattern stands', greet(web, 443, 'cdn.x.example.org')],
  ['an underscore where the star of a pattern stands', greet(web, 443, 'cdn_7.example.org')],
  ['a host that is listed on another port', greet(web, 443, 'api.example.com')],
  ['an address without a name, whose owner claims ours (PTR)', greet(elsewhere, 443, '')],
  ['an address after a network, without a name', greet('198.51.100.128', 443, '')],
];

const refusedCleartext: readonly Named[] = [
  ['a host that nobody opens', fetchAt(web, 'other.example.com', '/')],
  ['another path', fetchAt(web, 'docs.example.com', '/manual/')],
  ['a path that climbs out', fetchAt(web, 'docs.example.com', '/manual/first.part/../other')],
  ['an address whose owner claims our name (PTR)', fetchAt(elsewhere, elsewhere, '/')],
  ['cleartext to a host of TLS', fetchAt(web, 'app.example.com', '/')],
];

/** The same outcome for each. */
const come = (to: string, want: string, asks: readonly Named[]): Case[] =>
  asks.map(([what, ask]) => [`${to}: ${what}`, ask, want]);

/** A redirected client cannot authenticate: the site's own rules deny it after its bump has contacted the server. */
const refused = (seen: string): Case[] => [
  ...come(
    'is decrypted and refused',
    `200 by Bump CA, 403; fetched 0; seen by ${seen}`,
    refusedTls,
  ),
  ...come('is refused', '403; fetched 0; seen by nobody', refusedCleartext),
  [
    'is not led on: a port of TLS that nothing opens',
    greet(web, 8443, 'www.example.com'),
    '200 by Bump CA, 403; fetched 0; seen by nobody',
  ],
  [
    'is not led on: a client outside the client networks',
    greet(web, 443, 'www.example.com', { from: '203.0.113.200' }),
    '200 by Bump CA, 403; fetched 0; seen by nobody',
  ],
  [
    "is the site's own to open: its rules go on",
    greet(web, 443, 'www.opened.example'),
    `200 by Bump CA, 200; fetched 1; seen by ${seen}`,
  ],
];

describe('the committed file, which leaves the parent on the way, for clients that are redirected', () => {
  proveIn(ofParent, [
    ...come('passes', '200; fetched 2; seen by parent', cleartext),
    ...come('passes', '200 by Origin CA, 200; fetched 1; seen by parent, rewriter', named),
    ...come('passes', '200 by Origin CA, 200; fetched 1; seen by parent', addressed),
    ...refused('parent, rewriter'),
  ]);
});

describe('the same file that goes straight and names an ICAP service, for clients that are redirected', () => {
  proveIn(straight, [
    ...come('passes untouched', '200; fetched 2; seen by nobody', cleartext),
    // What is seen of these is their first step alone: see below.
    ...come('passes', '200 by Origin CA, 200; fetched 1; seen by icap, rewriter', named),
    ...come('passes untouched', '200 by Origin CA, 200; fetched 1; seen by nobody', addressed),
    ...refused('icap, parent, rewriter'),
    [
      'an address that is not that of the name in the TLS greeting is refused (409)',
      greet(elsewhere, 443, 'www.example.com'),
      'no TLS; fetched 0; seen by icap, rewriter',
    ],
    [
      'a listed address that is not that of the name in the TLS greeting is refused (409)',
      greet('198.51.100.7', 443, 'www.example.com'),
      'no TLS; fetched 0; seen by nobody',
    ],
  ]);

  needsLab('of what bypasses by its name the ICAP service sees the address', async (squid) => {
    const asks = [greet(web, 443, 'www.example.com')];
    const { answers } = await askAll(squid, straight(), asks);
    const seen = answers.get('0')?.events.filter(({ by }) => by === 'icap');
    expect(seen?.map(({ line }) => line)).toEqual([`CONNECT ${web}:443 HTTP/1.1`]);
  });

  needsLab(
    'cleartext reaches the address that it was sent to, whatever it names',
    async (squid) => {
      const { answers } = await askAll(squid, straight(), [
        fetchAt(elsewhere, 'www.example.com', '/'),
      ]);
      const reached = answers.get('0')?.events.map(({ by, address }) => `${by} ${address}`);
      expect(reached).toEqual([`origin ${elsewhere}`, `origin ${elsewhere}`]);
    },
  );
});

describe('the same file, for clients that ask the same proxy themselves', () => {
  proveIn(straight, [
    ...passes(...bypassedByStory),
    ...refuses(
      'icap, parent, rewriter',
      ...refusedByStory,
      ['any address: no first step is open to CONNECT', tunnel(`${elsewhere}:443`)],
      [
        'an address whose name is ours in the TLS greeting',
        tunnel(`${web}:443`, { name: 'www.example.com' }),
      ],
    ),
  ]);
});
