import { describe, expect, test } from '@jest/globals';
import type { SquidOptions } from '../../../src/language/document.ts';
import { view } from '../../../src/targets/squid/view.ts';
import type { SpecWords } from '../../support/policy.ts';
import { bypass, everything, policyOf, services, textOf } from './support.ts';

const small: SpecWords = {
  groups: [
    { id: 'web', to: { https: ['b.example.com', 'a.example.com'], http: ['a.example.com'] } },
  ],
  site: { targets: { squid: { tlsInspection: 'explicit' } } },
};

/** The lines of a file that begin so. */
function linesOf(text: string, ...starts: readonly string[]): string[] {
  return text.split('\n').filter((line) => starts.some((start) => line.startsWith(start)));
}

/** The directives, below the acls. */
function directivesOf(options: Partial<SquidOptions>): string[] {
  const text = textOf(bypass({ https: ['a.example.com'] }, options));
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('acl') && !line.startsWith('#'));
}

function refusalsOf(words: SpecWords): string[] {
  const result = view(policyOf(words));
  return result.ok ? [] : result.error.map(({ rule, message }) => `${rule}: ${message}`);
}

describe('the file', () => {
  test('states its contract, then one host on a line, what joins them, and what they are spared', () => {
    expect(
      textOf(policyOf(small)),
    ).toBe(`# test-spec: what passes this proxy without a login. Made by "portolan generate"; a change here is lost.
# Squid takes a wrong order without a word. This one holds, from the top of squid.conf:
#   http_access deny !Safe_ports, http_access deny CONNECT !SSL_ports, delay_pools
#   include of this file; a conf.d is read by name, so call it 00-portolan-spt.conf there
#   the site's own http_access (the login too), ssl_bump, adaptation_access, delay_access, url_rewrite_access,
#   store_id_access, cache, always_direct and never_direct
# Made for tlsInspection=explicit direct=true adaptationServices= delayPools=

acl spt_clients src 192.0.2.0/24
acl spt_clients src 2001:db8:c1::/64
acl spt_connect method CONNECT
acl spt_http proto HTTP

# web/http, bypass
acl spt_web_http_port port 80
acl spt_web_http_host dstdomain -n a.example.com
acl spt_web_http all-of spt_clients !spt_connect spt_http spt_web_http_port spt_web_http_host
acl spt_plain any-of spt_web_http

# web/https, bypass
acl spt_web_https_port port 443
acl spt_web_https_host dstdomain -n a.example.com
acl spt_web_https_host dstdomain -n b.example.com
acl spt_web_https all-of spt_clients spt_connect spt_web_https_port spt_web_https_host
acl spt_tunnel any-of spt_web_https

acl spt_bypass any-of spt_tunnel
acl spt_bypass any-of spt_plain
acl spt_allow any-of spt_bypass

http_access allow spt_allow

ssl_bump splice spt_tunnel

url_rewrite_access deny spt_bypass
store_id_access deny spt_bypass
cache deny spt_bypass
always_direct allow spt_bypass
`);
  });

  test('has one line more when a host is added', () => {
    const before = textOf(bypass({ https: ['a.example.com', 'c.example.com'] })).split('\n');
    const after = textOf(bypass({ https: ['a.example.com', 'b.example.com', 'c.example.com'] }));
    expect(after.split('\n').filter((line) => !before.includes(line))).toEqual([
      'acl spt_hosts_https_host dstdomain -n b.example.com',
    ]);
  });

  test.each(['none', 'explicit', 'intercept'] as const)(
    'allows by one line: %s',
    (tlsInspection) => {
      const text = textOf(policyOf(everything({ tlsInspection })));
      expect(linesOf(text, 'http_access')).toEqual(['http_access allow spt_allow']);
    },
  );

  test('is printable ASCII in whole lines', () => {
    expect(textOf(policyOf(everything({ tlsInspection: 'intercept' })))).toMatch(
      /^([\x20-\x7e]*\n)+$/,
    );
  });

  test('takes the clients that the target names over those of the site', () => {
    const text = textOf(bypass({ https: ['a.example.com'] }, { clients: ['203.0.113.7'] }));
    expect(linesOf(text, 'acl spt_clients')).toEqual(['acl spt_clients src 203.0.113.7']);
  });
});

describe('TLS is spared as the proxy decrypts', () => {
  const sparing = [
    'url_rewrite_access deny spt_bypass',
    'store_id_access deny spt_bypass',
    'cache deny spt_bypass',
    'always_direct allow spt_bypass',
  ];

  test('none: no line that a build without OpenSSL would die on', () => {
    expect(directivesOf({ tlsInspection: 'none' })).toEqual([
      'http_access allow spt_allow',
      ...sparing,
    ]);
  });

  test('explicit: by the name in CONNECT at the first step, never by the name in the TLS greeting', () => {
    const text = textOf(policyOf(everything({ tlsInspection: 'explicit' })));
    expect(text).not.toMatch(/server_name|at_step/);
    expect(directivesOf({ tlsInspection: 'explicit' })).toEqual([
      'http_access allow spt_allow',
      'ssl_bump splice spt_tunnel',
      ...sparing,
    ]);
  });

  test('intercept: everybody is peeked at, then the name in the TLS greeting decides', () => {
    const text = textOf(
      bypass(
        { https: ['a.example.com', '*.example.net', 'cdn*.example.org', '198.51.100.0/24'] },
        { tlsInspection: 'intercept' },
      ),
    );
    expect(linesOf(text, 'ssl_bump')).toEqual([
      'ssl_bump splice spt_tunnel',
      'ssl_bump peek spt_step1',
      'ssl_bump splice spt_sni',
    ]);
    expect(linesOf(text, 'acl spt_hosts_https_s', 'acl spt_sni')).toEqual([
      'acl spt_hosts_https_sub dstdomain -n .example.net',
      'acl spt_hosts_https_shost ssl::server_name a.example.com',
      'acl spt_hosts_https_ssub ssl::server_name .example.net',
      'acl spt_hosts_https_sapex ssl::server_name example.net',
      'acl spt_hosts_https_slike ssl::server_name_regex ^cdn[a-z0-9-]*\\.example\\.org$',
      'acl spt_sni all-of spt_clients spt_ports spt_hosts_https_port spt_hosts_https_shost',
      'acl spt_sni all-of spt_clients spt_ports spt_hosts_https_port spt_hosts_https_ssub !spt_hosts_https_sapex',
      'acl spt_sni all-of spt_clients spt_ports spt_hosts_https_port spt_hosts_https_slike',
    ]);
  });

  // The local port is what tells it from a CONNECT to the proxy, which may name an address and lie in its greeting.
  test('intercept: a redirected connection may go on to show its name, on the local ports of tunnels alone', () => {
    const text = textOf(
      bypass(
        { alternative: ['a.example.com'], http: ['a.example.com'] },
        { tlsInspection: 'intercept' },
      ),
    );
    expect(
      linesOf(text, 'acl spt_step1', 'acl spt_address', 'acl spt_ports', 'acl spt_first'),
    ).toEqual([
      'acl spt_ports localport 8000-8010',
      'acl spt_ports localport 8443',
      'acl spt_step1 at_step SslBump1',
      'acl spt_address dst -n all',
      'acl spt_first all-of spt_clients spt_connect spt_ports spt_step1 spt_address',
    ]);
    expect(text).toContain('acl spt_allow any-of spt_first\n');
  });

  test('intercept: where only addresses are listed, no name is asked for', () => {
    const text = textOf(bypass({ https: ['198.51.100.7'] }, { tlsInspection: 'intercept' }));
    expect(text).not.toMatch(/server_name|spt_sni/);
  });

  test('cleartext is never spliced', () => {
    const text = textOf(bypass({ http: ['a.example.com'] }, { tlsInspection: 'intercept' }));
    expect(text).not.toMatch(/^ssl_bump|at_step/m);
  });
});

describe('what is only permitted', () => {
  const permitted = (tlsInspection: SquidOptions['tlsInspection']) =>
    textOf(
      policyOf({
        groups: [{ id: 'a', inspection: 'allow', to: { https: ['a.example.com'] } }],
        site: { targets: { squid: { tlsInspection } } },
      }),
    );

  test.each(['none', 'explicit', 'intercept'] as const)('gives http_access alone: %s', (mode) => {
    const lines = permitted(mode).split('\n');
    expect(lines.filter((line) => /^[a-z]/.test(line) && !line.startsWith('acl '))).toEqual([
      'http_access allow spt_allow',
    ]);
  });

  test('is asked about again inside, where the proxy decrypts: those requests are no CONNECT', () => {
    expect(linesOf(permitted('explicit'), 'acl spt_a_https all', 'acl spt_secure')).toEqual([
      'acl spt_secure any-of spt_connect',
      'acl spt_secure any-of spt_https',
      'acl spt_a_https all-of spt_clients spt_secure spt_a_https_port spt_a_https_host',
    ]);
    expect(permitted('none')).toContain(' spt_connect spt_a_https_port ');
  });
});

describe('a destination', () => {
  test('that is a wildcard leaves its apex out, and covered ones are pruned: Squid would not start', () => {
    const text = textOf(
      bypass({ https: ['*.example.com', '*.a.example.com', 'b.example.com', 'example.com'] }),
    );
    expect(linesOf(text, 'acl spt_hosts_https_', 'acl spt_hosts_https all')).toEqual([
      'acl spt_hosts_https_port port 443',
      'acl spt_hosts_https_host dstdomain -n b.example.com',
      'acl spt_hosts_https_host dstdomain -n example.com',
      'acl spt_hosts_https_sub dstdomain -n .example.com',
      'acl spt_hosts_https_apex dstdomain -n example.com',
      'acl spt_hosts_https all-of spt_clients spt_connect spt_hosts_https_port spt_hosts_https_host',
      'acl spt_hosts_https all-of spt_clients spt_connect spt_hosts_https_port spt_hosts_https_sub !spt_hosts_https_apex',
    ]);
  });

  test.each([
    ['cdn*.example.com', '^cdn[a-z0-9-]*\\.example\\.com$'],
    ['a.*.example.com', '^a\\.[a-z0-9_-]+\\.example\\.com$'],
    ['a_*.*.example.com', '^a_[a-z0-9-]*\\.[a-z0-9_-]+\\.example\\.com$'],
    ['*a*b.example.com', '^[a-z0-9-]*a[a-z0-9-]*b\\.example\\.com$'],
  ])('that is a pattern is an anchored expression: %s', (pattern, want) => {
    const text = textOf(bypass({ https: [pattern] }));
    expect(linesOf(text, 'acl spt_hosts_https_like')).toEqual([
      `acl spt_hosts_https_like dstdom_regex -n ${want}`,
    ]);
  });

  test('that is a network is not resolved to, and no two networks share an address', () => {
    const text = textOf(
      bypass({
        https: [
          '198.51.100.0/24',
          '198.51.100.9',
          '198.51.100.200-198.51.101.3',
          '198.51.101.1-198.51.101.9',
          '203.0.113.0',
          '203.0.113.1',
          '2001:db8::/32',
        ],
      }),
    );
    expect(linesOf(text, 'acl spt_hosts_https_net')).toEqual([
      'acl spt_hosts_https_net dst -n 198.51.100.0/24',
      'acl spt_hosts_https_net dst -n 198.51.101.0/30',
      'acl spt_hosts_https_net dst -n 198.51.101.4-198.51.101.9',
      'acl spt_hosts_https_net dst -n 203.0.113.0',
      'acl spt_hosts_https_net dst -n 203.0.113.1',
      'acl spt_hosts_https_net dst -n 2001:db8::/32',
    ]);
  });

  test('that is any has no acl of hosts, and so stands alone on its line', () => {
    const text = textOf(bypass({ https: ['any', 'a.example.com'] }));
    expect(linesOf(text, 'acl spt_hosts_https all')).toEqual([
      'acl spt_hosts_https all-of spt_clients spt_connect spt_hosts_https_port spt_hosts_https_host',
      'acl spt_hosts_https all-of spt_clients spt_connect spt_hosts_https_port',
    ]);
  });

  test('with a path holds in cleartext, by whole segments, and what climbs out of it is refused', () => {
    const text = textOf(
      bypass({ http: ['http://a.example.com/a.b/c+(d)', 'http://b.example.com/a.b/c+(d)/'] }),
    );
    expect(linesOf(text, 'acl spt_odd', 'acl spt_hosts_http_')).toEqual([
      'acl spt_odd urlpath_regex \\.\\.',
      'acl spt_odd urlpath_regex %',
      'acl spt_odd urlpath_regex [\\]',
      'acl spt_odd urlpath_regex [^[:print:]]',
      'acl spt_hosts_http_port port 80',
      'acl spt_hosts_http_234e3477_host dstdomain -n a.example.com',
      'acl spt_hosts_http_234e3477_host dstdomain -n b.example.com',
      'acl spt_hosts_http_234e3477_path urlpath_regex ^/a\\.b/c\\+\\(d\\)([/?]|$)',
    ]);
    expect(linesOf(text, 'acl spt_hosts_http all')).toEqual([
      'acl spt_hosts_http all-of spt_clients !spt_connect spt_http spt_hosts_http_port spt_hosts_http_234e3477_host spt_hosts_http_234e3477_path !spt_odd',
    ]);
  });

  test('with a path on TLS is its host: a tunnel shows no path', () => {
    const text = textOf(
      bypass({ https: ['https://a.example.com/one', 'https://a.example.com/two'] }),
    );
    expect(linesOf(text, 'acl spt_hosts_https_host')).toEqual([
      'acl spt_hosts_https_host dstdomain -n a.example.com',
    ]);
    expect(text).not.toContain('urlpath_regex');
  });

  test.each([
    ['an escape', 'http://a.example.com/a%20b'],
    ['more than an expression holds', `http://a.example.com/${'a'.repeat(1100)}`],
  ])('with a path of %s is left out, and nothing of it stays', (_what, url) => {
    const text = textOf(bypass({ http: [url, 'b.example.com'] }));
    expect(text).not.toMatch(/a\.example\.com|urlpath_regex/);
  });
});

describe('ports', () => {
  test('of UDP and of name resolution are not written', () => {
    const text = textOf(
      bypass({
        amqp: ['a.example.com'],
        mixed: ['a.example.com'],
        quic: ['a.example.com'],
        dns: ['resolvers'],
      }),
    );
    expect(text.split('\n').filter((line) => / port /.test(line))).toEqual([
      'acl spt_hosts_amqp_port port 5671',
      'acl spt_hosts_mixed_port port 853',
    ]);
  });

  test('of the site (SSL_ports, Safe_ports) are never extended', () => {
    expect(textOf(bypass({ alternative: ['a.example.com'] }))).not.toMatch(
      /^acl (SSL|Safe)_ports/m,
    );
  });
});

describe('the options of a site', () => {
  test('direct: false leaves the way to the parent open, and spares all else', () => {
    expect(directivesOf({ direct: false })).toEqual([
      'http_access allow spt_allow',
      'ssl_bump splice spt_tunnel',
      'url_rewrite_access deny spt_bypass',
      'store_id_access deny spt_bypass',
      'cache deny spt_bypass',
    ]);
  });

  test('adaptationServices and delayPools are denied one by one', () => {
    expect(
      directivesOf({ adaptationServices: ['av', 'dlp.out'], delayPools: [2, 7] }).slice(-4),
    ).toEqual([
      'adaptation_access av deny spt_bypass',
      'adaptation_access dlp.out deny spt_bypass',
      'delay_access 2 deny spt_bypass',
      'delay_access 7 deny spt_bypass',
    ]);
  });

  test('a policy of which Squid can hold nothing is refused', () => {
    expect(
      refusalsOf({
        ...small,
        services,
        groups: [{ id: 'a', to: { dns: ['resolvers'], quic: ['a.example.com'] } }],
      }),
    ).toEqual([
      'squid-empty: site "example" has nothing that Squid decides, so its bypass file would be empty',
    ]);
  });
});

describe('names', () => {
  const named = (id: string, service: string): SpecWords => ({
    services: { [service]: { ports: ['tcp/443'], application: 'tls' } },
    groups: [{ id, to: { [service]: ['*.example.com'] } }],
    site: { prefix: 'abcdefgh', targets: { squid: { tlsInspection: 'intercept' } } },
  });

  test('are at most 62 characters, on which Squid still starts; a cut one ends in a hash of the whole', () => {
    const text = textOf(policyOf(named('g'.repeat(32), 's'.repeat(32))));
    const names = text.split('\n').flatMap((line) => /^acl (\S+)/.exec(line)?.[1] ?? []);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(62);
    expect(names).toContain(`abcdefgh_${'g'.repeat(28)}_586d5eb1_port`);
  });

  test('that would be cut to the same text stay apart', () => {
    const text = textOf(
      policyOf({
        ...named('g'.repeat(32), 's'.repeat(31)),
        groups: [`${'g'.repeat(31)}a`, `${'g'.repeat(31)}b`].map((id, index) => ({
          id,
          to: { ['s'.repeat(31)]: [`${index}.example.com`] },
        })),
      }),
    );
    expect(new Set(text.match(/^acl abcdefgh_g+_[0-9a-f]{8}_port/gm)).size).toBe(2);
  });

  test('of two rules that come to one name are refused', () => {
    const policy = policyOf(named('a', 'b'));
    const [rule] = policy.rules;
    if (rule === undefined) throw new Error('the policy has no rule');
    const result = view({
      ...policy,
      rules: [
        { ...rule, id: 'a/b+c' },
        { ...rule, id: 'a/b/c' },
      ],
    });
    expect(result).toMatchObject({
      ok: false,
      error: [
        {
          rule: 'name-collision',
          message: '"a/b+c" and "a/b/c" would both be named "abcdefgh_a_b_c"',
        },
      ],
    });
  });

  test('of two paths whose hashes are one are refused, and not a bug of the tool', () => {
    const paths = ['http://a.example.com/p39801', 'http://b.example.com/p82371'];
    const result = view(
      policyOf({
        groups: [{ id: 'web', to: { http: paths } }],
        site: { targets: { squid: { tlsInspection: 'none' } } },
      }),
    );
    expect(result).toMatchObject({
      ok: false,
      error: [
        {
          rule: 'name-collision',
          message: '"/p39801" and "/p82371" would both be named "6ed3be29" in the rule "web/http"',
          help: 'put one of the two URLs into a group of its own',
        },
      ],
    });
  });
});
