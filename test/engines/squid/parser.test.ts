import { describe, expect } from '@jest/globals';
import type { SpecWords } from '../../support/policy.ts';
import { bypass, everything, policyOf, textOf } from '../../targets/squid/support.ts';
import { diagnosticsOf, needsPackage, needsSquid, packagedWith } from './squid.ts';

const modes = ['none', 'explicit', 'intercept'] as const;
type TlsInspection = (typeof modes)[number];

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
          `a${'.*'.repeat(70)}.example.com`,
        ],
      },
    },
  ],
  site: { prefix: 'abcdefgh', targets: { squid: { tlsInspection: 'none' } } },
};

/** Every kind of line, at a site that names its own networks. */
function guarded(tlsInspection: TlsInspection): SpecWords {
  const words = everything({ tlsInspection });
  return { ...words, site: { ...words.site, inner: ['198.51.100.128/25', '2001:db8:5::/48'] } };
}

describe('squid -k parse has nothing to say', () => {
  for (const tlsInspection of modes) {
    needsSquid(`of the guard of inner networks, tlsInspection ${tlsInspection}`, (squid) => {
      const text = textOf(policyOf(guarded(tlsInspection)));
      expect(diagnosticsOf(squid, text)).toEqual({ status: 0, said: [] });
    });

    needsSquid(`of every kind of line, tlsInspection ${tlsInspection}`, (squid) => {
      const text = textOf(policyOf(everything({ tlsInspection })));
      expect(diagnosticsOf(squid, text)).toEqual({ status: 0, said: [] });
    });

    needsSquid(
      `of the same where a parent takes what bypasses, tlsInspection ${tlsInspection}`,
      (squid) => {
        const text = textOf(policyOf(everything({ tlsInspection, direct: false })));
        expect(text).not.toContain('always_direct allow');
        expect(diagnosticsOf(squid, text)).toEqual({ status: 0, said: [] });
      },
    );
  }

  for (const tlsInspection of ['none', 'explicit', 'intercept'] as const) {
    needsPackage(`under the squid.conf of the package, tlsInspection ${tlsInspection}`, (squid) => {
      const text = textOf(policyOf(everything({ tlsInspection, delayPools: [] })));
      expect(diagnosticsOf(squid, text, packagedWith)).toEqual({ status: 0, said: [] });
    });
  }

  needsSquid('of the longest names, paths and patterns, and no line is split', (squid) => {
    const text = textOf(policyOf(longest));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeGreaterThan(1000);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(8191);
    expect(diagnosticsOf(squid, text)).toEqual({ status: 0, said: [] });
  });

  needsSquid('of wildcards and networks that cover one another in the spec', (squid) => {
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
    expect(diagnosticsOf(squid, text)).toEqual({ status: 0, said: [] });
  });

  needsSquid('of what is permitted only', (squid) => {
    const policy = policyOf({
      groups: [{ id: 'a', inspection: 'allow', to: { https: ['a.example.com'] } }],
      site: { targets: { squid: { tlsInspection: 'intercept' } } },
    });
    expect(diagnosticsOf(squid, textOf(policy))).toEqual({ status: 0, said: [] });
  });
});

describe('the harness hears what Squid says', () => {
  needsSquid(
    'of a delay pool that is not declared above the file, which it then ignores',
    (squid) => {
      const text = textOf(bypass({ https: ['a.example.com'] }, { delayPools: [3] }));
      expect(diagnosticsOf(squid, text).said).toEqual([
        'parse_delay_pool_rates: Ignoring pool 3 not in 1 .. 2',
      ]);
    },
  );

  needsSquid('at a line that it splits', (squid) => {
    const text = `acl a dstdomain -n a.example.com ${'b'.repeat(9000)}\n`;
    expect(diagnosticsOf(squid, text).said.join()).toContain('unrecognized: ');
  });

  needsSquid('of a host below a wildcard in one acl', (squid) => {
    const text = 'acl a dstdomain -n a.example.com\nacl a dstdomain -n .example.com\n';
    expect(diagnosticsOf(squid, text).said.join()).toMatch(/FATAL|WARNING|ERROR/);
  });

  needsSquid('of a network inside another', (squid) => {
    const text = 'acl a dst -n 198.51.100.0/24\nacl a dst -n 198.51.100.7\n';
    expect(diagnosticsOf(squid, text).said.join()).toContain('is a subnetwork of');
  });

  needsSquid('of a name of 63 characters that something refers to; 62 are taken', (squid) => {
    const file = (name: string) => `acl ${name} port 443\nhttp_access allow ${name}\n`;
    expect(diagnosticsOf(squid, file('a'.repeat(63))).said.join()).toContain('FATAL');
    expect(diagnosticsOf(squid, file('a'.repeat(62)))).toEqual({ status: 0, said: [] });
  });

  needsSquid('of an expression that is longer than the target writes', (squid) => {
    const text = `acl a urlpath_regex ^/${'a'.repeat(1100)}([/?]|$)\n`;
    // Squid 6 and later join expressions without a buffer of that size.
    const isWarned = squid.title.startsWith('Squid 5.');
    const words = diagnosticsOf(squid, text).said.join();
    expect(words.includes('optimisation of regular expressions failed')).toBe(isWarned);
  });

  needsSquid('Squid silently accepts a wildcard, a URL, a port and a wrong order', (squid) => {
    const file = `http_access allow CONNECT
acl a dstdomain -n *.example.com
acl a dstdomain -n https://example.com
acl a dstdomain -n example.org:443
adaptation_access no_such_service deny a
`;
    expect(diagnosticsOf(squid, file)).toEqual({ status: 0, said: [] });
  });
});
