import { describe, expect, test } from '@jest/globals';
import type { Refusal } from '../../../src/problem.ts';
import { view } from '../../../src/targets/paloalto/view.ts';
import type { SpecWords } from '../../support/policy.ts';
import { everything, linesOf, type Options, policyFor, setOf, xmlOf } from './support.ts';

const web: SpecWords = {
  groups: [{ id: 'web', title: 'Web', to: { https: ['www.example.com', 'api.example.com'] } }],
  site: { clients: ['192.0.2.0/24'] },
};

function refusalsOf(words: SpecWords, options: Partial<Options> = {}): readonly Refusal[] {
  const made = view(policyFor(words, options));
  return made.ok ? [] : made.error;
}

describe('rules.set', () => {
  test('makes the objects, then the rule, then its place; each list is emptied before it is filled', () => {
    expect(setOf(policyFor(web, { position: { before: 'block-all' } }))).toBe(
      `# test-spec: objects and rules for PAN-OS, written by "portolan generate"; a change here is lost.
# Paste it in configuration mode, compare the candidate, commit. What an older file made and this one lacks stays until it is deleted by hand.
set tag spt comments "Test spec (test-spec)"
delete address-group spt-clients static
set address spt-192.0.2.0-24 ip-netmask 192.0.2.0/24
set address-group spt-clients static spt-192.0.2.0-24
set service spt-tcp-443 protocol tcp port 443
set profiles custom-url-category spt-web-https type "URL List"
delete profiles custom-url-category spt-web-https list
set profiles custom-url-category spt-web-https list api.example.com/
set profiles custom-url-category spt-web-https list www.example.com/
delete service-group spt-web-https members
set service-group spt-web-https members spt-tcp-443
delete application-group spt-web-https members
set application-group spt-web-https members ssl
set rulebase security rules spt-web-https disabled yes
set rulebase security rules spt-web-https from trust
set rulebase security rules spt-web-https to untrust
set rulebase security rules spt-web-https source spt-clients
set rulebase security rules spt-web-https destination any
set rulebase security rules spt-web-https application spt-web-https
set rulebase security rules spt-web-https service spt-web-https
set rulebase security rules spt-web-https category spt-web-https
set rulebase security rules spt-web-https action allow
set rulebase security rules spt-web-https description "required: Web"
set rulebase security rules spt-web-https tag spt
set rulebase security rules spt-web-https disabled no
set rulebase decryption rules spt-web-https-raw disabled yes
set rulebase decryption rules spt-web-https-raw from trust
set rulebase decryption rules spt-web-https-raw to untrust
set rulebase decryption rules spt-web-https-raw source spt-clients
set rulebase decryption rules spt-web-https-raw destination any
set rulebase decryption rules spt-web-https-raw service spt-web-https
set rulebase decryption rules spt-web-https-raw category spt-web-https
set rulebase decryption rules spt-web-https-raw type ssl-forward-proxy
set rulebase decryption rules spt-web-https-raw action no-decrypt
set rulebase decryption rules spt-web-https-raw description "required: Web"
set rulebase decryption rules spt-web-https-raw tag spt
set rulebase decryption rules spt-web-https-raw disabled no
set rulebase security rules spt-deny disabled yes
set rulebase security rules spt-deny from trust
set rulebase security rules spt-deny to any
set rulebase security rules spt-deny source spt-clients
set rulebase security rules spt-deny destination any
set rulebase security rules spt-deny application any
set rulebase security rules spt-deny service any
set rulebase security rules spt-deny action deny
set rulebase security rules spt-deny description "everything else of these clients"
set rulebase security rules spt-deny tag spt
set rulebase security rules spt-deny disabled no
move rulebase security rules spt-web-https before block-all
move rulebase security rules spt-deny after spt-web-https
move rulebase decryption rules spt-web-https-raw top
`,
    );
  });

  const commands = linesOf(setOf(policyFor(everything, { logSetting: 'fwd', profileGroup: 'pg' })));

  test('deletes lists of its own objects only, never a field of a rule and never a whole object', () => {
    const deletes = commands.filter((line) => line.startsWith('delete '));
    const owned =
      /^delete (profiles custom-url-category \S+ list|address-group \S+ static|(service|application)-group \S+ members)$/;
    expect(deletes.filter((line) => !owned.test(line))).toEqual([]);
    expect(deletes.length).toBeGreaterThan(10);
  });

  test('gives a URL category its type before its list', () => {
    const about = commands.filter((line) => line.includes('custom-url-category spt-web-https '));
    expect(about.slice(0, 3).map((line) => line.replace(/.*spt-web-https /, ''))).toEqual([
      'type "URL List"',
      'list',
      'list *.example.net/',
    ]);
  });

  test('switches every rule off before its first field and on after its last', () => {
    for (const base of ['security', 'decryption']) {
      const start = `set rulebase ${base} rules `;
      const fields = commands.filter((line) => line.startsWith(start));
      const names = [...new Set(fields.map((line) => line.slice(start.length).split(' ')[0]))];
      for (const name of names) {
        const own = fields.filter((line) => line.startsWith(`${start}${name} `));
        expect([own[0], own.at(-1)]).toEqual([
          `${start}${name} disabled yes`,
          `${start}${name} disabled no`,
        ]);
      }
    }
  });

  test('gives every security rule from, to, source, destination, application, service and action', () => {
    const rule = /^set rulebase security rules (\S+) (\S+) /;
    const fields = new Map<string, string[]>();
    for (const line of commands) {
      const [, name, field] = rule.exec(line) ?? [];
      if (name !== undefined && field !== undefined)
        fields.set(name, [...(fields.get(name) ?? []), field]);
    }
    const needed = ['from', 'to', 'source', 'destination', 'application', 'service', 'action'];
    for (const own of fields.values()) expect(own).toEqual(expect.arrayContaining(needed));
    expect(fields.size).toBe(11);
  });

  test('never opens a service of the firewall that is wider than its port, and no host information profile', () => {
    expect(commands.join('\n')).not.toMatch(/service-https?\b|application-default|hip-profiles/);
  });

  test('never writes web-browsing into a rule on TLS', () => {
    expect(commands).toContain('set application-group spt-web-http members web-browsing');
    expect(commands).not.toContain('set application-group spt-web-https members web-browsing');
  });

  test('gives a field of a rule one member only, so that nothing can stay in it', () => {
    const fields = commands
      .filter((line) => /rules \S+ (source|destination|application|service|category) /.test(line))
      .map((line) => line.split(' ').slice(0, 6).join(' '));
    expect(new Set(fields).size).toBe(fields.length);
  });
});

describe('a closed site', () => {
  test.each<[string, Options['position'], string]>([
    ['top', 'top', 'top'],
    ['bottom', 'bottom', 'bottom'],
    ['before a rule', { before: 'block all' }, 'before "block all"'],
    ['after a rule', { after: 'threats' }, 'after threats'],
  ])('puts its refusal after its last allow: %s', (_name, position, first) => {
    const words = {
      groups: [{ id: 'web', to: { https: ['a.example.com'], http: ['a.example.com'] } }],
    };
    const moves = linesOf(setOf(policyFor(words, { position })))
      .filter((line) => line.startsWith('move rulebase security'))
      .map((line) => line.replace('move rulebase security rules ', ''));
    expect(moves).toEqual([
      `spt-web-http ${first}`,
      'spt-web-https after spt-web-http',
      'spt-deny after spt-web-https',
    ]);
  });

  test('that is additive refuses nothing', () => {
    const policy = policyFor({ ...web, site: { enforce: 'additive' } });
    expect(setOf(policy) + xmlOf(policy)).not.toContain('deny');
  });
});

describe('the location', () => {
  test.each<[string, NonNullable<Options['location']>, string, string, string]>([
    ['the first virtual system', 'vsys1', '', 'rulebase', '        <entry name="vsys1">'],
    ['another one', 'vsys12', 'vsys vsys12 ', 'rulebase', '        <entry name="vsys12">'],
    ['shared', 'shared', 'shared ', 'pre-rulebase', '  <shared>'],
    [
      'a device group, above',
      { deviceGroup: 'Branches', rulebase: 'pre' },
      'device-group Branches ',
      'pre-rulebase',
      '        <entry name="Branches">',
    ],
    [
      'a device group of two words, below',
      { deviceGroup: 'All Branches', rulebase: 'post' },
      'device-group "All Branches" ',
      'post-rulebase',
      '        <entry name="All Branches">',
    ],
  ])('%s', (_name, location, at, rulebase, entry) => {
    const policy = policyFor(web, { location });
    const commands = linesOf(setOf(policy)).filter((line) => !line.startsWith('#'));
    expect(commands.filter((line) => !/^(set|delete|move) /.test(line))).toEqual([]);
    expect(commands.filter((line) => !line.replace(/^\w+ /, '').startsWith(at))).toEqual([]);
    expect(commands).toContain(`set ${at}tag spt comments "Test spec (test-spec)"`);
    expect(commands).toContain(`set ${at}${rulebase} security rules spt-web-https action allow`);
    expect(commands).toContain(`move ${at}${rulebase} decryption rules spt-web-https-raw top`);
    const xml = linesOf(xmlOf(policy));
    expect(xml).toContain(entry);
    expect(xml).toContain(`          <${rulebase}>`);
  });
});

describe('what the site names', () => {
  test('a log setting and a profile group stand in the rules only then', () => {
    const without = policyFor(web);
    expect(setOf(without) + xmlOf(without)).not.toMatch(/log-setting|profile-setting/);
    const named = policyFor(web, { logSetting: 'to siem', profileGroup: 'alert' });
    const start = 'set rulebase security rules spt';
    expect(linesOf(setOf(named)).filter((line) => /(log|profile)-setting/.test(line))).toEqual([
      `${start}-web-https log-setting "to siem"`,
      `${start}-web-https profile-setting group alert`,
      `${start}-deny log-setting "to siem"`,
    ]);
    expect(xmlOf(named)).toContain('<log-setting>to siem</log-setting>');
  });

  test('zones of two words are quoted', () => {
    const set = setOf(policyFor(web, { from: 'LAN a', to: 'WAN b' }));
    expect(set).toContain('spt-web-https from "LAN a"\n');
    expect(set).toContain('spt-web-https to "WAN b"\n');
  });

  test('every application, where it asks for it, in place of a list', () => {
    const set = setOf(policyFor(web, { applications: 'any' }));
    expect(set).toContain('spt-web-https application any\n');
    expect(set).not.toContain('application-group');
  });
});

describe('how a destination is matched', () => {
  const matched = (words: SpecWords, options: Partial<Options> = {}) =>
    linesOf(setOf(policyFor(words, options)))
      .filter((line) =>
        /^set (address spt-(?!192\.0\.2\.0|2001-db8-c1--)|profiles .* list|service spt|application-group)|security rules \S+ (application any|to )/.test(
          line,
        ),
      )
      .filter((line) => !line.includes('spt-deny'))
      .map((line) =>
        line.replace(/^set (profiles custom-url-category |rulebase security rules )?/, ''),
      );
  const one = (service: string, place: string): SpecWords => ({
    services: {
      quic: { ports: ['udp/443'], application: 'tls' },
      ntp: { ports: ['udp/123'], application: 'other' },
    },
    groups: [{ id: 'g', to: { [service]: [place] } }],
  });

  test.each<[string, string, string, string[]]>([
    [
      'a host on TLS',
      'https',
      'a.example.com',
      [
        'service spt-tcp-443 protocol tcp port 443',
        'spt-g-https list a.example.com/',
        'application-group spt-g-https members ssl',
        'spt-g-https to untrust',
      ],
    ],
    [
      'a path on TLS: its host',
      'https',
      'https://a.example.com/x/Y',
      [
        'service spt-tcp-443 protocol tcp port 443',
        'spt-g-https list a.example.com/',
        'application-group spt-g-https members ssl',
        'spt-g-https to untrust',
      ],
    ],
    [
      'a path in cleartext',
      'http',
      'http://a.example.com/x/Y',
      [
        'service spt-tcp-80 protocol tcp port 80',
        'spt-g-http list a.example.com/x/Y',
        'application-group spt-g-http members web-browsing',
        'spt-g-http to untrust',
      ],
    ],
    [
      'everything below a name',
      'https',
      '*.example.com',
      [
        'service spt-tcp-443 protocol tcp port 443',
        'spt-g-https list *.example.com/',
        'application-group spt-g-https members ssl',
        'spt-g-https to untrust',
      ],
    ],
    [
      'a label of any kind',
      'https',
      'eu.*.*.example.com',
      [
        'service spt-tcp-443 protocol tcp port 443',
        'spt-g-https list eu.^.^.example.com/',
        'application-group spt-g-https members ssl',
        'spt-g-https to untrust',
      ],
    ],
    [
      'a network',
      'https',
      '198.51.100.0/24',
      [
        'service spt-tcp-443 protocol tcp port 443',
        'address spt-198.51.100.0-24 ip-netmask 198.51.100.0/24',
        'application-group spt-g-https-ip members ssl',
        'spt-g-https-ip to untrust',
      ],
    ],
    [
      'a range',
      'https',
      '198.51.100.1-198.51.100.6',
      [
        'service spt-tcp-443 protocol tcp port 443',
        'address spt-198.51.100.1-198.51.100.6 ip-range 198.51.100.1-198.51.100.6',
        'application-group spt-g-https-ip members ssl',
        'spt-g-https-ip to untrust',
      ],
    ],
    [
      'a host on UDP',
      'quic',
      'a.example.com',
      [
        'service spt-udp-443 protocol udp port 443',
        'address spt-a.example.com fqdn a.example.com',
        'spt-g-quic-udp to untrust',
        'spt-g-quic-udp application any',
      ],
    ],
    [
      'a host of another application',
      'ntp',
      'a.example.com',
      [
        'service spt-udp-123 protocol udp port 123',
        'address spt-a.example.com fqdn a.example.com',
        'spt-g-ntp to untrust',
        'spt-g-ntp application any',
      ],
    ],
    [
      'every place',
      'ntp',
      'any',
      [
        'service spt-udp-123 protocol udp port 123',
        'spt-g-ntp-any to untrust',
        'spt-g-ntp-any application any',
      ],
    ],
  ])('%s', (_name, service, place, want) => {
    expect(matched(one(service, place))).toEqual(want);
  });

  test('with "match: fqdn" a host is an address object, and stands in no URL list', () => {
    const set = setOf(policyFor(web, { match: 'fqdn' }));
    expect(set).toContain('set address spt-www.example.com fqdn www.example.com\n');
    expect(set).not.toContain('category');
    expect(set).toContain('decryption rules spt-web-https-raw destination spt-web-https\n');
  });

  test('the App-IDs of a group stand beside those of its services', () => {
    const words = {
      groups: [
        {
          id: 'g',
          applications: { paloalto: ['okta', 'google-base'], other: ['x'] },
          to: { https: ['a.example.com'] },
        },
      ],
    };
    expect(matched(words).filter((line) => line.startsWith('application-group'))).toEqual([
      'application-group spt-g-https members google-base',
      'application-group spt-g-https members okta',
      'application-group spt-g-https members ssl',
    ]);
  });
});

describe('resolvers', () => {
  const dns = (resolvers: readonly string[] | 'any'): SpecWords => ({
    groups: [{ id: 'g', inspection: 'allow', to: { dns: ['resolvers'] } }],
    site: { resolvers, clients: ['192.0.2.0/24'] },
  });
  const said = (words: SpecWords, options: Partial<Options>) =>
    linesOf(setOf(policyFor(words, options)))
      .filter((line) => /^set address spt-|rules spt-g-\S+ (to|destination) /.test(line))
      .filter((line) => !line.includes('192.0.2.0-24'))
      .map((line) => line.replace(/^set (rulebase security rules spt-g-dns-)?/, ''));

  test.each<[string, readonly string[] | 'any', Partial<Options>, string[]]>([
    [
      'self is the addresses that the site says, in their zone',
      ['self'],
      { resolverZone: 'trust', resolvers: ['192.0.2.1'] },
      [
        'address spt-192.0.2.1 ip-netmask 192.0.2.1',
        'resolvers to trust',
        'resolvers destination spt-g-dns-resolvers',
      ],
    ],
    [
      'others beside self may be in the zone of the destinations',
      ['self', '198.51.100.53'],
      { resolverZone: 'trust', resolvers: ['192.0.2.1'] },
      [
        'address spt-192.0.2.1 ip-netmask 192.0.2.1',
        'address spt-198.51.100.53 ip-netmask 198.51.100.53',
        'resolvers to trust',
        'resolvers to untrust',
        'resolvers destination spt-g-dns-resolvers',
      ],
    ],
    [
      'others alone are in the zone of the resolvers',
      ['198.51.100.53', '2001:db8::53'],
      { resolverZone: 'infra' },
      [
        'address spt-198.51.100.53 ip-netmask 198.51.100.53',
        'resolvers to infra',
        'resolvers destination spt-g-dns-resolvers',
      ],
    ],
    [
      'any resolver is every address',
      'any',
      {},
      ['resolvers to untrust', 'resolvers destination any'],
    ],
  ])('%s', (_name, resolvers, options, want) => {
    expect(said(dns(resolvers), options)).toEqual(want);
  });

  test('both ports are two services of one group', () => {
    const set = setOf(policyFor(dns(['self'])));
    expect(set).toContain('members spt-tcp-53\n');
    expect(set).toContain('members spt-udp-53\n');
    expect(set).toContain('set application-group spt-g-dns-resolvers members dns\n');
  });
});

describe('no-decrypt rules', () => {
  const rules = (words: SpecWords) =>
    linesOf(setOf(policyFor(words))).filter((line) => / decryption .* action /.test(line));

  test.each<[string, SpecWords['groups'][number], number]>([
    [
      'stand for TLS that bypasses',
      { id: 'g', to: { https: ['a.example.com', '198.51.100.1'] } },
      2,
    ],
    [
      'not for what is only allowed',
      { id: 'g', inspection: 'allow', to: { https: ['a.example.com'] } },
      0,
    ],
    ['not for cleartext', { id: 'g', to: { http: ['a.example.com'] } }, 0],
    ['not for name resolution', { id: 'g', to: { dns: ['resolvers'] } }, 0],
  ])('%s', (_name, group, want) => {
    expect(rules({ groups: [group] })).toHaveLength(want);
  });

  test('go to the top of the decryption rules, one behind the other', () => {
    const policy = policyFor(
      {
        groups: [{ id: 'g', to: { https: ['a.example.com', '198.51.100.1'] } }],
      },
      { position: 'bottom' },
    );
    expect(linesOf(setOf(policy)).slice(-2)).toEqual([
      'move rulebase decryption rules spt-g-https-raw top',
      'move rulebase decryption rules spt-g-https-ip-raw after spt-g-https-raw',
    ]);
  });
});

describe('what is refused', () => {
  const dns: SpecWords = { groups: [{ id: 'g', to: { dns: ['resolvers'] } }] };

  test.each<[string, SpecWords, Partial<Options>, Refusal[]]>([
    [
      'self without an address, where a rule leads to it',
      dns,
      { resolvers: [] },
      [
        {
          rule: 'paloalto-self',
          message:
            'clients of site "example" ask the firewall itself for names, and no address stands for it',
          help: 'add "resolvers" to the options of paloalto: the addresses that its DNS proxy answers on',
          option: 'resolvers',
        },
      ],
    ],
    ['self without an address, where no rule leads to it', web, { resolvers: [] }, []],
    [
      'an address of a resolver that is not canonical',
      web,
      { resolvers: ['2001:DB8::1'] },
      [
        {
          rule: 'address-not-canonical',
          message: '"2001:DB8::1" is not in canonical form',
          help: 'write "2001:db8::1"',
          option: 'resolvers',
        },
      ],
    ],
    [
      'an App-ID that is every application',
      {
        groups: [
          { id: 'g', applications: { paloalto: ['any'] }, to: { https: ['a.example.com'] } },
        ],
      },
      {},
      [
        {
          rule: 'paloalto-application',
          message: 'group "g" lists "any", which is no App-ID',
          help: 'name the App-ID, as in okta; to look at none, write "applications: any" under paloalto',
        },
      ],
    ],
    [
      'an App-ID of an endpoint that is every application',
      {
        groups: [
          {
            id: 'g',
            endpointApplications: { 'a.example.com': { paloalto: ['any'] } },
            to: { https: ['a.example.com'] },
          },
        ],
      },
      {},
      [
        {
          rule: 'paloalto-application',
          message: 'endpoint "a.example.com" lists "any", which is no App-ID',
          help: 'name the App-ID, as in okta; to look at none, write "applications: any" under paloalto',
        },
      ],
    ],
    [
      'a place among our own rules',
      web,
      { position: { after: 'spt-deny' } },
      [
        {
          rule: 'paloalto-position',
          message:
            'the position names "spt-deny", which begins like the rules that are to be moved',
          help: "name a rule of the site's own, or top or bottom",
          option: 'position',
        },
      ],
    ],
    [
      'a site of which nothing can be said',
      { groups: [{ id: 'g', to: { https: ['cdn*.example.com'] } }] },
      {},
      [
        {
          rule: 'nothing-expressible',
          message: 'PAN-OS can express nothing of what site "example" allows',
          help: 'take paloalto out of the site\'s "targets", or name hosts and networks that it can match',
        },
      ],
    ],
    [
      'two rules of one name',
      {
        services: {
          c: { ports: ['tcp/1'], application: 'tls' },
          'b-c': { ports: ['tcp/2'], application: 'tls' },
        },
        groups: [
          { id: 'a-b', to: { c: ['x.example.com'] } },
          { id: 'a', to: { 'b-c': ['x.example.com'] } },
        ],
      },
      {},
      [
        {
          rule: 'name-collision',
          message: '"a-b/c" and "a/b-c" would both be named "spt-a-b-c"',
          help: 'rename a group or a service',
        },
      ],
    ],
    [
      'an address and a rule of one name',
      {
        services: { 'abc-0921f717': { ports: ['tcp/1'], application: 'other' } },
        groups: [
          { id: 'fd00--1', to: { 'abc-0921f717': ['x.example.com'] } },
          { id: 'g', to: { https: ['fd00::1:abc'] } },
        ],
      },
      {},
      [
        {
          rule: 'name-collision',
          message:
            '"fd00::1:abc" and "fd00--1/abc-0921f717" would both be named "spt-fd00--1-abc-0921f717"',
          help: 'rename a group or a service',
        },
      ],
    ],
    [
      'two networks that differ in a colon and a slash, which a hash parts',
      { groups: [{ id: 'g', to: { https: ['2001:db8::1:0/112', '2001:db8::1:0:112'] } }] },
      {},
      [],
    ],
    [
      'a network like a client, which a hash parts',
      {
        groups: [{ id: 'g', to: { https: ['2001:db8::1:0/112'] } }],
        site: { clients: ['2001:db8::1:0:112'] },
      },
      {},
      [],
    ],
  ])('%s', (_name, words, options, want) => {
    expect(refusalsOf(words, options)).toEqual(want);
  });

  test('an App-ID that every line of a list shares, once', () => {
    const shared = { paloalto: ['any'] };
    const words: SpecWords = {
      groups: [
        {
          id: 'g',
          endpointApplications: { 'a.example.com': shared, 'b.example.com': shared },
          to: { https: ['a.example.com', 'b.example.com'] },
        },
      ],
    };
    expect(refusalsOf(words).map(({ message }) => message)).toEqual([
      'endpoint "a.example.com" lists "any", which is no App-ID',
    ]);
  });
});

describe('names', () => {
  const long: SpecWords = {
    name: 'a-name-of-forty-characters-to-the-last-1',
    services: {
      'a-service-of-thirty-two-letters1': {
        ports: ['tcp/443', 'tcp/10000-20000'],
        application: 'tls',
      },
      'a-service-of-thirty-two-letters2': { ports: ['udp/8443'], application: 'other' },
    },
    groups: [
      {
        id: 'a-group-with-thirty-two-letters1',
        to: {
          'a-service-of-thirty-two-letters1': [
            `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(53)}.example`,
          ],
          'a-service-of-thirty-two-letters2': [
            `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(53)}.example`,
            '2001:db8:1111:2222:3333:4444:5555:6667-2001:db8:1111:2222:3333:4444:5555:6669',
          ],
        },
      },
      {
        id: 'a-group-with-thirty-two-letters2',
        to: { 'a-service-of-thirty-two-letters1': ['b.example.com'] },
      },
    ],
    site: { prefix: 'abcdefgh' },
  };
  const xml = xmlOf(policyFor(long));
  const namesIn = (container: string) =>
    [
      ...(new RegExp(`<${container}>([^]*?)</${container}>`).exec(xml)?.[1] ?? '').matchAll(
        /<entry name="([^"]+)"/g,
      ),
    ].map((match) => match[1] ?? '');

  test.each([
    ['security', 31],
    ['decryption', 31],
    ['custom-url-category', 31],
    ['application-group', 31],
    ['address-group', 63],
    ['service-group', 63],
    ['address', 63],
    ['service', 63],
    ['tag', 127],
  ])('of %s stay within %i characters and begin with the prefix', (container, limit) => {
    const names = namesIn(container);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => name.length > limit || !/^abcdefgh(-|$)/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('that were cut end in a hash of what they stand for, and stay as they are when others come', () => {
    const more = {
      ...long,
      groups: [{ id: 'a', to: { https: ['c.example.com'] } }, ...long.groups],
    };
    const rules = namesIn('security').filter((name) => name !== 'abcdefgh-deny');
    expect(rules.every((name) => /-[0-9a-f]{8}$/.test(name))).toBe(true);
    expect(rules.every((name) => xmlOf(policyFor(more)).includes(`<entry name="${name}">`))).toBe(
      true,
    );
  });
});

describe('one host more', () => {
  const added = (before: readonly string[], after: readonly string[]): string[] => {
    const start = before.findIndex((line, index) => line !== after[index]);
    const count = after.length - before.length;
    expect([...after.slice(0, start), ...after.slice(start + count)]).toEqual(before);
    return after.slice(start, start + count).map((line) => line.trim());
  };
  const words = (service: string, ...hosts: string[]): SpecWords => ({
    services: { ntp: { ports: ['udp/123'], application: 'other' } },
    groups: [
      { id: 'a', to: { https: ['a.example.com'] } },
      { id: 'g', to: { [service]: ['k.example.com', ...hosts] } },
    ],
  });

  test.each([
    ['rules.set', setOf, 'set profiles custom-url-category spt-g-https list m.example.com/'],
    ['rules.xml', xmlOf, '<member>m.example.com/</member>'],
  ])('is one line more in %s', (_file, render, want) => {
    const [before, after] = [words('https'), words('https', 'm.example.com')].map((some) =>
      linesOf(render(policyFor(some))),
    );
    expect(added(before ?? [], after ?? [])).toEqual([want]);
  });

  test('that is matched by its addresses is two lines side by side in rules.set', () => {
    const [before, after] = [words('ntp'), words('ntp', 'm.example.com')].map((some) =>
      linesOf(setOf(policyFor(some))),
    );
    expect(added(before ?? [], after ?? [])).toEqual([
      'set address spt-m.example.com fqdn m.example.com',
      'set address-group spt-g-ntp static spt-m.example.com',
    ]);
  });
});
