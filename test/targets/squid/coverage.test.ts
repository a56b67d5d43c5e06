import { describe, expect, test } from '@jest/globals';
import type { SquidOptions } from '../../../src/language/document.ts';
import { squid } from '../../../src/targets/squid/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import { bypass, everything, policyOf, services } from './support.ts';

const dns = 'not-applicable: Squid does not decide DNS: it resolves names itself';
const network =
  'narrower: only if the client requests the address itself: Squid does not resolve names to compare';
const path =
  'wider: Squid compares the decoded path: "%2F" and "%3F" also end a segment; a request does not match if its path or query contains "..", a backslash, an escaped "%" or a character outside printable ASCII';

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

describe('the coverage of an endpoint that bypasses inspection', () => {
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
      'wider: a tunnel hides the path: the whole host is allowed',
    ],
    ['a path in cleartext', 'http', 'http://a.example.com/path', path],
    [
      'a path with an escape',
      'http',
      'http://a.example.com/a%20b',
      'unsupported: Squid compares decoded paths, so a path with an escape would match other paths too: it is left out',
    ],
    [
      'a path that is too long',
      'http',
      `http://a.example.com/${'a'.repeat(1100)}`,
      'unsupported: its expression would be longer than Squid accepts without a warning: it is left out',
    ],
    [
      'a pattern that is too long',
      'https',
      `a${'.*'.repeat(100)}.example.com`,
      'unsupported: its expression would be longer than Squid accepts without a warning: it is left out',
    ],
    ['an address', 'https', '192.0.2.1', network],
    ['a network', 'http', '2001:db8::/32', network],
    [
      'TCP and UDP',
      'amqp',
      'a.example.com',
      'narrower: the UDP ports are left out: Squid does not forward UDP',
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
      'not-applicable: Squid does not decide port 53: it resolves names itself',
    ],
    ['UDP', 'quic', 'a.example.com', 'not-applicable: Squid does not forward UDP'],
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
      'narrower: a redirected connection without TLS shows no name; the UDP ports are left out: Squid does not forward UDP',
    ],
  ])('for a redirected client: %s', (_what, to, want) => {
    expect(coverageWords(squid, bypass(to, { tlsInspection: 'intercept' }))).toEqual([want]);
  });
});

describe('the coverage of an endpoint with permission only', () => {
  test.each<[string, SquidOptions['tlsInspection'], string, string]>([
    ['a host', 'explicit', 'https', 'exact: '],
    ['a tunnel that nobody decrypts', 'none', 'raw', 'exact: '],
    [
      'a tunnel that is decrypted',
      'explicit',
      'raw',
      'narrower: permission only: a tunnel without TLS fails if the proxy decrypts it',
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

describe('caveats of Squid', () => {
  const said = (options: Partial<SquidOptions> = {}) =>
    squid.caveats(policyOf(everything(options))).join('\n');
  const plain = squid.caveats(bypass({ https: ['a.example.com'], http: ['a.example.com'] }));

  test.each([
    ['it only opens', 'The file only allows'],
    ['a conf.d has an order of its own', 'name it 00-portolan-spt.conf there'],
    ['its place decides', 'Follow the order in the file header'],
    ['apply.sh checks it', 'apply.sh checks this order before it installs the file'],
  ])('always say: %s', (_what, words) => {
    expect(plain.join('\n')).toContain(words);
  });

  test('warn about internal addresses if a name is listed', () => {
    const words = 'Squid connects to any address that a listed name resolves to';
    expect(plain.join('\n')).toContain(words);
    expect(squid.caveats(bypass({ https: ['198.51.100.7'] })).join('\n')).not.toContain(words);
  });

  test('warn about internal addresses for any destination', () => {
    const words = "A rule for any destination also allows this proxy's own addresses";
    expect(squid.caveats(bypass({ https: ['any'] })).join('\n')).toContain(words);
    expect(plain.join('\n')).not.toContain(words);
  });

  test('say once that a rule for http does not allow a cleartext WebSocket', () => {
    const words = 'does not allow a cleartext WebSocket (ws://)';
    expect(plain.filter((caveat) => caveat.includes(words))).toHaveLength(1);
    expect(squid.caveats(bypass({ https: ['a.example.com'] })).join('\n')).not.toContain(words);
  });

  test('do not mention decrypted WebSockets if the proxy does not decrypt', () => {
    expect(said({ tlsInspection: 'none' })).not.toContain('(wss://)');
  });

  test("list ports that Debian's squid.conf denies above the file", () => {
    expect(said()).toContain('The default SSL_ports does not contain 5671, 8000-8010, 8443.');
    expect(plain.join('\n')).not.toContain('The default');
    const low = bypass({ mixed: ['a.example.com'] });
    expect(squid.caveats(low).join('\n')).toContain('The default Safe_ports does not contain 853.');
  });

  test.each<[string, Partial<SquidOptions>, string]>([
    ['no inspection', { tlsInspection: 'none' }, 'The file does not configure TLS inspection'],
    ['a build that cannot', { tlsInspection: 'explicit' }, 'silently ignores ssl_bump'],
    ['explicit', { tlsInspection: 'explicit' }, 'The name in CONNECT decides'],
    ['intercept: the first step', { tlsInspection: 'intercept' }, 'passes its first step'],
    [
      'intercept: the local port',
      { tlsInspection: 'intercept' },
      'recognizes a redirected connection by its local port',
    ],
    [
      'intercept: the word of the client',
      { tlsInspection: 'intercept' },
      'The client chooses the name',
    ],
    [
      'intercept: everybody',
      { tlsInspection: 'intercept' },
      'peeks at the first step of every connection',
    ],
    ['decrypted WebSockets', { tlsInspection: 'explicit' }, 'A WebSocket (wss://) fails if'],
    ['intercept: a forged Host', { tlsInspection: 'intercept' }, 'host_verify_strict on'],
    ['straight', { direct: true }, 'needs "direct: false"'],
    ['by a parent', { direct: false }, 'may go through the parent proxy'],
    ['no service named', { adaptationServices: [] }, 'No adaptation service is listed'],
    ['unknown services', { adaptationServices: ['av'] }, 'an unknown service'],
    ['delay pools', { delayPools: [1] }, 'Declare the delay pools above this file'],
  ])('say if it applies: %s', (_what, options, words) => {
    expect(said(options)).toContain(words);
  });

  test('mention delay pools if the site has some', () => {
    expect(said({ delayPools: [1] })).toContain('delay pools');
    expect(said({ delayPools: [] })).not.toContain('delay pools');
  });
});

describe('an endpoint with permission only, inside a bypassed domain', () => {
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
      'wider: is not inspected, together with *.example.com, which bypasses inspection',
    ]);
  });

  test('is exact if the bypass is the narrower one', () => {
    expect(inside('bank.example.com', '*.example.com')).toEqual(['exact: ', 'exact: ']);
  });
});
