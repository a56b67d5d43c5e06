import { describe, expect, test } from '@jest/globals';
import { explained, manyKinds, siteOf } from '../../support/explain.ts';

type Want = { kinds: string[]; message: string; host?: string; port?: string; lines?: number[] };

/** Checks the message of the first reason and the kinds of all reasons. */
function expectReason(flow: string, want: Want, spec = manyKinds, id = 'branch'): void {
  const { rules, whyNot, nearest } = siteOf(explained(spec, flow), id);
  expect(rules).toEqual([]);
  expect(whyNot.map(({ kind }) => kind)).toEqual(want.kinds);
  expect(whyNot[0]?.message).toBe(want.message);
  expect(nearest).toEqual({ host: want.host ?? null, port: want.port ?? null });
  if (want.lines !== undefined)
    expect(whyNot[0]?.origins.map(({ endpoint }) => endpoint.place.line)).toEqual(want.lines);
}

describe('the reason for a denied flow of a protocol without ports', () => {
  const spec = manyKinds
    .replace('groups:\n', '  ping: { protocols: [icmp-echo], application: other }\ngroups:\n')
    .replace(
      '{ host: www.example.com, service',
      '{ host: ping.example.com, service: ping }\n      - { host: www.example.com, service',
    );

  test('names the allowed ports', () => {
    expectReason('esp://www.example.com', {
      kinds: ['other-port'],
      message: 'www.example.com is allowed on tcp/443, not on esp',
      host: 'www.example.com',
      port: 'tcp/443',
    });
  });

  test('names the allowed protocol', () => {
    expectReason(
      'gre://ping.example.com',
      {
        kinds: ['other-port'],
        message: 'ping.example.com is allowed on icmp-echo, not on gre',
        host: 'ping.example.com',
        port: 'icmp-echo',
      },
      spec,
    );
    expectReason(
      'tcp://ping.example.com:443',
      {
        kinds: ['other-port'],
        message: 'ping.example.com is allowed on icmp-echo, not on tcp/443',
        host: 'ping.example.com',
        port: 'icmp-echo',
      },
      spec,
    );
  });
});

describe('the reason for a denied flow to an allowed host', () => {
  test.each<[string, string, Want]>([
    [
      'names the allowed port',
      'tcp://www.example.com:8443',
      {
        kinds: ['other-port'],
        message: 'www.example.com is allowed on tcp/443, not on tcp/8443',
        host: 'www.example.com',
        port: 'tcp/443',
        lines: [26, 37],
      },
    ],
    [
      'names the other transport for QUIC',
      'udp://www.example.com:443',
      {
        kinds: ['other-port'],
        message: 'www.example.com is allowed on tcp/443, not on udp/443',
        host: 'www.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'names ranges, and the nearest port',
      'udp://turn.example.com:3500',
      {
        kinds: ['other-port'],
        message: 'turn.example.com is allowed on tcp/3478, udp/3478-3481, not on udp/3500',
        host: 'turn.example.com',
        port: 'udp/3481',
      },
    ],
    [
      'names the ports of a wildcard',
      'tcp://a.cdn.example.net:9000',
      {
        kinds: ['other-port'],
        message: 'a.cdn.example.net is allowed on tcp/443, tcp/8443, not on tcp/9000',
        host: '*.cdn.example.net',
        port: 'tcp/8443',
      },
    ],
    [
      'suggests TLS for cleartext',
      'http://www.example.com/a',
      {
        kinds: ['other-port', 'cleartext'],
        message: 'www.example.com is allowed on tcp/443, not on tcp/80',
        host: 'www.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'names the allowed path',
      'http://docs.example.com/manuals',
      {
        kinds: ['path'],
        message: 'on tcp/80 docs.example.com is allowed at /manual and below, not at /manuals',
        host: 'docs.example.com',
        port: 'tcp/80',
        lines: [27],
      },
    ],
    [
      'names the allowed port with its path',
      'https://docs.example.com/manual',
      {
        kinds: ['other-port'],
        message: 'docs.example.com is allowed on tcp/80 (/manual and below), not on tcp/443',
        host: 'docs.example.com',
        port: 'tcp/80',
      },
    ],
  ])('%s', (_what, flow, want) => expectReason(flow, want));

  test('suggests the allowed URL for a cleartext flow', () => {
    const messageOf = (flow: string) =>
      siteOf(explained(manyKinds, flow), 'branch').whyNot.find(({ kind }) => kind === 'cleartext')
        ?.message;
    expect(messageOf('http://www.example.com/a')).toBe(
      'the flow is cleartext, but TLS is allowed: https://www.example.com/a',
    );
    expect(messageOf('ws://www.example.com/a')).toBe(
      'the flow is cleartext, but TLS is allowed: wss://www.example.com/a',
    );
    expect(messageOf('http://docs.example.com/')).toBeUndefined();
    expect(messageOf('tcp://www.example.com:80')).toBeUndefined();
  });
});

describe('the reason for a denied flow to an unknown host', () => {
  test.each<[string, string, Want]>([
    [
      'suggests a host for a mistyped letter',
      'https://www.exampel.com/',
      {
        kinds: ['near-host'],
        message: 'did you mean www.example.com? It is allowed on tcp/443',
        host: 'www.example.com',
        port: 'tcp/443',
        lines: [26, 37],
      },
    ],
    [
      'suggests a host with one more label',
      'https://example.org/',
      {
        kinds: ['near-host'],
        message: 'did you mean shop.example.org? It is allowed on tcp/443',
        host: 'shop.example.org',
        port: 'tcp/443',
      },
    ],
    [
      'lists hosts of the domain if several have one more label',
      'https://example.com/',
      {
        kinds: ['same-domain'],
        message:
          'other hosts of example.com are allowed: app.example.com, docs.example.com, turn.example.com and 1 more',
        host: 'app.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'suggests a host for two swapped labels',
      'https://example.www.com/',
      {
        kinds: ['near-host'],
        message: 'did you mean www.example.com? It is allowed on tcp/443',
        host: 'www.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'suggests a wildcard for a mistyped letter',
      'https://a.b.cnd.example.net/',
      {
        kinds: ['near-host'],
        message: 'did you mean *.cdn.example.net? It is allowed on tcp/443, tcp/8443',
        host: '*.cdn.example.net',
        port: 'tcp/443',
      },
    ],
    [
      'names the wildcard of a parent domain',
      'https://cdn.example.net/',
      {
        kinds: ['apex'],
        message:
          '*.cdn.example.net allows the subdomains of cdn.example.net, not cdn.example.net itself',
        host: '*.cdn.example.net',
        port: 'tcp/443',
      },
    ],
    [
      'names the host of a subdomain',
      'https://a.b.www.example.com/',
      {
        kinds: ['below-host'],
        message: 'www.example.com is allowed on tcp/443, but its subdomains are not',
        host: 'www.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'lists hosts of a known domain',
      'https://payments.example.com/',
      {
        kinds: ['same-domain'],
        message:
          'other hosts of example.com are allowed: app.example.com, docs.example.com, turn.example.com and 1 more',
        host: 'app.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'says that nothing is similar',
      'https://evil.test/',
      {
        kinds: ['nothing-near'],
        message: 'no rule at this site allows evil.test or a similar name',
      },
    ],
    [
      'suggests nothing for a name with two more labels',
      'https://www.example.com.evil.test/',
      {
        kinds: ['nothing-near'],
        message: 'no rule at this site allows www.example.com.evil.test or a similar name',
      },
    ],
    [
      'suggests a network near an address',
      '198.51.100.130:443',
      {
        kinds: ['near-network', 'names-only'],
        message: 'did you mean an address in 198.51.100.0/25? It is allowed on tcp/443',
        host: '198.51.100.0/25',
        port: 'tcp/443',
      },
    ],
    [
      'says that the spec does not know the addresses of names',
      '192.0.2.99:8443',
      {
        kinds: ['names-only'],
        message:
          'hosts on tcp/8443 are allowed by name, so the spec cannot tell whether this address is allowed',
      },
    ],
  ])('%s', (_what, flow, want) => expectReason(flow, want));
});

describe('the reason for a flow that the spec allows elsewhere', () => {
  test('names the tier that the site does not enable', () =>
    expectReason('https://extra.example.org/', {
      kinds: ['not-selected', 'other-site'],
      message:
        'group extras (optional) would allow it, but site branch does not enable tier "optional"',
      host: 'shop.example.org',
      port: 'tcp/443',
      lines: [43],
    }));

  test('names the tier and the exclusion of the group', () =>
    expectReason(
      'https://shop.example.org/',
      {
        kinds: ['not-selected', 'other-site'],
        message:
          'group shop (recommended) would allow it, but site lab does not enable tier "recommended" and excludes the group',
        host: 'extra.example.org',
        port: 'tcp/443',
      },
      manyKinds,
      'lab',
    ));

  test('names the selection and the exclusion of the group', () => {
    const selecting = manyKinds
      .replace('title: Extras\n', 'title: Extras\n    tags: [daily]\n')
      .replace('exclude: [shop]', 'select: { tags: [daily] }\n    exclude: [shop]')
      .replace('tiers: [required, optional]', 'tiers: [required, recommended, optional]');
    const first = (flow: string) =>
      siteOf(explained(selecting, flow), 'lab').whyNot.map(({ message }) => message)[0];
    expect(first('https://turn.example.com/')).not.toContain('select');
    expect(first('https://app.example.com/only')).toBe(
      'group web (required) would allow it, but site lab does not select the group',
    );
    expect(first('https://shop.example.org/')).toBe(
      'group shop (recommended) would allow it, but site lab does not select the group and excludes the group',
    );
  });

  test('does not name a group that allows only another port of the host', () => {
    const { whyNot } = siteOf(explained(manyKinds, 'http://extra.example.org/'), 'branch');
    expect(whyNot.map(({ kind }) => kind)).not.toContain('not-selected');
  });

  test('names the other site that allows it', () => {
    const { whyNot } = siteOf(explained(manyKinds, 'https://shop.example.org/'), 'lab');
    expect(whyNot[1]?.message).toBe('site branch allows it');
  });

  test('says that the site has no client of the address family', () =>
    expectReason(
      '198.51.100.7:443',
      {
        kinds: ['family', 'other-site'],
        message: 'the site has no IPv4 clients, only 2001:db8:c1::/64',
        host: '198.51.100.0/25',
        port: 'tcp/443',
      },
      manyKinds,
      'lab',
    ));

  test('names the resolvers of the site for a query to another one', () =>
    expectReason('udp://192.0.2.1:53', {
      kinds: ['resolvers'],
      message:
        "udp/53 is allowed only to the site's resolvers (self, 203.0.113.53), not to 192.0.2.1",
      lines: [20],
    }));
});

/** A site with NTP to any destination, as most have, and hosts that are easy to miss. */
const withNtp = (...lines: readonly string[]) => `version: 1
name: demo
prefix: dmo
title: Demo
services:
  ntp: { ports: [udp/123], application: other }
  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
groups:
  - id: web
    title: Web
    tier: required
    endpoints:
      - { to: any, service: ntp }
${lines.map((line) => `      - { ${line} }`).join('\n')}
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: additive
    tiers: [required]
    targets:
      squid: { tlsInspection: none }
`;

describe('the reason of a near miss, with NTP to any destination', () => {
  const partial = 'host: "*s3.example.com", service: https';
  test.each<[string, string, string, Want]>([
    [
      'names a star that matches fewer labels',
      partial,
      'https://bucket.s3.example.com/',
      {
        kinds: ['one-label'],
        message:
          '*s3.example.com matches one label at its star, and bucket.s3.example.com has more labels there',
        host: '*s3.example.com',
        port: 'tcp/443',
        lines: [15],
      },
    ],
    [
      'names a star between labels',
      'host: "a.*.example.com", service: https',
      'https://a.b.c.example.com/',
      {
        kinds: ['one-label'],
        message:
          'a.*.example.com matches one label at its star, and a.b.c.example.com has more labels there',
        host: 'a.*.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'names the wildcard of a parent domain',
      'host: "*.cdn.example.net", service: https',
      'https://cdn.example.net/',
      {
        kinds: ['apex'],
        message:
          '*.cdn.example.net allows the subdomains of cdn.example.net, not cdn.example.net itself',
        host: '*.cdn.example.net',
        port: 'tcp/443',
      },
    ],
    [
      'names the pattern of a subdomain',
      'host: "cdn*.example.com", service: https',
      'https://x.cdn7.example.com/',
      {
        kinds: ['below-host'],
        message: 'cdn*.example.com is allowed on tcp/443, but its subdomains are not',
        host: 'cdn*.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'suggests a host for a mistyped letter',
      'host: www.example.com, service: https',
      'https://www.exampel.com/',
      {
        kinds: ['near-host'],
        message: 'did you mean www.example.com? It is allowed on tcp/443',
        host: 'www.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'suggests a network near an address',
      'network: 198.51.100.0/25, service: https',
      '198.51.100.130:443',
      {
        kinds: ['near-network'],
        message: 'did you mean an address in 198.51.100.0/25? It is allowed on tcp/443',
        host: '198.51.100.0/25',
        port: 'tcp/443',
      },
    ],
    [
      'names the allowed port of the host',
      'host: www.example.com, service: https',
      'http://www.example.com/',
      {
        kinds: ['other-port', 'cleartext'],
        message: 'www.example.com is allowed on tcp/443, not on tcp/80',
        host: 'www.example.com',
        port: 'tcp/443',
      },
    ],
    [
      'names the rule to any destination if nothing else is near',
      'host: www.example.com, service: https',
      'https://evil.test/',
      {
        kinds: ['other-port'],
        message: 'evil.test is allowed on udp/123, not on tcp/443',
        host: 'any',
        port: 'udp/123',
      },
    ],
  ])('%s', (_what, line, flow, want) => expectReason(flow, want, withNtp(line)));

  test('is not hidden by a wider name on other ports', () =>
    expectReason(
      'https://bucket.s3.example.com/',
      {
        kinds: ['one-label', 'other-port'],
        message:
          '*s3.example.com matches one label at its star, and bucket.s3.example.com has more labels there',
        host: '*s3.example.com',
        port: 'tcp/443',
      },
      withNtp(partial, 'host: "*.example.com", service: http'),
    ));
});

/** Two sites with IPv4 clients. A proxy connects to addresses of both families for them. */
const behindProxy = `version: 1
name: demo
prefix: dmo
title: Demo
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - id: web
    title: Web
    tier: required
    endpoints:
      - { host: www.example.com, service: https }
  - id: more
    title: More
    tier: optional
    endpoints:
      - { network: "2001:db8:7::/48", service: https }
sites:
  filter:
    clients: [192.0.2.0/25]
    resolvers: [self]
    enforce: additive
    tiers: [required]
    targets: { squid: { tlsInspection: none } }
  relay:
    prefix: rly
    clients: [192.0.2.128/25]
    resolvers: [self]
    enforce: additive
    tiers: [required, optional]
    targets: { squid: { tlsInspection: none } }
`;

test('the reasons for a denied flow include access that only a proxy allows', () => {
  const { whyNot } = siteOf(explained(behindProxy, '[2001:db8:7::1]:443'), 'filter');
  expect(whyNot.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
    'not-selected: group more (optional) would allow it, but site filter does not enable tier "optional"',
    'other-site: site relay allows it',
  ]);
});
