import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/documents/config/index.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';

const rows = (...lines: readonly string[]) => rowsIn(readConfig, lines.join('\n'));
const verdicts = (...lines: readonly string[]) =>
  rows(...lines).map((row) => row.replace(/^\d+(?: [a-z0-9-]*)?: /, ''));

const clients = 'acl localnet src 10.0.0.0/8';
const names = 'acl good dstdomain .example.com www.example.net';
const good = ['example.com; *.example.com', 'www.example.net'];
const unused = 'unresolved, no line of http_access that Portolan reads allows it by itself';

describe('a list of names for Squid', () => {
  test('reads names, domains and addresses', () => {
    expect(rows('# a comment', '.example.com', 'www.example.net # site', '', '192.0.2.7')).toEqual([
      '2: example.com; *.example.com',
      '3: www.example.net',
      '5: 192.0.2.7',
    ]);
  });

  test.each([
    '*.example.com',
    'https://www.example.com',
    'www.example.com:443',
    '..example.com',
    '.com',
    'a.example.com/x',
  ])('refuses %s, which Squid does not match', (line) => {
    expect(rows(line)).toEqual([expect.stringMatching(/^1: refused, /)]);
  });

  test('says what is lost', () => {
    const { warnings } = must(readConfig({ name: 'x', text: '.example.com' }, {}));
    expect(warnings).toEqual([expect.stringContaining('no ports')]);
  });
});

describe('a squid.conf', () => {
  test.each<[string, string[], string[]]>([
    ['clients and names', [clients, names, 'http_access allow localnet good'], good],
    ['names alone', [names, 'http_access allow good'], good],
    ['all and names', [names, 'http_access allow all good'], good],
    ['another case', [names, 'http_access allow GOOD'], good],
    [
      'a continued line',
      ['acl good \\', 'dstdomain www.example.net', 'http_access allow good'],
      ['www.example.net'],
    ],
    [
      'no lookup',
      ['acl good dstdomain -n www.example.net', 'http_access allow good'],
      ['www.example.net'],
    ],
    [
      'the end of options',
      ['acl good dstdomain -n -- www.example.net', 'http_access allow good'],
      ['www.example.net'],
    ],
    ['networks', ['acl net dst 192.0.2.0/24', 'http_access allow net'], ['192.0.2.0/24']],
    [
      'ports',
      [names, 'acl web port 443 8000-8010', 'http_access allow web good'],
      [
        'example.com tcp/443 tcp/8000-8010; *.example.com tcp/443 tcp/8000-8010',
        'www.example.net tcp/443 tcp/8000-8010',
      ],
    ],
    [
      'ports in two lines',
      [
        'acl a dstdomain www.example.net',
        'acl p port 80',
        'acl q port 443',
        'http_access allow a p',
        'http_access allow a q',
      ],
      ['www.example.net tcp/80 tcp/443'],
    ],
    [
      'ports in one line and none in another',
      [
        'acl a dstdomain www.example.net',
        'acl p port 80',
        'http_access allow a p',
        'http_access allow a',
      ],
      ['www.example.net'],
    ],
    [
      'CONNECT with ports',
      ['acl a dstdomain www.example.net', 'acl p port 443', 'http_access allow CONNECT a p'],
      ['www.example.net tcp/443'],
    ],
    [
      'ACLs of ACLs',
      [
        names,
        clients,
        'acl both all-of localnet good',
        'acl one any-of both both',
        'http_access allow one',
      ],
      good,
    ],
    [
      'the lines of an example',
      [
        'http_access deny !Safe_ports',
        'http_access deny CONNECT !SSL_ports',
        'http_access allow localhost manager',
        'http_access deny manager',
        'http_access deny to_localhost',
        'http_access deny to_linklocal',
        'acl Safe_ports port 80 443',
        'acl SSL_ports port 443',
        names,
        'http_access allow good',
        'http_access deny all',
      ],
      ['unresolved, it needs an ACL that the file does not define', ...good],
    ],
  ])('allows by %s', (_name, lines, want) => {
    expect(verdicts(...lines)).toEqual(want);
  });

  const one = 'acl good dstdomain www.example.net';
  test.each<[string, string[], string[]]>([
    ['no line', [one], [unused]],
    ['deny', [one, 'http_access deny good'], [unused]],
    [
      'a negation',
      [one, clients, 'http_access allow localnet !good'],
      [unused, 'unresolved, it excepts what another ACL matches'],
    ],
    [
      'no destination',
      [clients, 'http_access allow localnet'],
      ['unresolved, it names no destination'],
    ],
    [
      'some clients',
      [one, 'acl some src 10.1.0.0/16', 'http_access allow some good'],
      [unused, 'unresolved, it allows only some clients'],
    ],
    [
      'users',
      [one, 'acl users proxy_auth REQUIRED', 'http_access allow users good'],
      [unused, 'unresolved, it allows only some users'],
    ],
    [
      'a time',
      [one, 'acl day time 08:00-17:00', 'http_access allow day good'],
      [unused, 'unresolved, it allows only at certain times'],
    ],
    [
      'another type',
      [one, 'acl b browser x', 'http_access allow b good'],
      [unused, 'unresolved, it needs an ACL of a type that limits it'],
    ],
    [
      'an unknown ACL',
      [one, 'http_access allow x good'],
      [unused, 'unresolved, it needs an ACL that the file does not define'],
    ],
    [
      'two destinations',
      [one, 'acl net dst 192.0.2.0/24', 'http_access allow good net'],
      [unused, unused, 'unresolved, it matches several destinations at once'],
    ],
    [
      'CONNECT without a port',
      [one, 'http_access allow CONNECT good'],
      [unused, 'unresolved, it allows only one method, and names no port'],
    ],
    [
      'both methods',
      [one, 'acl p port 443', 'http_access allow CONNECT !CONNECT p good'],
      [unused, 'unresolved, it allows no method'],
    ],
    [
      'no common port',
      [one, 'acl p port 443', 'acl q port 80', 'http_access allow p q good'],
      [unused, 'unresolved, it allows no port'],
    ],
    [
      'a port that a line above denies',
      [
        one,
        'acl safe port 443',
        'acl q port 80',
        'http_access deny !safe',
        'http_access allow q good',
      ],
      [unused, 'unresolved, a line above it denies its ports'],
    ],
    [
      'a list in another file',
      ['acl good dstdomain "/etc/squid/good.txt"', 'http_access allow good'],
      ['unresolved, its values are in another file'],
    ],
    [
      'an option',
      ['acl good dstdomain -m www.example.net', 'http_access allow good'],
      ['unresolved, it has an option that limits it'],
    ],
    [
      'a pattern',
      ['acl re dstdom_regex .example.', 'http_access allow re'],
      [
        'unresolved, it matches by a pattern or by what a client sends',
        'unresolved, it needs an ACL of a type that limits it',
      ],
    ],
    [
      'a URL',
      ['acl re url_regex ^http', 'http_access allow re'],
      [
        'unresolved, it matches by a pattern or by what a client sends',
        'unresolved, it needs an ACL of a type that limits it',
      ],
    ],
    [
      'a name of dst',
      ['acl net dst www.example.net', 'http_access allow net'],
      ['unresolved, it is not an address or a network'],
    ],
    [
      'an ACL of two types',
      [one, 'acl good src 10.0.0.0/8', 'http_access allow good'],
      [unused, 'unresolved, it needs an ACL that the file does not define'],
    ],
    [
      'a line within if',
      [one, 'if 1', 'http_access allow good', 'endif'],
      [unused, 'unresolved, the line applies only sometimes'],
    ],
    [
      'an ACL within if',
      ['if 1', one, 'endif', 'http_access allow good'],
      ['unresolved, it needs an ACL that is defined only sometimes'],
    ],
    [
      'localnet of another type',
      ['acl localnet dstdomain www.example.org', one, 'http_access allow localnet good'],
      [unused, unused, 'unresolved, it matches several destinations at once'],
    ],
  ])('does not allow by %s', (_name, lines, want) => {
    expect(verdicts(...lines)).toEqual(want);
  });

  const allow = 'http_access allow good';
  const denied = 'unresolved, a line of http_access above denies, and may decide before it';
  test.each<[string, string[], boolean]>([
    ['all', ['http_access deny all'], true],
    ['the same name', ['acl bad dstdomain www.example.net', 'http_access deny bad'], true],
    ['its domain', ['acl bad dstdomain .example.net', 'http_access deny bad'], true],
    ['another name', ['acl bad dstdomain a.example.net', 'http_access deny bad'], false],
    [
      'another name for some clients',
      ['acl bad dstdomain a.example.net', clients, 'http_access deny localnet bad'],
      false,
    ],
    ['names in a file', ['acl bad dstdomain "x"', 'http_access deny bad'], true],
    ['a network', ['acl bad dst 203.0.113.0/24', 'http_access deny bad'], true],
    ['a pattern', ['acl bad url_regex x', 'http_access deny bad'], true],
    [
      'what another list does not name',
      ['acl ok dstdomain .example.net', 'http_access deny !ok'],
      true,
    ],
    ['other clients', [clients, 'http_access deny !localnet'], false],
    ['some clients', ['acl some src 10.1.0.0/16', 'http_access deny some'], true],
    [
      'an own ACL named like that of Squid',
      ['acl manager src all', 'http_access deny manager'],
      true,
    ],
  ])('is denied above: %s', (_name, above, isDenied) => {
    expect(verdicts(...above, one, allow)).toContain(isDenied ? denied : 'www.example.net');
  });

  test('denies a wildcard by a name in it', () => {
    expect(
      verdicts('acl bad dstdomain a.example.com', 'http_access deny bad', names, allow),
    ).toEqual([unused, denied, 'www.example.net']);
  });

  test('bounds ACLs of ACLs that multiply', () => {
    const levels = Array.from({ length: 40 }, (_, at) => `acl a${at} any-of a${at + 1} a${at + 1}`);
    const lines = [
      ...levels,
      'acl A40 dstdomain www.example.net',
      'acl l any-of l',
      'http_access allow a0',
      'http_access allow l',
    ];
    expect(verdicts(...lines)).toEqual([
      unused,
      'unresolved, its ACLs of ACLs are too many',
      'unresolved, its ACLs of ACLs are too many',
    ]);
  });

  test('says what it counts as clients, and which ports Squid denies', () => {
    const lines = [clients, names, 'acl safe port 80 443', 'http_access deny !safe', allow];
    const { warnings } = must(readConfig({ name: 'x', text: lines.join('\n') }, {}));
    expect(warnings).toEqual([
      expect.stringContaining('Only names and addresses'),
      'The ACL localnet counts as the clients of the site.',
      'Squid denies all ports except tcp/80, tcp/443: name no other one with --service.',
    ]);
  });

  test('makes a section of each ACL', () => {
    expect(rows(names, allow)).toEqual([
      '1 good: example.com; *.example.com',
      '1 good: www.example.net',
    ]);
  });
});
