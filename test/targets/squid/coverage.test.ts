import { describe, expect, test } from '@jest/globals';
import type { SquidOptions } from '../../../src/language/document.ts';
import { squid } from '../../../src/targets/squid/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import { bypass, everything, policyOf, services } from './support.ts';

const dns = "not-applicable: name resolution is not Squid's to decide: it resolves names itself";
const network =
  'narrower: only when the client asks for the address itself: names are not resolved to compare';
const path =
  'wider: Squid compares the decoded path: "%2F" and "%3F" end a segment too; a request whose path or query holds "..", a backslash, an escaped "%" or more than printable ASCII is not matched';

const dnsPort = 'port 53 is left out: Squid resolves names itself';
const otherOn443 = 'the application of its service is "http", so TLS on tcp/443 is denied';
const otherOn80 = 'the application of its service is "tls", so cleartext HTTP on tcp/80 is denied';

describe('the coverage of one service on 80 and 443', () => {
  test.each<[string, 'http' | 'tls' | 'other', string[], string]>([
    ['http', 'http', ['tcp/80', 'tcp/443'], `narrower: ${otherOn443}`],
    ['TLS', 'tls', ['tcp/80', 'tcp/443'], `narrower: ${otherOn80}`],
    ['a range around both', 'http', ['tcp/1-1000'], `narrower: ${otherOn443}; ${dnsPort}`],
    [
      'another application, which only a tunnel carries',
      'other',
      ['tcp/80'],
      'narrower: the application of its service is "other", so cleartext HTTP on tcp/80 is denied',
    ],
    ['TLS on its own port', 'tls', ['tcp/443'], 'exact: '],
    ['http on another port', 'http', ['tcp/80', 'tcp/8080'], 'exact: '],
  ])('%s', (_name, application, ports, want) => {
    const policy = policyOf({
      services: { web: { ports, application } },
      groups: [{ id: 'a', inspection: 'bypass', to: { web: ['a.example.com'] } }],
      site: { targets: { squid: { tlsInspection: 'none' } } },
    });
    expect(coverageWords(squid, policy)).toEqual([want]);
  });
});

describe('the coverage of an endpoint that bypasses', () => {
  test.each([
    ['a host', 'https', 'a.example.com', 'exact: '],
    ['a host in cleartext', 'http', 'a.example.com', 'exact: '],
    ['everything below a name', 'https', '*.example.com', 'exact: '],
    ['a pattern', 'https', 'cdn*.example.com', 'exact: '],
    ['every host', 'https', 'any', 'exact: '],
    [
      'a path on TLS',
      'https',
      'https://a.example.com/path',
      'wider: a tunnel shows no path: the whole host is open',
    ],
    ['a path in cleartext', 'http', 'http://a.example.com/path', path],
    [
      'a path with an escape',
      'http',
      'http://a.example.com/a%20b',
      'unsupported: Squid compares decoded paths, so one with an escape would hold others too: it is left out',
    ],
    [
      'a path that is too long',
      'http',
      `http://a.example.com/${'a'.repeat(1100)}`,
      'unsupported: the expression for it would be longer than Squid takes without a warning: it is left out',
    ],
    [
      'a pattern that is too long',
      'https',
      `a${'.*'.repeat(100)}.example.com`,
      'unsupported: the expression for it would be longer than Squid takes without a warning: it is left out',
    ],
    ['an address', 'https', '192.0.2.1', network],
    ['a network', 'http', '2001:db8::/32', network],
    [
      'TCP and UDP',
      'amqp',
      'a.example.com',
      'narrower: the UDP ports are left out: Squid forwards none',
    ],
    [
      'port 53 among others',
      'mixed',
      'a.example.com',
      'narrower: port 53 is left out: Squid resolves names itself',
    ],
    [
      'port 53 alone',
      'only53',
      'a.example.com',
      "not-applicable: port 53 is not Squid's to decide: it resolves names itself",
    ],
    ['UDP', 'quic', 'a.example.com', 'not-applicable: Squid forwards no UDP'],
    ['name resolution', 'dns', 'resolvers', dns],
    ['name resolution at an address', 'dns', '192.0.2.53', dns],
    ['the resolvers on another service', 'https', 'resolvers', dns],
  ])('%s', (_what, service, place, want) => {
    const policy = policyOf({
      services: { ...services, only53: { ports: ['tcp/53'], application: 'other' } },
      groups: [{ id: 'a', to: { [service]: [place] } }],
      site: { targets: { squid: { tlsInspection: 'explicit' } } },
    });
    expect(coverageWords(squid, policy)).toEqual([want]);
  });

  test.each([
    [
      'an address is that of the connection, whatever name it shows',
      { https: ['192.0.2.1'] },
      'exact: ',
    ],
    [
      'what speaks no TLS shows no name',
      { amqp: ['a.example.com'] },
      'narrower: a redirected connection that does not speak TLS shows no name; the UDP ports are left out: Squid forwards none',
    ],
  ])('of a redirected client: %s', (_what, to, want) => {
    expect(coverageWords(squid, bypass(to, { tlsInspection: 'intercept' }))).toEqual([want]);
  });
});

describe('the coverage of an endpoint that is only permitted', () => {
  test.each<[string, SquidOptions['tlsInspection'], string, string]>([
    ['a host', 'explicit', 'https', 'exact: '],
    ['a tunnel that nobody decrypts', 'none', 'raw', 'exact: '],
    [
      'a tunnel that is decrypted',
      'explicit',
      'raw',
      'narrower: permission only: a tunnel that does not speak TLS breaks where the proxy decrypts it',
    ],
  ])('%s', (_what, tlsInspection, service, want) => {
    const policy = policyOf({
      services: { raw: { ports: ['tcp/9000'], application: 'other' } },
      groups: [{ id: 'a', inspection: 'allow', to: { [service]: ['a.example.com'] } }],
      site: { targets: { squid: { tlsInspection } } },
    });
    expect(coverageWords(squid, policy)).toEqual([want]);
  });
});

describe('what holds for the whole file', () => {
  const said = (options: Partial<SquidOptions> = {}) =>
    squid.caveats(policyOf(everything(options))).join('\n');
  const plain = squid.caveats(bypass({ https: ['a.example.com'], http: ['a.example.com'] }));

  test.each([
    ['it only opens', 'The file only opens'],
    ['a conf.d has an order of its own', 'call it 00-portolan-spt.conf there'],
    ['its place decides', 'the contract at its head must hold'],
  ])('is said always: %s', (_what, words) => {
    expect(plain.join('\n')).toContain(words);
  });

  test('a name may lead to an inner address, which is said where a name is listed', () => {
    const words = 'A listed name is followed to whatever address';
    expect(plain.join('\n')).toContain(words);
    expect(squid.caveats(bypass({ https: ['198.51.100.7'] })).join('\n')).not.toContain(words);
  });

  test('any place is an inner one too, which is said where it is meant', () => {
    const words = "A rule to any place opens this proxy's own addresses";
    expect(squid.caveats(bypass({ https: ['any'] })).join('\n')).toContain(words);
    expect(plain.join('\n')).not.toContain(words);
  });

  test('a WebSocket in cleartext does not pass, which is said once, where a rule is for http', () => {
    const words = 'A WebSocket in cleartext (ws://) does not pass';
    expect(plain.filter((caveat) => caveat.includes(words))).toHaveLength(1);
    expect(squid.caveats(bypass({ https: ['a.example.com'] })).join('\n')).not.toContain(words);
  });

  test('a decrypted WebSocket is no matter of a proxy that decrypts nothing', () => {
    expect(said({ tlsInspection: 'none' })).not.toContain('(wss://)');
  });

  test("ports that Debian's squid.conf refuses above the file are named", () => {
    expect(said()).toContain('The usual SSL_ports do not hold 5671, 8000-8010, 8443:');
    expect(plain.join('\n')).not.toContain('The usual');
    const low = bypass({ mixed: ['a.example.com'] });
    expect(squid.caveats(low).join('\n')).toContain('The usual Safe_ports do not hold 853:');
  });

  test.each<[string, Partial<SquidOptions>, string]>([
    ['no inspection', { tlsInspection: 'none' }, 'The file says nothing of TLS inspection'],
    ['a build that cannot', { tlsInspection: 'explicit' }, 'ignores ssl_bump without a word'],
    ['explicit', { tlsInspection: 'explicit' }, 'The name in CONNECT decides'],
    ['intercept: the first step', { tlsInspection: 'intercept' }, 'let through its first step'],
    ['intercept: the local port', { tlsInspection: 'intercept' }, 'is known by its local port'],
    ['intercept: the word of the client', { tlsInspection: 'intercept' }, "is the client's word"],
    ['intercept: everybody', { tlsInspection: 'intercept' }, 'The first step of every connection'],
    ['decrypted WebSockets', { tlsInspection: 'explicit' }, 'A WebSocket (wss://) breaks where'],
    ['intercept: a forged Host', { tlsInspection: 'intercept' }, 'host_verify_strict on'],
    ['straight', { direct: true }, 'needs "direct: false"'],
    ['by a parent', { direct: false }, 'may go through the parent proxy'],
    ['no service named', { adaptationServices: [] }, 'No adaptation service is named'],
    ['unknown services', { adaptationServices: ['av'] }, 'a service that it does not know'],
    ['delay pools', { delayPools: [1] }, 'must be declared above this file'],
  ])('is said when it is so: %s', (_what, options, words) => {
    expect(said(options)).toContain(words);
  });

  test('speaks of delay pools where the site names some', () => {
    expect(said({ delayPools: [1] })).toContain('delay pools');
    expect(said({ delayPools: [] })).not.toContain('delay pools');
  });
});

describe('what is only permitted, inside of what bypasses', () => {
  const inside = (bypassed: string, allowed: string): string[] =>
    coverageWords(
      squid,
      policyOf({
        groups: [
          { id: 'a', inspection: 'bypass', to: { https: [bypassed] } },
          { id: 'b', inspection: 'allow', to: { https: [allowed] } },
        ],
        site: { targets: { squid: { tlsInspection: 'explicit' } } },
      }),
    );

  test('is wider, since it is not inspected either', () => {
    expect(inside('*.example.com', 'bank.example.com')).toEqual([
      'exact: ',
      'wider: is not inspected, together with *.example.com, which bypasses',
    ]);
  });

  test('is exact where the bypass is the narrower of the two', () => {
    expect(inside('bank.example.com', '*.example.com')).toEqual(['exact: ', 'exact: ']);
  });
});
