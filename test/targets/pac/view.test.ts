import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Refusal } from '../../../src/problem.ts';
import { view } from '../../../src/targets/pac/view.ts';
import type { SpecWords } from '../../support/policy.ts';
import { bypass, type Options, policyOf, proxy, textOf } from './support.ts';

/** What stands above the fixed code. */
function tablesOf(text: string): string {
  return text.slice(0, text.indexOf('var DEFAULT_PORTS'));
}

/** The lines of one table, without their commas. */
function rowsOf(text: string, table: string): string[] {
  const body =
    new RegExp(`^var ${table} = \\{\\n([^}]*)\\};$`, 'm').exec(text)?.[1] ?? 'no such table';
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().replace(/,$/, ''));
}

const mixed = {
  https: [
    'www.example.com',
    'api.example.com',
    '*.example.org',
    'cdn*.example.com',
    '198.51.100.0/24',
  ],
  http: ['www.example.com'],
};

describe('the file', () => {
  test('says in its first lines what it is, then lists the hosts, one on a line', () => {
    expect(
      tablesOf(textOf(bypass(mixed))),
    ).toBe(`// test-spec: the hosts that go around the proxy. Made by "portolan generate"; a change here is lost.
// It decides the way, not the permission. It reads host and port only, and resolves no name.
function FindProxyForURL(url, host) {
  return FindProxyForURL.way(url, host);
}
FindProxyForURL.way = (function () {
var AROUND = "DIRECT";
var OTHERWISE = "PROXY proxy.example.net:3128";

// Every host, on these ports.
var ANY = "";

// These hosts.
var HOSTS = {
  "api.example.com": "443",
  "www.example.com": "80,443"
};

// Every host below these names, at any depth; not the names themselves.
var BELOW = {
  "example.org": "443"
};

// A star stands for letters, digits and hyphens of one label; one that is a whole label, for underscores too.
var PATTERNS = {
  "cdn*.example.com": "443"
};

// Where the URL names the address itself.
var NETWORKS = {
  "198.51.100.0/24": "443"
};

`);
  });

  test('for a site with a file of its own says how to call it, and answers null', () => {
    expect(textOf(bypass(mixed, { functionName: 'findSendproProxy' }))).toContain(`
// To be included in the site's own file, which asks it first and decides where the answer is null:
//   var way = findSendproProxy(url, host);
//   if (way !== null) return way;
function findSendproProxy(url, host) {
  return findSendproProxy.way(url, host);
}
findSendproProxy.way = (function () {
var AROUND = "DIRECT";
var OTHERWISE = null;
`);
  });

  test('in its compact form lists a domain on a line', () => {
    const text = textOf(
      bypass(
        {
          https: ['b.example.com', 'a.example.com', 'c.example.org', '*.x.example.com'],
          http: ['c.example.com'],
        },
        { compact: true },
      ),
    );
    expect(rowsOf(text, 'HOSTS')).toEqual([
      '"example.com": "443 a b;80 c"',
      '"example.org": "443 c"',
    ]);
    expect(rowsOf(text, 'BELOW')).toEqual(['"example.com": "443 x"']);
  });

  test('joins the ports that several groups and services open on one host', () => {
    const policy = policyOf({
      services: { more: { ports: ['tcp/81-90', 'udp/443', 'tcp/8443'], application: 'other' } },
      groups: [
        { id: 'one', to: { http: ['www.example.com'] } },
        {
          id: 'two',
          tier: 'optional',
          to: { more: ['www.example.com'], https: ['https://www.example.com/path'] },
        },
      ],
    });
    expect(rowsOf(textOf(policy), 'HOSTS')).toEqual(['"www.example.com": "80-90,443,8443"']);
  });

  test('lists every host on some ports when the spec says any', () => {
    expect(textOf(bypass({ https: ['any'] }))).toContain('\nvar ANY = "443";\n');
  });

  test('sorts by code unit, whatever the order of the spec', () => {
    const names = [
      'b.example.com',
      'a-b.example.com',
      'a.example.com',
      'ab.example.com',
      '1.example.com',
    ];
    expect(textOf(bypass({ https: names }))).toBe(textOf(bypass({ https: [...names].reverse() })));
    expect(rowsOf(textOf(bypass({ https: names })), 'HOSTS')).toEqual([
      '"1.example.com": "443"',
      '"a-b.example.com": "443"',
      '"a.example.com": "443"',
      '"ab.example.com": "443"',
      '"b.example.com": "443"',
    ]);
  });
});

describe('only what bypasses inspection goes in', () => {
  const groups = (more: SpecWords['groups']) =>
    textOf(policyOf({ groups: [{ id: 'hosts', to: { https: ['a.example.com'] } }, ...more] }));
  const alone = groups([]);

  test.each([
    [
      'permission only',
      [
        {
          id: 'more',
          inspection: 'allow',
          to: { https: ['b.example.com', 'any', '*.example.org'] },
        },
      ],
    ],
    [
      'name resolution',
      [{ id: 'more', to: { dns: ['resolvers', 'b.example.com', '192.0.2.53'] } }],
    ],
    ['resolvers on another service', [{ id: 'more', to: { https: ['resolvers'] } }]],
  ] satisfies [string, SpecWords['groups']][])('%s stays out', (_what, more) => {
    expect(groups(more)).toBe(alone);
  });

  test('UDP stays out', () => {
    const services = { quic: { ports: ['udp/443'], application: 'other' } } as const;
    expect(
      textOf(bypass({ https: ['a.example.com'], quic: ['b.example.com'] }, {}, services)),
    ).toBe(alone);
  });
});

/** The refusals of a view, as rule and message. */
function refusalsOf(to: Record<string, readonly string[]>, options: Options = {}): Refusal[] {
  const made = view(bypass(to, options));
  return made.ok ? [] : made.error;
}

describe('refused is', () => {
  test.each([
    [
      'a site where all is permission only',
      { groups: [{ id: 'a', inspection: 'allow', to: { https: ['a.example.com'] } }] },
    ],
    ['a site of name resolution alone', { groups: [{ id: 'a', to: { dns: ['resolvers'] } }] }],
  ] satisfies [string, SpecWords][])('%s', (_what, words) => {
    const made = view(policyOf(words));
    expect(made).toEqual({
      ok: false,
      error: [
        {
          rule: 'pac-empty',
          message:
            'site "example" has nothing that goes around the proxy, so its PAC file would do nothing',
          help: 'mark what must not be inspected with "inspection: bypass", or take "pac" out of the site\'s targets',
        },
      ],
    });
  });

  test.each([
    'PROXY proxy.example.net:99999',
    'PROXY proxy.example.net:0',
    'PROXY proxy.example.net:080',
    'PROXY proxy.example.net',
    'PROXY proxy.example.net:3128,DIRECT',
    'PROXY a.example.net:3128;PROXY b.example.net:3128',
    'PROXY a.example.net:3128; ',
    'PROXY  a.example.net:3128',
    'proxy a.example.net:3128',
    'HTTP a.example.net:3128',
    'PROXY http://a.example.net:3128',
    'PROXY a_b.example.net:3128',
    'PROXY 2001:db8::1:3128',
    'PROXY [192.0.2.1]:3128',
    'PROXY 192.0.2.999:3128',
    'PROXY *.example.net:3128',
    'PROXY a.example.net:3128"; //',
    'PROXY a.example.net:3128\n',
    '',
  ])('the answer %j, which is none', (answer) => {
    const rules = refusalsOf(mixed, { proxy: answer }).map(
      ({ rule, message }) => `${rule}: ${message}`,
    );
    expect(rules).toEqual([expect.stringContaining('pac-return: the pac option "proxy" holds')]);
    expect(refusalsOf(mixed, { direct: answer }).map(({ rule }) => rule)).toEqual(['pac-return']);
  });

  test.each(['DIRECT', 'DIRECT; PROXY proxy.example.net:3128'])(
    'the proxy %j, which sends every host around it',
    (answer) => {
      expect(refusalsOf(mixed, { proxy: answer })).toEqual([
        {
          rule: 'pac-return',
          message: `the pac option "proxy" is "${answer}", so every host would go the way of those that bypass`,
          help: 'name the proxy of all other hosts, as in "PROXY proxy.example.net:3128"',
          option: 'proxy',
        },
      ]);
    },
  );

  test('one answer for both', () => {
    expect(refusalsOf(mixed, { direct: proxy }).map(({ rule }) => rule)).toEqual(['pac-return']);
  });

  test.each([
    [
      'is not a name in JavaScript',
      ['', '1a', 'a-b', 'a.b', 'a b', 'a;', 'a\n', 'n\u00e4me', 'a'.repeat(65)],
    ],
    [
      'JavaScript or a browser already uses',
      [
        'var',
        'class',
        'let',
        'arguments',
        'eval',
        'Object',
        'undefined',
        'dnsResolve',
        'FindProxyForURLEx',
        'url',
        'host',
        'toString',
        '__proto__',
      ],
    ],
  ])('a function name that %s', (why, names) => {
    const messages = names.map((functionName) => refusalsOf(mixed, { functionName })[0]?.message);
    expect(messages).toEqual(names.map(() => expect.stringContaining(why)));
  });

  test('nothing else: all of these are taken', () => {
    const answers = [
      'PROXY p:1',
      'PROXY Proxy.Example.net:65535',
      'HTTPS 192.0.2.1:443; SOCKS [2001:db8::1]:1080; SOCKS4 a.b:1; SOCKS5 a.b:2; DIRECT',
    ];
    const names = ['FindProxyForURL', 'findSendproProxy', '_', '$pac', 'a'.repeat(64)];
    expect(answers.flatMap((answer) => refusalsOf(mixed, { proxy: answer }))).toEqual([]);
    expect(names.flatMap((functionName) => refusalsOf(mixed, { functionName }))).toEqual([]);
  });

  test('every mistake at once', () => {
    const made = view(
      policyOf({
        groups: [{ id: 'a', to: { dns: ['resolvers'] } }],
        site: { targets: { pac: { proxy: 'NONE', direct: 'NONE', functionName: 'if' } } },
      }),
    );
    expect(made.ok ? [] : made.error.map(({ rule }) => rule)).toEqual([
      'pac-return',
      'pac-return',
      'pac-return',
      'pac-function-name',
      'pac-empty',
    ]);
  });
});

describe('one host more', () => {
  /** The lines that differ, each side. */
  function hunk(before: string, after: string): [string[], string[]] {
    const [a, b] = [before.split('\n'), after.split('\n')];
    const head = a.findIndex((line, index) => line !== b[index]);
    let tail = 0;
    while (a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
    return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  }

  const some = { https: ['a.example.com', 'm.example.com'] };

  test.each([
    ['in the middle', 'b.example.com', [], ['  "b.example.com": "443",']],
    [
      'at the end',
      'z.example.com',
      ['  "m.example.com": "443"'],
      ['  "m.example.com": "443",', '  "z.example.com": "443"'],
    ],
    ['as the first of its kind', '*.z.example.com', [], ['  "z.example.com": "443"']],
  ])('is one local change, %s', (_where, host, removed, added) => {
    expect(hunk(textOf(bypass(some)), textOf(bypass({ https: [...some.https, host] })))).toEqual([
      removed,
      added,
    ]);
  });

  test('is one line of its domain in the compact form', () => {
    const form = { compact: true };
    expect(
      hunk(
        textOf(bypass(some, form)),
        textOf(bypass({ https: [...some.https, 'b.example.com'] }, form)),
      ),
    ).toEqual([['  "example.com": "443 a m"'], ['  "example.com": "443 a b m"']]);
  });
});

describe('free text changes no byte', () => {
  const hostile = fc.constantFrom(
    '"; return "DIRECT"; //',
    '*/ }',
    '\n}\nfunction FindProxyForURL() { return "DIRECT"; }',
    '{{{x}}}',
    '\u2028',
    '</script>',
    '\\',
    '__proto__',
  );
  const text = fc.oneof(hostile, fc.string({ unit: 'binary' }));

  test('in any field that the policy carries', () => {
    const plain = textOf(policyOf({ groups: [{ id: 'hosts', to: mixed }] }));
    fc.assert(
      fc.property(text, text, text, (title, note, owner) => {
        const policy = policyOf({
          title,
          groups: [{ id: 'hosts', title, note, to: mixed, applications: { paloalto: [owner] } }],
        });
        const source = { document: title, section: note };
        const rules = policy.rules.map((rule) => ({
          ...rule,
          group: { ...rule.group, purpose: owner, source },
          destinations: rule.destinations.map((to) => ({
            ...to,
            origins: to.origins.map((origin) => ({
              ...origin,
              endpoint: {
                ...origin.endpoint,
                ticket: owner,
                requester: title,
                expires: note,
                source,
                printed: { url: owner, port: 1 },
              },
            })),
          })),
        }));
        expect(textOf({ ...policy, spec: { ...policy.spec, owner }, rules })).toBe(plain);
      }),
    );
  });
});
