import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../../src/net/address.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { read } from '../../../src/targets/iptables/read/index.ts';
import { scriptDigest } from '../../../src/targets/iptables/read/script.ts';
import { stated } from '../../../src/targets/iptables/stated.ts';
import { digestOf } from '../../../src/targets/kit/reading/script.ts';
import type { Access, Reading, TargetFiles } from '../../../src/targets/reading.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { runs, someOf } from '../../support/runs.ts';
import { everything, fileOf, policyOf, renderWords } from './render.ts';
import { widened } from './widened.ts';

function describeAccess({ destination, ports, clients, path }: Access): string {
  return `${formatDestination(destination)}${path} ${formatPortRange(ports)} from ${clients.map(formatNetwork).join(' ')}`;
}

function meaning(reading: Reading): string[] {
  return reading.access.map(describeAccess);
}

function settingsIn(reading: Reading): string[] {
  return reading.settings.map(({ name, value }) => `${name} ${value}`);
}

/** Every option that changes more than a name. */
const guarded: SpecWords = {
  ...everything,
  site: {
    ...everything.site,
    targets: {
      iptables: {
        hook: 'DOCKER-USER',
        hook6: 'FORWARD',
        protectSelf: { interfaces: ['br-lan', 'eth1'] },
        filterHttpsRecords: true,
      },
    },
  },
};

function decided(words: SpecWords, flow: string, client = '192.0.2.7'): string {
  const reading = must(read(renderWords(words)));
  const { verdict, at } = reading.decide(must(parseFlow(flow)), must(parseAddress(client)));
  return at === null ? verdict : `${verdict} by ${lineAt(renderWords(words), at)}`;
}

function lineAt(files: TargetFiles, at: { file: string; line: number }): string {
  return files.get(at.file)?.split('\n')[at.line - 1] ?? 'nothing';
}

describe('the reader of iptables', () => {
  test('names the rules first if several files are missing', () => {
    expect(read(new Map())).toMatchObject({
      error: { file: 'iptables/rules.v4', line: 1, message: 'expected this file, found none' },
    });
  });

  test('reads every kind of destination', () => {
    const words: SpecWords = {
      groups: [
        { id: 'web', to: { https: ['a.example.com', '198.51.100.0/25'], dns: ['resolvers'] } },
      ],
      site: { clients: ['192.0.2.0/24'] },
    };
    expect(meaning(must(read(renderWords(words))))).toEqual([
      '198.51.100.0/25/ tcp/443 from 192.0.2.0/24',
      'a.example.com/ tcp/443 from 192.0.2.0/24',
      '*.a.example.com/ tcp/443 from 192.0.2.0/24',
      'resolvers/ tcp/53 from 192.0.2.0/24',
      'resolvers/ udp/53 from 192.0.2.0/24',
    ]);
  });

  test('locates each access at its line', () => {
    const files = renderWords(everything);
    const lines = must(read(files)).access.map(
      ({ destination, at }) => `${formatDestination(destination)} | ${lineAt(files, at)}`,
    );
    expect(lines).toContain(
      'api.example.com | ipset=/api.example.com/spt_api.example.com_v4,spt_api.example.com_v6,spt_web_https_v4,spt_web_https_v6',
    );
    expect(lines).toContain(
      'fd00::/8 | -A SPT-OUT -d fd00::/8 -p tcp -m tcp --dport 443 -m comment --comment "media/media" -j ACCEPT',
    );
  });

  test('reads files with names of any length, or with no names', () => {
    const long: SpecWords = {
      services: {
        'a-service-with-a-very-long-name': { ports: ['tcp/8443'], application: 'other' },
      },
      groups: [
        {
          id: 'a-group-with-a-very-long-name-ab',
          to: { 'a-service-with-a-very-long-name': ['a.example.com'] },
        },
      ],
      site: { prefix: 'abcdefgh' },
    };
    expect(must(read(renderWords(long))).access).toHaveLength(4);
    const bare: SpecWords = { groups: [{ id: 'n', to: { https: ['::506:708'] } }] };
    expect(meaning(must(read(renderWords(bare))))).toEqual([
      '::506:708/ tcp/443 from 2001:db8:c1::/64',
    ]);
  });
});

test('reads the options from the lines where they take effect', () => {
  const files = renderWords(guarded);
  const reading = must(read(files));
  expect(reading.settings.map(({ name, value, at }) => [name, value, lineAt(files, at)])).toEqual([
    ['hook', 'DOCKER-USER', "default_hook='DOCKER-USER'"],
    ['hook6', 'FORWARD', "default_hook6='FORWARD'"],
    ['enforce', 'closed', expect.stringContaining('-A SPT-END -m limit')],
    ['filterHttpsRecords', 'true', 'filter-rr=SVCB'],
    ['log', 'true', expect.stringContaining('-j LOG')],
    ['protectSelf', 'interfaces br-lan eth1', "self_interfaces='br-lan eth1'"],
  ]);
});

test.each<[string, SpecWords['site'], string[]]>([
  [
    'without any',
    {},
    [
      'hook FORWARD',
      'hook6 FORWARD',
      'enforce closed',
      'filterHttpsRecords false',
      'log true',
      'protectSelf false',
    ],
  ],
  [
    'of IPv4 clients alone',
    { clients: ['192.0.2.0/24'], targets: { iptables: { protectSelf: true, log: false } } },
    [
      'hook FORWARD',
      'hook6 FORWARD',
      'enforce closed',
      'filterHttpsRecords false',
      'log false',
      'protectSelf true',
    ],
  ],
  [
    'in an additive site',
    { enforce: 'additive' },
    ['hook FORWARD', 'hook6 FORWARD', 'enforce additive', 'filterHttpsRecords false'],
  ],
])('the options %s', (_name, site, want) => {
  expect(settingsIn(must(read(renderWords({ ...everything, site: site ?? {} }))))).toEqual(want);
});

describe("the site's inner networks", () => {
  const words: SpecWords = {
    services: { ntp: { ports: ['udp/123'], application: 'other' } },
    groups: [
      { id: 'time', to: { ntp: ['any'] } },
      { id: 'web', to: { https: ['a.example.com', '203.0.113.7', '2001:db8:5::/48'] } },
      { id: 'dns', to: { dns: ['resolvers'] } },
    ],
    site: { inner: ['203.0.113.0/24', '2001:db8::/32'], resolvers: ['self', '203.0.113.53'] },
  };
  const spelt6 = '64:ff9b::cb00:7100/120, 2001:db8::/32, 2002:cb00:7100::/40';

  test('are excluded from any destination, by family', () => {
    const reading = must(read(renderWords(words)));
    expect(meaning(reading).filter((line) => line.startsWith('any'))).toEqual([
      'any but 203.0.113.0/24/ udp/123 from 192.0.2.0/24',
      `any but ${spelt6}/ udp/123 from 2001:db8:c1::/64`,
    ]);
    expect(settingsIn(reading)).toContain(
      `inner ${['203.0.113.0/24', spelt6].join(' ').replaceAll(',', '')}`,
    );
    expect(stated(policyOf(words))).toEqual(
      Object.fromEntries(reading.settings.map(({ name, value }) => [name, value])),
    );
  });

  test('are read if they touch reserved space', () => {
    const site = { ...words.site, inner: ['0.0.0.0/8', '240.0.0.0/4', '::', 'ff00::/8'] };
    expect(read(renderWords({ ...words, site }))).toMatchObject({ ok: true });
    const alone: SpecWords = { groups: [{ id: 'n', to: { https: ['198.51.100.7'] } }], site };
    expect(settingsIn(must(read(renderWords(alone))))).toContain(
      'inner 0.0.0.0/8 240.0.0.0/4 :: 64:ff9b::/104 64:ff9b::f000:0/100 2002::/24 2002:f000::/20 ff00::/8',
    );
  });

  test.each([
    [
      'a name that answers there, whose address nobody sees',
      'https://a.example.com/',
      'allow by ipset=/a',
    ],
    [
      'an address there',
      'udp://203.0.113.9:123',
      'deny by -A SPT-OUT -d 203.0.113.0/24 -g SPT-END',
    ],
    [
      'a listed one, on its own port',
      'https://203.0.113.7/',
      'allow by -A SPT-OUT -d 203.0.113.7/32',
    ],
    [
      'a listed one, on another port',
      'udp://203.0.113.7:123',
      'deny by -A SPT-OUT -d 203.0.113.0/24',
    ],
    ['a resolver there', 'udp://203.0.113.53:53', 'allow by -A SPT-OUT -d 203.0.113.53/32'],
    ['any other address', 'udp://198.51.100.1:123', 'allow by -A SPT-OUT -p udp'],
  ])('decide %s', (_name, flow, want) => {
    expect(decided(words, flow)).toContain(want);
  });

  test.each([
    ['as NAT64 spells it', 'udp://[64:ff9b::cb00:7109]:123', '-d 64:ff9b::cb00:7100/120'],
    ['as 6to4 spells it', 'udp://[2002:cb00:7109::1]:123', '-d 2002:cb00:7100::/40'],
  ])('decide an address there %s', (_name, flow, want) => {
    expect(decided(words, flow, '2001:db8:c1::5')).toBe(`deny by -A SPT-OUT ${want} -g SPT-END`);
  });

  test('are neither allowed nor denied at an allow-only site', () => {
    const additive: SpecWords = { ...words, site: { ...words.site, enforce: 'additive' } };
    expect(decided(additive, 'udp://203.0.113.9:123')).toBe('deny');
    expect(decided(additive, 'https://203.0.113.7/')).toContain('allow');
  });

  const files = renderWords(words);
  test.each<[string, string, (text: string) => string, string]>([
    [
      'a guard of IPv4 that IPv6 goes around',
      'rules.v6',
      (text) => text.replace(/.*-d 64:ff9b::cb00:7100\/120.*\n/, ''),
      'expected a guard for 64:ff9b::cb00:7100/120, an inner network by NAT64 or 6to4, found none',
    ],
    [
      'blocks out of order',
      'rules.v6',
      (text) => text.replace(/(.*-d 2001:db8::\/32 .*\n)(.*-d 2002:cb00.*\n)/, '$2$1'),
      'expected sorted and merged inner networks, found a different list',
    ],
    [
      'a listed inner network behind its guard',
      'rules.v4',
      moved(/^.*203\.0\.113\.7\/32.*\n/m, 'REQUIRED', /^-A SPT-REQUIRED/m),
      'expected this rule above the guard of its destination, found it below',
    ],
    [
      'a set before the guard of reserved space',
      'rules.v4',
      moved(/^.*match-set.*\n/m, 'OUT', /^-A SPT-OUT -d 0\.0\.0\.0/m),
      'unexpected rule: it belongs to the chain of a tier',
    ],
    [
      'reserved space that is not guarded',
      'rules.v4',
      (text) => text.replace(/.*-d 10\.0\.0\.0\/8 -g.*\n/, ''),
      'expected "-A SPT-OUT -d 10.0.0.0/8 -g SPT-END", found "-A SPT-OUT -d 100.64.0.0/10 -g SPT-END"',
    ],
  ])('refuse %s', (_name, file, change, want) => {
    const text = fileOf(files, file);
    const other = change(text);
    expect(other).not.toBe(text);
    expect(read(new Map([...files, [`iptables/${file}`, other]]))).toMatchObject({
      error: { message: want },
    });
  });
});

test('reads jumps in a chain of another tool with the same prefix', () => {
  const words: SpecWords = {
    groups: [{ id: 'web', to: { https: ['a.example.com'] } }],
    site: { prefix: 'docker', targets: { iptables: { hook: 'DOCKER-USER' } } },
  };
  expect(read(renderWords(words)).ok).toBe(true);
});

describe('a flow is decided as the kernel and dnsmasq would', () => {
  const words: SpecWords = {
    services: { ntp: { ports: ['udp/123'], application: 'other' } },
    groups: [
      {
        id: 'web',
        to: {
          https: ['example.com', '*.example.net', '10.1.0.0/16', '198.51.100.0/25'],
          http: ['a.example.com'],
        },
      },
      { id: 'dns', to: { dns: ['resolvers'] } },
      { id: 'time', to: { ntp: ['any'] } },
    ],
    site: { resolvers: ['self', '10.0.0.53'] },
  };

  test.each([
    [
      'a listed name',
      'https://example.com/',
      'allow by ipset=/example.com/spt_example.com_v4,spt_example.com_v6,spt_web_https_v4,spt_web_https_v6',
    ],
    [
      'a name below it, as dnsmasq widens it',
      'https://b.example.com/',
      'allow by ipset=/example.com/spt_example.com_v4,spt_example.com_v6,spt_web_https_v4,spt_web_https_v6',
    ],
    ['a listed name below hides it', 'https://a.example.com/', 'deny by -A SPT-OUT -g SPT-END'],
    [
      'and what is below that',
      'http://x.a.example.com/',
      'allow by ipset=/a.example.com/spt_a.example.com_v4,spt_a.example.com_v6,spt_web_http_v4,spt_web_http_v6',
    ],
    [
      'a wildcard',
      'https://x.y.example.net/',
      'allow by ipset=/example.net/spt_example.net_v4,spt_example.net_v6,spt_web_https_v4,spt_web_https_v6',
    ],
    ['a sibling', 'https://badexample.com/', 'deny by -A SPT-OUT -g SPT-END'],
    ['a look-alike', 'https://example.com.evil.test/', 'deny by -A SPT-OUT -g SPT-END'],
    ['another port', 'http://example.com/', 'deny by -A SPT-OUT -g SPT-END'],
    ['another transport', 'udp://example.com:443', 'deny by -A SPT-OUT -g SPT-END'],
    [
      'a listed private network, before the guard',
      'https://10.1.2.3/',
      'allow by -A SPT-OUT -d 10.1.0.0/16 -p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
    ],
    [
      'its neighbour, at the guard',
      'https://10.2.0.0/',
      'deny by -A SPT-OUT -d 10.0.0.0/8 -g SPT-END',
    ],
    [
      'the metadata address',
      'tcp://169.254.169.254:80',
      'deny by -A SPT-OUT -d 169.254.0.0/16 -g SPT-END',
    ],
    [
      'a public network',
      'https://198.51.100.127/',
      'allow by -A SPT-REQUIRED -d 198.51.100.0/25 -p tcp -m tcp --dport 443 -m comment --comment "web/https" -j ACCEPT',
    ],
    ['its neighbour', 'https://198.51.100.128/', 'deny by -A SPT-OUT -g SPT-END'],
    [
      'a resolver beyond the device',
      'udp://10.0.0.53:53',
      'allow by -A SPT-OUT -d 10.0.0.53/32 -p udp -m udp --dport 53 -m comment --comment "dns/dns" -j ACCEPT',
    ],
    ['another resolver', 'udp://192.0.2.253:53', 'deny by -A SPT-OUT -g SPT-END'],
    [
      'any, for a name',
      'udp://time.example.org:123',
      'allow by -A SPT-OUT -p udp -m udp --dport 123 -m comment --comment "time/ntp" -j ACCEPT',
    ],
    [
      'any, in reserved space',
      'udp://10.99.0.1:123',
      'allow by -A SPT-OUT -p udp -m udp --dport 123 -m comment --comment "time/ntp" -j ACCEPT',
    ],
    ['an address of the other family', 'https://[2001:db8:7::1]/', 'not-applicable'],
  ])('%s', (_name, flow, want) => {
    expect(decided(words, flow)).toBe(want);
  });

  test('does not decide flows of other hosts', () => {
    expect(decided(words, 'https://example.com/', '203.0.113.1')).toBe('not-applicable');
  });

  test('uses the IPv6 rules for an IPv6 client', () => {
    expect(decided(words, 'https://[fe80::1]/', '2001:db8:c1::5')).toBe(
      'deny by -A SPT-OUT -d fe80::/10 -g SPT-END',
    );
    expect(decided(words, 'https://example.com/', '2001:db8:c1::5')).toContain(
      'allow by ipset=/example.com/',
    );
  });

  test('no line denies at an allow-only site', () => {
    const additive: SpecWords = { ...words, site: { ...words.site, enforce: 'additive' } };
    expect(decided(additive, 'https://10.2.0.0/')).toBe('deny');
    expect(decided(additive, 'https://badexample.com/')).toBe('deny');
    expect(decided(additive, 'https://example.com/')).toContain('allow');
  });
});

describe('the reader refuses a form that is not canonical', () => {
  const files = renderWords(everything);
  const changed = (name: string, change: (text: string) => string): TargetFiles => {
    const text = fileOf(files, name);
    const other = change(text);
    if (other === text) throw new Error('the test changes nothing');
    return new Map([...files, [`iptables/${name}`, other]]);
  };
  const refusal = (given: TargetFiles): string => {
    const result = read(given);
    return result.ok ? 'read' : `${result.error.file}:${result.error.line} ${result.error.message}`;
  };

  test.each<[string, string, (text: string) => string, string]>([
    [
      'CRLF',
      'rules.v4',
      (text) => text.replaceAll('\n', '\r\n'),
      'iptables/rules.v4:1 expected printable ASCII, found "# every-kind: IPv4 rules. Generated by \\"portolan generate\\"; do not edit.\\r"',
    ],
    [
      'a BOM',
      'rules.v4',
      (text) => `\uFEFF${text}`,
      'iptables/rules.v4:1 expected printable ASCII, found "<U+FEFF># every-kind: IPv4 rules. Generated by \\"portolan generate\\"; do not edit."',
    ],
    [
      'no line feed after COMMIT',
      'rules.v6',
      (text) => text.trimEnd(),
      'iptables/rules.v6:70 expected a line feed at the end of the file, found none',
    ],
    [
      'something after COMMIT',
      'rules.v4',
      (text) => `${text}*nat\n`,
      'iptables/rules.v4:49 expected the end of the file, found "*nat"',
    ],
    [
      'a built-in chain',
      'rules.v4',
      (text) => text.replace(':SPT-IN', ':FORWARD ACCEPT [0:0]\n:SPT-IN'),
      'iptables/rules.v4:5 expected ":SPT-IN - [0:0]", found ":FORWARD ACCEPT [0:0]"',
    ],
    [
      'a -j that would come back from END',
      'rules.v4',
      (text) => text.replace('-d 10.0.0.0/8 -g', '-d 10.0.0.0/8 -j'),
      'iptables/rules.v4:26 expected "-A SPT-OUT -d 10.0.0.0/8 -g SPT-END", found "-A SPT-OUT -d 10.0.0.0/8 -j SPT-END"',
    ],
    [
      'a private network behind the guard',
      'rules.v4',
      (text) => text.replace('-d 198.51.100.0/25', '-d 192.168.0.0/25'),
      'iptables/rules.v4:44 expected this rule above the guard of its destination, found it below',
    ],
    [
      'an octal address',
      'rules.v4',
      (text) => text.replace('-d 10.0.0.53', '-d 010.0.0.53'),
      'iptables/rules.v4:18 expected an IPv4 block in its shortest form, found "010.0.0.53/32"',
    ],
    [
      'an open range of ports',
      'rules.v4',
      (text) => text.replace('3478:3481', '3478:'),
      'iptables/rules.v4:21 expected a port of -m udp in its shortest form, found "-p udp --dport 3478:"',
    ],
    [
      'another set',
      'rules.v4',
      (text) => text.replace('--match-set spt_web_http_v4', '--match-set spt_web_https_v4'),
      'iptables/rules.v4:43 expected the set of "web/http", found "spt_web_https_v4"',
    ],
    [
      'a set that nobody loads',
      'sets.ipset',
      (text) => text.replace(/create spt_web_http_v4.*\n/, ''),
      'iptables/rules.v4:43 expected a set from sets.ipset, found "spt_web_http_v4"',
    ],
    [
      'a set that nobody fills',
      'dnsmasq.conf',
      (text) => text.replace('spt_web_http_v4,spt_web_http_v6,', ''),
      'iptables/sets.ipset:5 expected a name that fills the set "spt_web_http_v4", found none',
    ],
    [
      'a smaller set',
      'sets.ipset',
      (text) => text.replace('65536', '1024'),
      'iptables/sets.ipset:3 expected maxelem 65536 (names of the set: 2), found 1024',
    ],
    [
      'a set that never forgets',
      'sets.ipset',
      (text) => text.replace('86400', '0'),
      'iptables/sets.ipset:3 expected "# No rule matches these sets. Each has the addresses of one name, so that apply.sh can revoke them if the name is removed.", found "create spt_media_media_v4 hash:ip family inet maxelem 65536 timeout 0 counters"',
    ],
    [
      'a rule that matches the set of a name',
      'rules.v4',
      (text) => text.replace('--match-set spt_web_http_v4', '--match-set spt_www.example.com_v4'),
      'iptables/rules.v4:43 expected a set from sets.ipset, found "spt_www.example.com_v4"',
    ],
    [
      'a name without the set of its own',
      'dnsmasq.conf',
      (text) => text.replace('spt_api.example.com_v6,', ''),
      'iptables/dnsmasq.conf:6 expected first the sets spt_api.example.com_v4 and spt_api.example.com_v6, found spt_api.example.com_v4',
    ],
    [
      'a name with the set of another',
      'dnsmasq.conf',
      (text) => text.replace('spt_api.example.com_v4,', 'spt_www.example.com_v4,'),
      'iptables/dnsmasq.conf:6 expected first the sets spt_api.example.com_v4 and spt_api.example.com_v6, found spt_www.example.com_v4 and spt_api.example.com_v6',
    ],
    [
      'a set of its own where an answer reaches it after the others',
      'dnsmasq.conf',
      (text) => text.replace(/(spt_api\S*_v6),(spt_web_https_v4)/, '$2,$1'),
      'iptables/dnsmasq.conf:6 expected the sets of the name before the sets of rules, found a mix',
    ],
    [
      'a name whose own set nobody loads',
      'sets.ipset',
      (text) => text.replace(/create spt_www\.example\.com_v4.*\n/, ''),
      'iptables/dnsmasq.conf:9 expected a set from sets.ipset, found "spt_www.example.com_v4"',
    ],
    [
      'the set of a name that is not listed',
      'sets.ipset',
      (text) => text.replace(/(create spt_www)(\.example\.com_v6.*\n)/, '$1$2$1a$2'),
      'iptables/sets.ipset:18 expected a name that fills the set "spt_wwwa.example.com_v6", found none',
    ],
    [
      'names of no site',
      'dnsmasq.conf',
      (text) => text.replace(', site example:', ':'),
      'iptables/dnsmasq.conf:1 expected the header, found "# every-kind: the names of each set, generated by \\"portolan generate\\"; do not edit."',
    ],
    [
      'names of a site that is no slug',
      'dnsmasq.conf',
      (text) => text.replace('site example:', 'site Branch office:'),
      'iptables/dnsmasq.conf:1 expected the header, found "# every-kind, site Branch office: the names of each set, generated by \\"portolan generate\\"; do not edit."',
    ],
    [
      'a second line for a name',
      'dnsmasq.conf',
      (text) => text.replace(/(ipset=\/api.*\n)/, '$1$1'),
      'iptables/dnsmasq.conf:7 unexpected duplicate of the previous entry',
    ],
    [
      'code in dnsmasq.conf',
      'dnsmasq.conf',
      (text) => `${text}conf-script=/bin/true\n`,
      'iptables/dnsmasq.conf:10 expected a line of names, or the end of the file, found "conf-script=/bin/true"',
    ],
    [
      'a name with a star',
      'dnsmasq.conf',
      (text) => text.replace('/example.net/', '/*.example.net/'),
      'iptables/dnsmasq.conf:8 expected a host name in its shortest form, found "*.example.net"',
    ],
    [
      'another script',
      'apply.sh',
      (text) => text.replace('--noflush', ''),
      'iptables/apply.sh:1 expected the script of this version, found a different one',
    ],
    [
      'code in the data of the script',
      'apply.sh',
      (text) => text.replace("default_hook='FORWARD'", "default_hook='$(id)'"),
      'iptables/apply.sh:54 expected the hook, found "default_hook=\'$(id)\'"',
    ],
    [
      'a hook that sees nothing',
      'apply.sh',
      (text) => text.replace("'FORWARD'", "'OUTPUT'"),
      'iptables/apply.sh:54 expected a chain that sees forwarded packets, found "OUTPUT"',
    ],
    [
      'another spec',
      'sets.ipset',
      (text) => text.replace('every-kind', 'other'),
      'iptables/sets.ipset:1 expected the spec "every-kind" as in rules.v4, found "other"',
    ],
    [
      'another prefix',
      'apply.sh',
      (text) => text.replace("'SPT'", "'ABC'"),
      'iptables/rules.v4:4 expected the chain prefix "ABC" as in apply.sh, found "SPT"',
    ],
  ])('%s', (_name, file, change, want) => {
    expect(refusal(changed(file, change))).toBe(want);
  });

  const guardedFiles = renderWords(guarded);
  test.each<[string, string, (text: string) => string, string]>([
    [
      'a closed device that lets ssh in',
      'rules.v4',
      (text) => text.replace('--dport 67 ', '--dport 22 '),
      'iptables/rules.v4:49 expected "-A SPT-SELF -p udp -m udp --dport 67 -j ACCEPT", found "-A SPT-SELF -p udp -m udp --dport 22 -j ACCEPT"',
    ],
    [
      'a closed device that does not end in a refusal',
      'rules.v6',
      (text) => text.replace('-A SPT-SELF -g SPT-END\n', ''),
      'iptables/rules.v6:76 expected "-A SPT-SELF -g SPT-END", found "COMMIT"',
    ],
    [
      'a closed device without one kind of neighbor discovery',
      'rules.v6',
      (text) => text.replace(/.*icmpv6-type 135.*\n/, ''),
      'iptables/rules.v6:71 expected "-A SPT-SELF -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT", found "-A SPT-SELF -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j ACCEPT"',
    ],
    [
      'a device that is closed in IPv4 alone',
      'rules.v6',
      (text) => text.replace(/^-A SPT-SELF (?!.*comment).*\n/gm, ''),
      'iptables/rules.v6:1 expected protection of this device in both families, found it in one',
    ],
    [
      'a closed device whose clients are not known by their interfaces',
      'apply.sh',
      (text) => text.replace("'br-lan eth1'", "''"),
      'iptables/apply.sh:56 expected the interfaces of the IPv6 clients, found none',
    ],
    [
      'a script that ends in its comments',
      'apply.sh',
      (text) => `${text.split('\n').slice(0, 3).join('\n')}\n`,
      'iptables/apply.sh:4 expected the prefix of the sets, found the end of the file',
    ],
    [
      'interfaces out of order',
      'apply.sh',
      (text) => text.replace('br-lan eth1', 'eth1 br-lan'),
      'iptables/apply.sh:56 expected ascending order, found an entry that sorts before the previous one',
    ],
    [
      'an interface that stands for others too',
      'apply.sh',
      (text) => text.replace('eth1', 'eth+'),
      'iptables/apply.sh:56 expected the interfaces of the clients, found "self_interfaces=\'br-lan eth+\'"',
    ],
    [
      'a hook of IPv6 that sees nothing',
      'apply.sh',
      (text) => text.replace("hook6='FORWARD'", "hook6='INPUT'"),
      'iptables/apply.sh:55 expected a chain that sees forwarded packets, found "INPUT"',
    ],
    [
      'only HTTPS records left out',
      'dnsmasq.conf',
      (text) => text.replace('filter-rr=SVCB\n', ''),
      'iptables/dnsmasq.conf:9 expected "filter-rr=SVCB", found "ipset=/api.example.com/spt_api.example.com_v4,spt_api.example.com_v6,spt_web_https_v4,spt_web_https_v6"',
    ],
    [
      'other records left out',
      'dnsmasq.conf',
      (text) => text.replace('filter-rr=SVCB', 'filter-rr=A'),
      'iptables/dnsmasq.conf:9 expected "filter-rr=SVCB", found "filter-rr=A"',
    ],
  ])('%s', (_name, file, change, want) => {
    const text = fileOf(guardedFiles, file);
    const other = change(text);
    expect(other).not.toBe(text);
    expect(refusal(new Map([...guardedFiles, [`iptables/${file}`, other]]))).toBe(want);
  });

  test('interfaces without protection of the device', () => {
    const script = fileOf(files, 'apply.sh').replace("interfaces=''", "interfaces='eth1'");
    expect(refusal(new Map([...files, ['iptables/apply.sh', script]]))).toBe(
      'iptables/apply.sh:56 expected no interfaces, since the rules do not protect this device, found "eth1"',
    );
  });

  test('protection of the device at an allow-only site', () => {
    const additive = new Map(
      [...guardedFiles].map(([file, text]) => [
        file,
        text
          .replace(/^-A SPT-END .*\n(-A SPT-END .*\n)*/m, '-A SPT-END -j RETURN\n')
          .replace('-A SPT-IN -j DROP\n', ''),
      ]),
    );
    expect(refusal(additive)).toContain(
      'unexpected protection of this device: the chains do not deny by default',
    );
  });

  test('a wrong hash at the end of a cut name, in all files', () => {
    const long = renderWords({
      groups: [{ id: 'web', to: { https: ['sign-in.of-many-letters.example.com'] } }],
    });
    const other = [...long].map(
      ([file, text]) => [file, text.replaceAll('.23296f32', '.23296f30')] as const,
    );
    expect(refusal(long)).toBe('read');
    expect(refusal(new Map(other))).toBe(
      'iptables/dnsmasq.conf:6 expected first the sets spt_sign-in.of-many.23296f32_v4 and spt_sign-in.of-many.23296f32_v6, found spt_sign-in.of-many.23296f30_v4 and spt_sign-in.of-many.23296f30_v6',
    );
  });

  test('a missing file, and one too many', () => {
    const missing = new Map([...files].filter(([file]) => file !== 'iptables/rules.v6'));
    expect(refusal(missing)).toBe('iptables/rules.v6:1 expected this file, found none');
    expect(refusal(new Map([...files, ['iptables/more.v4', '']]))).toBe(
      'iptables/more.v4:1 unexpected file: this target does not write it',
    );
  });

  test('the reader knows the script of this version', () => {
    const template = readFileSync(
      join(import.meta.dirname, '../../../templates/iptables/apply.sh.hbs'),
      'utf8',
    ).replaceAll('\r\n', '\n');
    const dataLine = template.split('\n').indexOf('# --- data of this site ---') + 1;
    expect({ scriptDigest }).toEqual({
      scriptDigest: digestOf(template, { from: dataLine, count: 7 }),
    });
  });
});

describe('the reader refuses combinations of lines that no policy renders', () => {
  const onlyFour = { clients: ['192.0.2.0/24'] };
  const words: SpecWords = {
    services: {
      ntp: { ports: ['udp/123'], application: 'other' },
      web: { ports: ['tcp/80', 'tcp/443', 'udp/443'], application: 'other' },
    },
    groups: [
      {
        id: 'cdn',
        to: { web: ['a.example.com', '198.51.100.0/25', '203.0.113.0/24'], ntp: ['any'] },
      },
      { id: 'old', to: { http: ['b.example.com'], web: ['b.example.com'] } },
      { id: 'more', tier: 'optional', to: { https: ['203.0.113.128/25'] } },
      { id: 'zoo', tier: 'optional', to: { https: ['8.8.8.0/24'] } },
    ],
    site: onlyFour,
  };
  const files = renderWords(words);

  /** The refusal of the files with another rules.v4. */
  const refusal = (change: (text: string) => string, given: TargetFiles = files): string => {
    const text = fileOf(given, 'rules.v4');
    const other = change(text);
    if (other === text) throw new Error('the test changes nothing');
    const result = read(new Map([...given, ['iptables/rules.v4', other]]));
    if (result.ok) return 'read';
    const line = other.split('\n')[result.error.line - 1] ?? '';
    return `${line.replace(/ -j ACCEPT$/, '')} | ${result.error.message}`;
  };
  /** Changes the lines that match, all or one. */
  const lines = (pattern: RegExp, change: (line: string) => string) => (text: string) =>
    text.replace(pattern, change);

  test('accepts the files without changes', () => {
    expect(read(files)).toMatchObject({ ok: true });
  });

  const other =
    'expected the ports tcp-80+tcp-443+udp-443 for every destination of the rule, found ';
  test.each<[string, (text: string) => string, string]>([
    [
      'one block on other ports than the next',
      lines(/^.*203\.0\.113\.0.*--dport 80 .*\n/m, (line) => line.replaceAll('80', '81')),
      '-A SPT-REQUIRED -d 203.0.113.0/24 -p tcp -m tcp --dport 81 -m comment --comment "cdn/web" | ' +
        `${other}tcp-81+tcp-443+udp-443`,
    ],
    [
      'the set on a wider range than the blocks',
      lines(/^.*tcp --dport 443 .*cdn_web_v4.*\n/m, (line) => line.replace('443', '442:443')),
      '-A SPT-REQUIRED -p tcp -m tcp --dport 80 -m set --match-set spt_cdn_web_v4 dst -m comment --comment "cdn/web" | ' +
        `${other}tcp-80+tcp-442-443+udp-443`,
    ],
    [
      'the set on another transport',
      lines(/^.*--dport 80 .*cdn_web_v4.*\n/m, () => ''),
      '-A SPT-REQUIRED -p tcp -m tcp --dport 443 -m set --match-set spt_cdn_web_v4 dst -m comment --comment "cdn/web" | ' +
        `${other}tcp-443+udp-443`,
    ],
    [
      'ports that overlap',
      lines(/^.*--dport 80 .*"cdn\/web".*\n/gm, (line) => line.replace(' 80 ', ' 80:443 ')),
      '-A SPT-REQUIRED -d 198.51.100.0/25 -p tcp -m tcp --dport 80:443 -m comment --comment "cdn/web" | ' +
        'expected the merged ports tcp-80-443+udp-443, found tcp-80-443+tcp-443+udp-443',
    ],
    [
      'ports that touch',
      lines(/^.*--dport 80 .*"cdn\/web".*\n/gm, (line) => line.replace(' 80 ', ' 442 ')),
      '-A SPT-REQUIRED -d 198.51.100.0/25 -p tcp -m tcp --dport 442 -m comment --comment "cdn/web" | ' +
        'expected the merged ports tcp-442-443+udp-443, found tcp-442+tcp-443+udp-443',
    ],
    [
      'a service with other ports in another group',
      lines(/443(?=.*"zoo\/https")/, () => '444'),
      '-A SPT-OPTIONAL -d 8.8.8.0/24 -p tcp -m tcp --dport 444 -m comment --comment "zoo/https" | ' +
        'expected one list of ports for the service "https", found "tcp-443" and "tcp-444"',
    ],
    [
      'a group in two tiers',
      lines(/^.*"more\/https".*\n/m, (line) => line.replace('more/', 'cdn/')),
      '-A SPT-OPTIONAL -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "cdn/https" | ' +
        'expected one tier of the group "cdn", found "REQUIRED" and "OPTIONAL"',
    ],
    [
      'an id of one part more',
      lines(/"more\/https"/, () => '"more/https/allow/tcp-443/more"'),
      '-A SPT-OPTIONAL -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "more/https/allow/tcp-443/more" | ' +
        'expected the id of a rule, found "more/https/allow/tcp-443/more"',
    ],
    [
      'an id with an inspection that there is not',
      lines(/"more\/https"/, () => '"more/https/demand"'),
      '-A SPT-OPTIONAL -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "more/https/demand" | ' +
        'expected the id of a rule, found "more/https/demand"',
    ],
    [
      'an id with other ports than its lines',
      lines(/"more\/https"/, () => '"more/https/tcp-444"'),
      '-A SPT-OPTIONAL -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "more/https/tcp-444" | ' +
        'expected the ports tcp-444 from the comment, found tcp-443',
    ],
    [
      'a part of the ports of a service that has others',
      lines(/"more\/https"/, () => '"more/http/tcp-443"'),
      '-A SPT-OPTIONAL -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "more/http/tcp-443" | ' +
        'expected some of the ports tcp-80, found tcp-443',
    ],
    [
      'two inspections of which each is not that of the group',
      lines(/^.*"more\/https".*\n/m, (line) =>
        ['more/https/allow', 'more/imaps/bypass']
          .map((id) => line.replace('more/https', id))
          .join(''),
      ),
      '-A SPT-OPTIONAL -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "more/imaps/bypass" | ' +
        'expected one inspection of the group "more", found "allow" and "bypass"',
    ],
    [
      'a set before the guard of reserved space, which the owner of a name could then open',
      moved(/^.*"old\/http".*\n/m, 'OUT', /^-A SPT-OUT -d 0\.0\.0\.0/m),
      '-A SPT-OUT -p tcp -m tcp --dport 80 -m set --match-set spt_old_http_v4 dst -m comment --comment "old/http" | ' +
        'unexpected rule: it belongs to the chain of a tier',
    ],
    [
      'a public block before the guard',
      moved(/^.*"more\/https".*\n/m, 'OUT', /^-A SPT-OUT -d 0\.0\.0\.0/m),
      '-A SPT-OUT -d 203.0.113.128/25 -p tcp -m tcp --dport 443 -m comment --comment "more/https" | ' +
        'unexpected rule: it belongs to the chain of a tier',
    ],
    [
      'everywhere in a tier',
      moved(/^.*"cdn\/ntp".*\n/m, 'REQUIRED', /^-A SPT-REQUIRED/m),
      '-A SPT-REQUIRED -p udp -m udp --dport 123 -m comment --comment "cdn/ntp" | ' +
        'expected this rule above the guard of its destination, found it below',
    ],
  ])('%s', (_name, change, want) => {
    expect(refusal(change)).toBe(want);
  });

  test('accepts any hash of ports in an id', () => {
    expect(
      read(
        new Map([
          ...files,
          [
            'iptables/rules.v4',
            fileOf(files, 'rules.v4').replace('more/https', 'more/imaps/ports-0123abcd'),
          ],
        ]),
      ),
    ).toMatchObject({ ok: true });
  });

  test('accepts networks that contain each other or touch', () => {
    const networks = ['10.0.0.0/8', '10.1.1.1', '198.51.100.0/25', '198.51.100.128/25'];
    const listed = renderWords({ groups: [{ id: 'n', to: { https: networks } }], site: onlyFour });
    expect(meaning(must(read(listed)))).toEqual(
      networks.map((network) => `${network}/ tcp/443 from 192.0.2.0/24`),
    );
  });

  test.each(['SPT-OUT', 'SPT-END', 'PREROUTING', 'POSTROUTING', 'INPUT', 'OUTPUT'])(
    'jumps in %s, where the forwarded packets do not come by',
    (hook) => {
      const script = fileOf(files, 'apply.sh').replace("'FORWARD'", `'${hook}'`);
      expect(read(new Map([...files, ['iptables/apply.sh', script]]))).toMatchObject({
        error: {
          line: 54,
          message: `expected a chain that sees forwarded packets, found "${hook}"`,
        },
      });
    },
  );
});

/** Moves a line into another chain, before the first line that matches. */
function moved(line: RegExp, chain: string, before: RegExp): (text: string) => string {
  return (text) => {
    const [found = ''] = line.exec(text) ?? [];
    const at = text.replace(found, '');
    return at.replace(before, (next) => found.replace(/SPT-[A-Z]+/, `SPT-${chain}`) + next);
  };
}

describe('a changed line is refused, or changes the reading', () => {
  const stories: Record<string, SpecWords> = {
    'every kind of destination': everything,
    'a closed device, a hook for each family and no HTTPS records': guarded,
    'inner networks': {
      ...everything,
      site: { ...everything.site, inner: ['203.0.113.0/24', '2001:db8::/32'] },
    },
    'an additive site of one family': {
      groups: [
        {
          id: 'web',
          to: {
            https: ['a.example.com', 'b.example.com', '198.51.100.0/25'],
            http: ['a.example.com'],
          },
        },
      ],
      site: { clients: ['192.0.2.0/24', '198.51.100.0/24'], enforce: 'additive' },
    },
  };
  const unnoticed = (words: SpecWords): { tried: number; missed: string[] } => {
    const files = renderWords(words);
    const said = (reading: Reading) =>
      [...meaning(reading).sort(), ...settingsIn(reading)].join('\n');
    const before = said(must(read(files)));
    const missed: string[] = [];
    let tried = 0;
    for (const mutant of someOf([...mutantsOf(files, widened)])) {
      tried += 1;
      const result = read(mutant.files);
      if (result.ok && said(result.value) === before) missed.push(mutant.what);
    }
    return { tried, missed };
  };

  test.each(Object.entries(stories))('%s', (_name, words) => {
    const { tried, missed } = unnoticed(words);
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(runs(1000));
  });
});
