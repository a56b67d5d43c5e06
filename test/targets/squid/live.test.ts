import { describe, expect, test } from '@jest/globals';
import { accessText } from '../../../src/report/diff/words.ts';
import { compareLive, type LiveReport, type WithLive } from '../../../src/review/live/compare.ts';
import type { Dump } from '../../../src/targets/device.ts';
import { squid } from '../../../src/targets/squid/index.ts';
import { live } from '../../../src/targets/squid/live/index.ts';
import { sitesWith } from '../../engines/sites.ts';
import { must } from '../../support/policy.ts';
import { filesOf, policyOf, textOf } from './support.ts';

const device: WithLive = { target: squid, live };

const files = filesOf(
  textOf(
    policyOf({
      name: 'demo',
      groups: [{ id: 'web', to: { https: ['www.example.com', '198.51.100.0/25'] } }],
      site: {
        targets: { squid: { tlsInspection: 'explicit', adaptationServices: ['icap_av'] } },
      },
    }),
  ),
);

const head = `# The site's own configuration
auth_param basic program /usr/lib/squid/basic_ldap -w SecretOfTheDirectory
acl localnet src 192.0.2.0/24
acl SSL_ports port 443
acl Safe_ports port 80 443
acl login proxy_auth REQUIRED
http_access deny !Safe_ports
http_access deny CONNECT !SSL_ports
http_access allow localhost manager
http_access deny manager`;
const tail = `http_access deny !login
http_access allow localnet
ssl_bump bump all
adaptation_access icap_av allow all
cache_peer proxy.example.com parent 3128 0 login=user:SecretOfThePeer
http_access deny all`;

/** What other people have in the file, before and after the include. */
type Others = { readonly before?: readonly string[]; readonly after?: readonly string[] };

function squidConf({ before = [], after = [] }: Others): string {
  return `${head}\n${before.join('\n')}\ninclude /etc/squid/conf.d/*.conf\n${after.join('\n')}\n${tail}\n`;
}

/** The files of a proxy with the site's file. */
function dumpsOf(change: (text: string) => string, others: Others, of = files): Dump[] {
  return [
    { name: 'etc/squid.conf', text: squidConf(others) },
    {
      name: 'etc/00-portolan-spt.conf',
      text: change(of.get('squid/bypass.conf') ?? ''),
    },
  ];
}

/** What squid -k parse prints for these files: the lines with time stamps, includes in place. */
function parseOutput([main, own]: readonly Dump[]): string {
  const stamp = '2026/11/26 18:30:00| ';
  const lines = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .flatMap((line) =>
        line.startsWith('include ')
          ? [
              `${stamp}Processing: ${line}`,
              `${stamp}Processing Configuration File: /etc/squid/conf.d/00-portolan.conf (depth 1)`,
              ...lines(own?.text ?? ''),
            ]
          : [`${stamp}Processing: ${line}`],
      );
  return [
    `${stamp}Startup: Initializing Authentication Schemes ...`,
    `${stamp}Processing Configuration File: /etc/squid/squid.conf (depth 0)`,
    ...lines(main?.text ?? ''),
    `${stamp}Initializing https:// proxy context`,
    '',
  ].join('\n');
}

function compared(change: (text: string) => string, others: Others = {}, of = files): LiveReport {
  return must(compareLive('branch', device, dumpsOf(change, others, of), of));
}

function linesOf({ gained, lost, differences }: LiveReport): string[] {
  return [
    ...gained.map((each) => `+ ${accessText(each)}`),
    ...lost.map((each) => `- ${accessText(each)}`),
    ...differences.map(({ message, text }) => `${message}: ${text}`),
  ];
}

/** What differs, in short lines: the same in both kinds of dumps. */
function drift(change: (text: string) => string, others: Others = {}, of = files): string[] {
  const text = parseOutput(dumpsOf(change, others, of));
  const parsed = must(compareLive('branch', device, [{ name: 'parse.txt', text }], of));
  const lines = linesOf(compared(change, others, of));
  expect(linesOf(parsed)).toEqual(lines);
  return lines;
}

const same = (text: string) => text;
const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the file does not hold ${from}`);
  return changed;
};

describe('a proxy that has what its file says', () => {
  for (const { name, files: own } of sitesWith('squid'))
    test(`is no drift: ${name}`, () => {
      expect(drift(same, {}, new Map(own))).toEqual([]);
    });

  const harmless: readonly (readonly [string, (text: string) => string, Others?])[] = [
    ['spaces and comments', swap(/(acl spt_connect) (method) (CONNECT)/, '$1   $2\t$3 # by hand')],
    ['line ends of Windows', swap(/\n/g, '\r\n')],
    ['a line in two', swap('http_access allow spt_allow', 'http_access allow \\\nspt_allow')],
    ['allowing lines after ours', same, { after: ['http_access allow all'] }],
    [
      'allowing lines with a login for others',
      same,
      { before: ['acl lab src 10.9.0.0/16', 'http_access allow lab login'] },
    ],
    [
      'another proxy that names its clients',
      same,
      { before: ['acl front src 10.9.0.1', 'follow_x_forwarded_for allow front'] },
    ],
    [
      'allowing lines for others',
      same,
      { before: ['acl lab src 10.9.0.0/16', 'http_access allow lab'] },
    ],
    [
      'denials of some',
      same,
      { before: ['acl bad dstdomain .example.org', 'http_access deny bad'] },
    ],
    [
      'the same decision before ours',
      same,
      { before: ['ssl_bump splice localnet', 'adaptation_access icap_av deny localnet'] },
    ],
    ['another service', same, { before: ['adaptation_access other allow all'] }],
    ['acls of others', same, { before: ['acl sptserver src 192.0.2.1'] }],
  ];
  test.each(harmless)('is no drift with %s', (name, change, others = {}) => {
    if (name === 'a line in two') expect(linesOf(compared(change, others))).toEqual([]);
    else expect(drift(change, others)).toEqual([]);
  });

  test('names the kind of dump and its time', () => {
    expect(compared(same).dumps[0]).toEqual({
      name: 'etc/squid.conf',
      kind: 'squid.conf',
      host: null,
      date: null,
    });
    const text = parseOutput(dumpsOf(same, {}));
    const read = must(live.read([{ name: 'parse.txt', text }], files));
    expect(read.dumps).toEqual([
      { name: 'parse.txt', kind: 'squid -k parse', host: null, date: '2026/11/26 18:30:00' },
    ]);
  });
});

/** Acls that ask for a login, perhaps, or for some clients. */
const users = [
  'acl localnet6 src 192.0.2.0/23 2001:db8::/32',
  'acl lab src 10.9.0.0/16',
  'acl bob proxy_auth bob',
  'acl people proxy_auth_regex ^a',
  'acl seldom max_user_ip 3',
  'external_acl_type group %LOGIN /usr/lib/squid/ext_unix_group_acl',
  'external_acl_type name %un /usr/lib/squid/helper',
  'acl helped external group staff',
  'acl named external name staff',
  'acl both any-of lab bob',
];

describe('lines of others before ours', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['allow the clients', ['http_access allow localnet'], ['+ any tcp']],
    [
      'allow a host and a port',
      ['acl h dstdomain -n h.example.org', 'acl p port 8443', 'http_access allow h p'],
      ['+ h.example.org on tcp/8443'],
    ],
    [
      'allow a host whose name Squid looks up for each address',
      ['acl h dstdomain h.example.org', 'acl p port 8443', 'http_access allow h p'],
      ['+ 0.0.0.0/0 on tcp/8443', '+ ::/0 on tcp/8443', '+ h.example.org on tcp/8443'],
    ],
    [
      'allow such a host in one line of an acl',
      [
        'acl h dstdomain -n www.example.com',
        'acl h dstdomain www.example.com',
        'acl p port 443',
        'http_access allow h p',
      ],
      [
        '+ 0.0.0.0-198.51.99.255 on tcp/443',
        '+ 198.51.100.128-255.255.255.255 on tcp/443',
        '+ ::/0 on tcp/443',
      ],
    ],
    [
      'allow a domain',
      ['acl h dstdomain -n .example.org', 'acl p port 22-23', 'http_access allow h p'],
      ['+ *.example.org on tcp/22-23', '+ example.org on tcp/22-23'],
    ],
    [
      'allow addresses',
      ['acl h dst 203.0.113.0/24 203.0.113.9', 'acl p port 22', 'http_access allow localnet h p'],
      ['+ 203.0.113.0/24 on tcp/22'],
    ],
    [
      'allow a network whose prefix has the length of an IPv4 address',
      ['acl h dst 2001:db8::/32 203.0.113.9/32', 'acl p port 22', 'http_access allow h p'],
      ['+ 2001:db8::/32 on tcp/22', '+ 203.0.113.9 on tcp/22'],
    ],
    [
      'allow hosts of a list that is not read',
      ['acl h dstdomain "/etc/list"', 'acl p port 22', 'http_access allow h p'],
      ['+ any on tcp/22'],
    ],
    [
      'allow ports that are not read',
      ['acl h dst 203.0.113.9', 'acl p port http', 'http_access allow h p'],
      ['+ 203.0.113.9 on tcp/1-65535'],
    ],
    [
      'deny a host with the name all',
      ['acl h dstdomain all', 'http_access deny h', 'http_access allow localnet'],
      ['+ any tcp'],
    ],
    [
      'deny everything, and allow the clients after it',
      ['acl every dst all', 'http_access deny every', 'acl p port 22', 'http_access allow p'],
      [
        '+ any on tcp/22',
        '- 198.51.100.0/25 on tcp/443',
        '- www.example.com on tcp/443',
        'this line denies or asks for a login before the lines of the site: http_access deny every',
      ],
    ],
    [
      'deny without a login',
      ['http_access deny !login'],
      [
        '- 198.51.100.0/25 on tcp/443',
        '- www.example.com on tcp/443',
        'this line denies or asks for a login before the lines of the site: http_access deny !login',
      ],
    ],
    ...[
      'allow login',
      'allow !login',
      'allow localnet6 all login',
      'deny bob',
      'allow helped',
      'deny people',
      'allow seldom',
    ].map((line): readonly [string, readonly string[], readonly string[]] => [
      `ask for a login: ${line}`,
      [...users, `http_access ${line}`],
      [
        '- 198.51.100.0/25 on tcp/443',
        '- www.example.com on tcp/443',
        `this line denies or asks for a login before the lines of the site: http_access ${line}`,
      ],
    ]),
    [
      'deny the clients',
      [...users, 'http_access deny localnet6'],
      [
        '- 198.51.100.0/25 on tcp/443',
        '- www.example.com on tcp/443',
        'this line denies or asks for a login before the lines of the site: http_access deny localnet6',
      ],
    ],
    [
      'ask some for a login, or not surely',
      [...users, 'http_access allow lab login', 'http_access deny both'],
      [],
    ],
    [
      'allow some without a login',
      [...users, 'acl p port 22', 'http_access allow both p', 'http_access allow named p'],
      ['+ any on tcp/22'],
    ],
    [
      'allow with a login',
      ['http_access allow login'],
      [
        '- 198.51.100.0/25 on tcp/443',
        '- www.example.com on tcp/443',
        'this line denies or asks for a login before the lines of the site: http_access allow login',
      ],
    ],
    ['allow some with a login', ['http_access allow localnet login'], []],
    [
      'add to an acl that Squid has',
      ['acl all src 203.0.113.7', 'acl p port 22', 'http_access allow all p'],
      ['+ any on tcp/22'],
    ],
    [
      'spell a name in another case',
      ['acl Lab src 10.9.0.0/16', 'acl lab src 192.0.2.0/24', 'acl P port 22'].concat(
        'http_access allow LAB p',
      ),
      ['+ any on tcp/22'],
    ],
    [
      'spell a name of ours in another case',
      ['acl SPT_web_https_host dstdomain -n evil.example.org'],
      [
        '+ evil.example.org on tcp/443',
        'the files do not have this line: acl SPT_web_https_host dstdomain -n evil.example.org',
      ],
    ],
    [
      'believe the address that a request names',
      ['follow_x_forwarded_for allow all'],
      ['this line lets a client name any address as its own: follow_x_forwarded_for allow all'],
    ],
    [
      'deny everything',
      ['http_access deny all'],
      [
        '- 198.51.100.0/25 on tcp/443',
        '- www.example.com on tcp/443',
        'this line denies or asks for a login before the lines of the site: http_access deny all',
      ],
    ],
    [
      'decrypt',
      ['ssl_bump bump all'],
      ['this line decides before the lines of the site: ssl_bump bump all'],
    ],
    [
      'adapt',
      ['adaptation_access icap_av allow all'],
      ['this line decides before the lines of the site: adaptation_access icap_av allow all'],
    ],
    [
      'rewrite',
      ['url_rewrite_access allow all'],
      ['this line decides before the lines of the site: url_rewrite_access allow all'],
    ],
    [
      'store',
      ['store_id_access allow all'],
      ['this line decides before the lines of the site: store_id_access allow all'],
    ],
    [
      'cache',
      ['cache allow all'],
      ['this line decides before the lines of the site: cache allow all'],
    ],
    [
      'use the parent',
      ['always_direct deny all'],
      ['this line decides before the lines of the site: always_direct deny all'],
    ],
  ])('%s', (_name, before, expected) => {
    expect(
      drift(same, { before })
        .map((line) =>
          line.replace(/^\+ any on tcp\/1-442, .*|^\+ any .* on tcp\/(?!22).*/, '+ any tcp'),
        )
        .filter((line, at, all) => all.indexOf(line) === at),
    ).toEqual(expected);
  });

  test('are shown', () => {
    const { gained, lineAt } = compared(same, { before: ['http_access allow localnet'] });
    const [place] = gained.map(({ at }) => at);
    expect(place && lineAt(place)).toBe('http_access allow localnet');
    expect(place && lineAt({ ...place, file: 'other' })).toBeNull();
  });

  test('are no notes if they are the denials of every configuration, in any case', () => {
    const before = ['http_access deny !safe_ports', 'http_access deny connect !SSL_PORTS'];
    expect(compared(same, { before }).notes).toEqual([]);
  });

  test('are notes if they are no drift', () => {
    const notes = (before: readonly string[]) =>
      compared(same, { before }).notes.map(({ message, text }) => `${message}: ${text}`);
    expect(notes([])).toEqual([]);
    expect(notes(['http_access deny !localnet'])).toEqual([
      'this line denies before the lines of the site: http_access deny !localnet',
    ]);
    expect(
      notes([
        ...users,
        'http_access allow lab login',
        'http_access deny both',
        'http_access allow all',
      ]),
    ).toEqual([
      'this line may ask for a login before the lines of the site: http_access allow lab login',
      'this line may ask for a login before the lines of the site: http_access deny both',
    ]);
    expect(notes(['acl h dstdomain h.example.org', 'http_access allow h'])).toEqual([
      'not all conditions of this rule are compared: it counts as if they were met: http_access allow h',
    ]);
    expect(notes(['acl t time 08:00-09:00', 'http_access allow localnet t'])).toEqual([
      'not all conditions of this rule are compared: it counts as if they were met: http_access allow localnet t',
    ]);
  });
});

describe('lines of ours', () => {
  test('a host that is missing, or in addition', () => {
    const host = 'acl spt_web_https_host dstdomain -n www.example.com';
    expect(drift(swap(`${host}\n`, ''))).toEqual([
      '- www.example.com on tcp/443',
      `this line of the files is missing on the device: ${host}`,
    ]);
    const more = 'acl spt_web_https_host dstdomain -n evil.example.org';
    expect(drift(swap(host, `${host}\n${more}`))).toEqual([
      '+ evil.example.org on tcp/443',
      `the files do not have this line: ${more}`,
    ]);
    const client = 'acl spt_clients src 10.7.0.0/16';
    const report = compared(swap('acl spt_connect', `${client}\nacl spt_connect`));
    expect(report.gained.map((each) => accessText(each))).toContain('www.example.com on tcp/443');
  });

  test('a line that joins others, is missing, or in addition', () => {
    expect(drift(swap('http_access allow spt_allow\n', ''))).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      '- www.example.com on tcp/443',
      'this line of the files is missing on the device: http_access allow spt_allow',
    ]);
    expect(drift(swap('acl spt_tunnel any-of spt_web_https\n', '')).slice(0, 2)).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      '- www.example.com on tcp/443',
    ]);
    expect(
      drift(swap('http_access allow spt_allow', 'http_access allow spt_clients\n$&'))[0],
    ).toMatch(/^\+ any/);
    expect(
      drift(swap('acl spt_tunnel any-of', 'acl spt_web_https all-of spt_clients\n$&'))[0],
    ).toMatch(/^\+ any/);
    expect(
      drift(swap('acl spt_web_https_port', 'acl spt_web_https_net dst -n all\n$&'))[0],
    ).toMatch(/^\+ any/);
  });

  test('the order of lines', () => {
    expect(drift(swap(/(acl spt_connect .*\n)(acl spt_http .*\n)/, '$2$1'))).toEqual([
      'this line is not in its place: from here on, the order differs from the files: acl spt_http proto HTTP',
    ]);
    expect(drift(swap('ssl_bump splice spt_tunnel\n', ''))).toEqual([
      'this line of the files is missing on the device: ssl_bump splice spt_tunnel',
    ]);
  });

  test('none at all', () => {
    expect(drift(() => '').filter((line) => line.startsWith('- '))).toHaveLength(2);
  });
});

describe('dumps that do not show enough', () => {
  const refusal = (...texts: readonly (readonly [string, string])[]) => {
    const dumps = texts.map(([name, text]) => ({ name, text }));
    const read = live.read(dumps, files);
    return read.ok ? 'accepted' : `${read.error.message}; ${read.error.help}`;
  };
  const parsed = parseOutput(dumpsOf(same, {}));

  test('are refused: the generated file alone', () => {
    const text = files.get('squid/bypass.conf') ?? '';
    const alone = compareLive('branch', device, [{ name: 'bypass.conf', text }], files);
    expect(alone.ok ? '' : alone.error.message).toBe(
      'bypass.conf is a generated file, and no squid.conf was passed that includes it',
    );
  });

  test('are refused: a missing include, two roots, conditions, a rejected configuration', () => {
    expect(refusal(['squid.conf', 'include /etc/squid/own.conf\n'])).toBe(
      'squid.conf:1: the file "/etc/squid/own.conf" is included and was not passed; pass it too, or pass the output of: squid -k parse 2> FILE',
    );
    expect(refusal(['a.conf', 'acl a src all\n'], ['b.conf', 'acl b src all\n'])).toMatch(
      /^no file includes a\.conf, and none includes b\.conf/,
    );
    expect(refusal(['a.conf', 'include a.conf\n'])).toMatch(/^no file is squid\.conf/);
    expect(
      refusal(
        ['m.conf', 'include a.conf\n'],
        ['a.conf', 'include b.conf\n'],
        ['b.conf', 'include a.conf\n'],
      ),
    ).toMatch(/more than 16 levels/);
    expect(refusal(['squid.conf', 'if true\nacl a src all\nendif\n'])).toMatch(
      /^squid\.conf:1: conditions/,
    );
    expect(
      refusal(['p', `${parsed}2026/11/26 18:30:01| FATAL: Bungled /etc/squid/squid.conf line 3\n`]),
    ).toMatch(/Squid rejects this configuration: "Bungled/);
    expect(refusal(['p', parsed], ['squid.conf', ''])).toMatch(
      /^p is the output of squid -k parse, which contains every file/,
    );
  });

  test('a pattern without a file is a note, and files are read by name', () => {
    const [main, own] = dumpsOf(same, {});
    const text = `${main?.text}include /etc/squid/none-*.conf\n`;
    const read = must(live.read([{ name: 'squid.conf', text }, own as Dump], files));
    expect(read.notes.map(({ message }) => message)).toEqual([
      'no given file matches this include',
    ]);
    const auth = { name: 'etc/auth.conf', text: 'http_access deny !login\n' };
    const late = { name: 'etc/zz.conf', text: 'http_access deny !login\n' };
    const differences = (more: Dump) =>
      must(live.read([main as Dump, own as Dump, more], files)).differences.length;
    expect([differences(late), differences({ ...auth, name: 'etc/00-auth.conf' })]).toEqual([0, 1]);
  });

  test('are known by their content, and show no secret', () => {
    for (const { name, text } of [...dumpsOf(same, {}), { name: 'p', text: parsed }])
      expect(live.recognize({ name, text })?.ok).toBe(true);
    expect(live.recognize({ name: 'x', text: 'hello\n' })).toBeUndefined();
    const report = compared(same, { before: ['http_access allow localnet'] });
    const text = JSON.stringify(report, (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(text).not.toMatch(/Secret/);
  });
});
