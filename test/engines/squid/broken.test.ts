import { describe, expect } from '@jest/globals';
import { changed, committed } from './files.ts';
import { type Ask, get, greet, tunnel, withLogin } from './questions.ts';
import type { SiteConfiguration } from './site.ts';
import { needsLab, outcomesIn } from './world.ts';

// The proof notices a file that is broken: an edit of the committed file, and what a client then gets. What he gets
// from the file as it is stands in the tests beside this one.
type Edit = { what: string; from: string; to?: string; ask: Ask; got: string };

const passed = '200; fetched 2; seen by nobody';
const spliced = '200 by Origin CA, 200; fetched 1; seen by nobody';
const decrypted = '200 by Bump CA, 403; fetched 0; seen by nobody';
const manual = 'http://docs.example.com/manual/first.part';
const neighbour = { from: '203.0.113.200' };
const web = get('http://www.example.com/');
const tunnelled = tunnel('www.example.com:443');

const widened: readonly Edit[] = [
  {
    what: 'an owner lies about his name',
    from: 'http_host dstdomain -n www',
    to: 'http_host dstdomain www',
    ask: get('http://203.0.113.67/'),
    got: passed,
  },
  {
    what: 'an apex',
    from: ' !kind_web_https_apex',
    ask: tunnel('example.net:443'),
    got: spliced,
  },
  {
    what: 'a name that ends like a pattern',
    from: '-n ^cdn',
    to: '-n cdn',
    ask: tunnel('xcdn7.example.org:443'),
    got: spliced,
  },
  {
    what: 'a path that climbs out',
    from: ' !kind_odd',
    ask: get(`${manual}/../other`),
    got: passed,
  },
  {
    what: 'any letter for a dot',
    from: 'first\\.part',
    to: 'first.part',
    ask: get('http://docs.example.com/manual/firstXpart'),
    got: passed,
  },
  { what: 'a longer segment', from: '([/?]|$)', ask: get(`${manual}s`), got: passed },
  {
    what: 'a port',
    from: 'networks_https_port port 443',
    to: 'networks_https_port port 443 8443',
    ask: tunnel('198.51.100.7:8443'),
    got: spliced,
  },
  {
    what: 'an address',
    from: '198.51.100.0/25',
    to: '198.51.100.0/24',
    ask: tunnel('198.51.100.200:443'),
    got: spliced,
  },
  {
    what: 'everybody',
    from: 'all-of kind_clients !kind_connect',
    to: 'all-of !kind_connect',
    ask: get('http://www.example.com/', neighbour),
    got: passed,
  },
];

const narrowed: readonly Edit[] = [
  {
    what: 'refused',
    from: 'http_access allow kind_allow\n',
    ask: web,
    got: '407; fetched 0; seen by nobody',
  },
  { what: 'decrypted', from: 'ssl_bump splice kind_tunnel\n', ask: tunnelled, got: decrypted },
  ...[
    ['rewritten', 'url_rewrite_access deny', '200; fetched 2; seen by rewriter'],
    ['kept under another key', 'store_id_access deny', '200; fetched 2; seen by rewriter'],
    ['kept', 'cache deny', '200; fetched 1; seen by nobody'],
    ['led through the parent', 'always_direct allow', '200; fetched 2; seen by parent'],
    ['adapted', 'adaptation_access icap_av deny', '200; fetched 2; seen by icap'],
  ].map(([what = '', line = '', got = '']) => ({
    what,
    from: `${line} kind_bypass\n`,
    ask: web,
    got,
  })),
];

const stories = 'test/golden/every-kind-in-two-sites/expected';

describe('the proof notices, in the committed file of an explicit proxy', () => {
  const site: SiteConfiguration = { inspection: 'explicit', services: ['icap_av'] };
  const bypass = () => committed(`${stories}/closed`);

  // Each opens a thing of its own, so that one file can hold them all.
  needsLab('every edit that opens something', async (squid) => {
    const broken = widened.reduce((text, { from, to = '' }) => changed(text, from, to), bypass());
    const world = { bypass: broken, site, pointers: { '203.0.113.67': 'www.example.com' } };
    const outcomes = await outcomesIn(
      squid,
      world,
      widened.map(({ ask }) => ask),
    );
    const got = widened.map(({ what }, index) => `${what}: ${outcomes[index]}`);
    expect(got).toEqual(widened.map((edit) => `${edit.what}: ${edit.got}`));
  });

  for (const { what, from, to = '', ask, got } of narrowed)
    needsLab(`that what bypasses is ${what}`, async (squid) => {
      const broken = changed(bypass(), from, to);
      expect(await outcomesIn(squid, { bypass: broken, site }, [ask])).toEqual([got]);
    });

  needsLab(
    'that the name in the TLS greeting decides, which any client may choose',
    async (squid) => {
      const believing = changed(
        bypass(),
        'ssl_bump splice kind_tunnel\n',
        'acl shown ssl::server_name www.example.com\nssl_bump peek all\nssl_bump splice shown\n',
      );
      const lie = withLogin(tunnel('evil.example:443', { name: 'www.example.com' }));
      const [outcome] = await outcomesIn(squid, { bypass: believing, site }, [lie]);
      expect(outcome).toContain('200 by Origin CA, 200; fetched 1');
    },
  );

  needsLab('a bump of the site above the file', async (squid) => {
    const world = { bypass: bypass(), site: { ...site, above: ['ssl_bump bump all'] } };
    expect(await outcomesIn(squid, world, [tunnelled])).toEqual([decrypted]);
  });
});

describe('the proof notices, in the committed file of redirected clients', () => {
  const site: SiteConfiguration = { inspection: 'intercept', services: [] };
  const bypass = () => committed(`${stories}/additive`);

  needsLab(
    'a first step that is open to CONNECT, and a name that it then believes',
    async (squid) => {
      const believing = bypass().replaceAll('more_ports localport', 'more_ports port');
      const asks = [
        tunnel('203.0.113.80:443', { name: 'other.example.com' }),
        withLogin(tunnel('evil.example:443', { name: 'www.example.com' })),
      ];
      expect(await outcomesIn(squid, { bypass: believing, site }, asks)).toEqual([
        '200 by Bump CA, 403; fetched 0; seen by parent, rewriter',
        '200 by Origin CA, 200; fetched 1; seen by parent, rewriter',
      ]);
    },
  );

  const redirect = [{ filter: 'iptables', from: '192.0.2.0/24', port: '443', to: '3132' }] as const;
  const asks = [greet('203.0.113.80', 443, 'www.example.com')];
  const peek = 'ssl_bump peek more_step1\n';

  needsLab('the test detects a missing wait for the TLS server name', async (squid) => {
    const hasty = changed(bypass(), peek, '');
    expect(await outcomesIn(squid, { bypass: hasty, site, redirect }, asks)).toEqual([
      '200 by Bump CA, 403; fetched 0; seen by rewriter',
    ]);
  });

  needsLab('a client beside the first step, whom Squid 6 does not know there', async (squid) => {
    const narrow = changed(bypass(), peek, 'ssl_bump peek more_clients more_step1\n');
    const [outcome] = await outcomesIn(squid, { bypass: narrow, site, redirect }, asks);
    expect(outcome).toBe(
      squid.title.startsWith('Squid 5.')
        ? '200 by Origin CA, 200; fetched 1; seen by parent, rewriter'
        : '200 by Bump CA, 403; fetched 0; seen by rewriter',
    );
  });
});
