import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { policyOf, type SpecWords } from '../../support/policy.ts';
import { needsProgram, run } from '../../support/programs.ts';
import { bypass, everything, inFolder, textOf } from './support.ts';

const packaged = '/etc/squid/squid.conf';

/** The squid.conf that Debian's package brings, with our file in place of what it includes. */
function packagedWith(folder: string): string {
  const text = readFileSync(packaged, 'utf8');
  const include = 'include /etc/squid/conf.d/*.conf';
  if (!text.includes(include)) throw new Error(`${packaged} has no line "${include}"`);
  return text.replace(include, `include ${join(folder, 'squid', 'bypass.conf')}`);
}

// The same without its comments and with services, pools and a bump, which it has not.
const stock = (folder: string) => `acl localnet src 10.0.0.0/8 fc00::/7
acl SSL_ports port 443
acl Safe_ports port 80 21 443 70 210 1025-65535 280 488 591 777
delay_pools 2
delay_class 1 1
delay_class 2 1
http_access deny !Safe_ports
http_access deny CONNECT !SSL_ports
http_access allow localhost manager
http_access deny manager
include ${join(folder, 'squid', 'bypass.conf')}
http_access allow localhost
http_access deny all
ssl_bump bump all
icap_enable on
icap_service av_request reqmod_precache icap://127.0.0.1:1344/request
icap_service av_response respmod_precache icap://127.0.0.1:1344/response
adaptation_access av_request allow all
adaptation_access av_response allow all
http_port 3128
coredump_dir ${folder}
pid_filename none
refresh_pattern . 0 20% 4320
`;

// What it says of any file at all.
const expected =
  /^(Startup: |Processing |Processing: |Initializing https:\/\/ proxy context|Requiring client certificates)/;

/** What `squid -k parse` has to say of a file at its place in the stock configuration. */
function diagnosticsOf(text: string, around = stock): { status: number | null; said: string[] } {
  const { status, stderr, stdout } = inFolder({ 'squid/bypass.conf': text }, (folder) => {
    const path = join(folder, 'squid.conf');
    writeFileSync(path, around(folder));
    return run('squid', ['-k', 'parse', '-f', path]);
  });
  const said = `${stdout}${stderr}`
    .split('\n')
    .map((line) => line.replace(/^[0-9/]+ [0-9:]+\| /, ''))
    .filter((line) => line !== '' && !expected.test(line));
  return { status, said };
}

// A build with GnuTLS ignores ssl_bump and dies on ssl::server_name: what it says proves nothing.
const hasOpenssl = /--with-openssl/.test(run('squid', ['-v']).stdout);
const needsSquid = needsProgram(hasOpenssl ? 'squid' : 'squid-openssl');

// Its expression has 1,000 characters, the most that go in.
const longPath = `/${'a.'.repeat(330)}`;
const longest: SpecWords = {
  services: { 'a-service-with-a-very-long-name': { ports: ['tcp/80'], application: 'http' } },
  groups: [
    {
      id: 'a-group-that-has-the-longest-id',
      to: {
        'a-service-with-a-very-long-name': [
          `http://${'a-label-'.repeat(6)}x.example.com${longPath}`,
          `*.${'abcdefghi.'.repeat(24)}example`,
          `${'a*'.repeat(31)}.${'b*'.repeat(31)}.${'c*'.repeat(15)}.example.com`,
        ],
      },
    },
  ],
  site: { prefix: 'abcdefgh', targets: { squid: { tlsInspection: 'none' } } },
};

describe('squid -k parse has nothing to say', () => {
  for (const tlsInspection of ['none', 'explicit', 'intercept'] as const) {
    needsSquid(`of every kind of line, tlsInspection ${tlsInspection}`, () => {
      const text = textOf(policyOf(everything({ tlsInspection })));
      expect(diagnosticsOf(text)).toEqual({ status: 0, said: [] });
    });

    needsSquid(
      `of the same where a parent takes what bypasses, tlsInspection ${tlsInspection}`,
      () => {
        const text = textOf(policyOf(everything({ tlsInspection, direct: false })));
        expect(text).not.toContain('always_direct allow');
        expect(diagnosticsOf(text)).toEqual({ status: 0, said: [] });
      },
    );
  }

  const needsPackage = existsSync(packaged) ? needsSquid : needsProgram(packaged);
  for (const tlsInspection of ['none', 'explicit', 'intercept'] as const) {
    needsPackage(`under the squid.conf of the package, tlsInspection ${tlsInspection}`, () => {
      const text = textOf(policyOf(everything({ tlsInspection, delayPools: [] })));
      expect(diagnosticsOf(text, packagedWith)).toEqual({ status: 0, said: [] });
    });
  }

  needsSquid('of the longest names, paths and patterns, and no line is split', () => {
    const text = textOf(policyOf(longest));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeGreaterThan(1000);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(8191);
    expect(diagnosticsOf(text)).toEqual({ status: 0, said: [] });
  });

  needsSquid('of wildcards and networks that cover one another in the spec', () => {
    const text = textOf(
      bypass({
        https: ['*.b.example.com', '*.a.b.example.com', 'b.example.com', 'x.b.example.com'],
        http: [
          '198.51.100.0/24',
          '198.51.100.9',
          '198.51.100.200-198.51.101.3',
          '198.51.101.1-198.51.101.9',
        ],
      }),
    );
    expect(diagnosticsOf(text)).toEqual({ status: 0, said: [] });
  });

  needsSquid('of what is permitted only', () => {
    const policy = policyOf({
      groups: [{ id: 'a', inspection: 'allow', to: { https: ['a.example.com'] } }],
      site: { targets: { squid: { tlsInspection: 'intercept' } } },
    });
    expect(diagnosticsOf(textOf(policy))).toEqual({ status: 0, said: [] });
  });
});

describe('the harness hears what Squid says', () => {
  needsSquid('of a delay pool that is not declared above the file, which it then ignores', () => {
    const text = textOf(bypass({ https: ['a.example.com'] }, { delayPools: [3] }));
    expect(diagnosticsOf(text).said).toEqual([
      'parse_delay_pool_rates: Ignoring pool 3 not in 1 .. 2',
    ]);
  });

  needsSquid('at a line that it splits', () => {
    const text = `acl a dstdomain -n a.example.com ${'b'.repeat(9000)}\n`;
    expect(diagnosticsOf(text).said.join()).toContain('unrecognized: ');
  });

  needsSquid('of a host below a wildcard in one acl', () => {
    const text = 'acl a dstdomain -n a.example.com\nacl a dstdomain -n .example.com\n';
    expect(diagnosticsOf(text).said.join()).toMatch(/FATAL|WARNING|ERROR/);
  });

  needsSquid('of a network inside another', () => {
    const text = 'acl a dst -n 198.51.100.0/24\nacl a dst -n 198.51.100.7\n';
    expect(diagnosticsOf(text).said.join()).toContain('is a subnetwork of');
  });

  needsSquid('of a name of 63 characters that something refers to; 62 are taken', () => {
    const file = (name: string) => `acl ${name} port 443\nhttp_access allow ${name}\n`;
    expect(diagnosticsOf(file('a'.repeat(63))).said.join()).toContain('FATAL');
    expect(diagnosticsOf(file('a'.repeat(62)))).toEqual({ status: 0, said: [] });
  });

  needsSquid('of an expression that is longer than the target writes', () => {
    const text = `acl a urlpath_regex ^/${'a'.repeat(1100)}([/?]|$)\n`;
    expect(diagnosticsOf(text).said.join()).toContain('optimisation of regular expressions failed');
  });

  needsSquid('but it loads a wildcard, a URL, a port and a wrong order without a word', () => {
    const file = `http_access allow CONNECT
acl a dstdomain -n *.example.com
acl a dstdomain -n https://example.com
acl a dstdomain -n example.org:443
adaptation_access no_such_service deny a
`;
    expect(diagnosticsOf(file)).toEqual({ status: 0, said: [] });
  });
});
