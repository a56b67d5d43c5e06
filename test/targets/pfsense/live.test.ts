import { describe, expect, test } from '@jest/globals';
import { accessText } from '../../../src/report/diff/words.ts';
import { compareLive, type LiveReport, type WithLive } from '../../../src/review/live/compare.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { live } from '../../../src/targets/pfsense/live/index.ts';
import { sitesWith } from '../../engines/sites.ts';
import { growth } from '../../support/growth.ts';
import { backupOf, type Others, otherAlias, otherRule } from '../../support/pfsense-backup.ts';
import { must } from '../../support/policy.ts';
import { policyOf, render } from './support.ts';

const device: WithLive = { target: pfsense, live };

const words = {
  name: 'demo',
  groups: [
    { id: 'web', to: { https: ['www.example.com', '198.51.100.0/25'] } },
    { id: 'time', tier: 'optional' as const, to: { ntp: ['any'] } },
  ],
  services: { ntp: { ports: ['udp/123'], application: 'other' as const } },
  site: {
    inner: ['10.0.0.0/8'],
    targets: { pfsense: { interface: 'lan', disabledTiers: ['optional' as const] } },
  },
};
const files = render(policyOf(words));

/** Compares a firewall with its files, after changes of its backup. */
function compared(
  change: (text: string) => string,
  others: Others = {},
  of: ReadonlyMap<string, string> = files,
): LiveReport {
  const text = change(backupOf(of, others));
  return must(compareLive('branch', device, [{ name: 'fw.xml', text }], of));
}

/** What differs, in short lines. */
function drift(change: (text: string) => string, others: Others = {}, of = files): string[] {
  const report = compared(change, others, of);
  return [
    ...report.gained.map((each) => `+ ${accessText(each)}`),
    ...report.lost.map((each) => `- ${accessText(each)}`),
    ...report.differences.map(({ message, text }) => `${message}: ${text}`),
  ];
}

const same = (text: string) => text;
const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the backup does not hold ${from}`);
  return changed;
};

const web = 'pass lan inet46 tcp from spt_clients to spt_web_https_h port 443 "spt: web/https"';

describe('a firewall that has what its files say', () => {
  for (const { name, files: own } of sitesWith('pfsense'))
    test(`is no drift: ${name}`, () => {
      expect(drift(same, {}, new Map(own))).toEqual([]);
    });

  const gui = (fields: string) =>
    swap(/(<descr><!\[CDATA\[spt: web\/https\]\]><\/descr>)/, `${fields}$1`);
  const allow443 = otherRule({
    source: '<address>192.0.2.9</address>',
    destination: '<address>198.51.100.7</address><port>443</port>',
    protocol: 'tcp',
  });
  const harmless: readonly (readonly [string, (text: string) => string, Others?])[] = [
    ['other trackers', swap(/<tracker>3[0-9]{9}/g, '<tracker>4294967290')],
    ['ids', swap(/<id><\/id>/g, '<id>7</id>')],
    [
      'the times and persons of a save',
      gui(
        '<created><time>1764185400</time><username>admin@192.0.2.9</username></created><updated><time>1764185400</time><username>bo@192.0.2.9</username></updated>',
      ),
    ],
    [
      'the empty fields of a save',
      gui(
        '<tag></tag><tagged></tagged><max></max><max-src-nodes></max-src-nodes><max-src-conn></max-src-conn><max-src-states></max-src-states><statetimeout></statetimeout><os></os>',
      ),
    ],
    ['the kind of state of a save', gui('<statetype><![CDATA[keep state]]></statetype>')],
    ['the policy of states of a save', gui('<statepolicy>if-bound</statepolicy>')],
    [
      'another order of entries',
      swap('192.0.2.0/24 2001:db8:c1::/64', '2001:db8:c1::/64 192.0.2.0/24'),
    ],
    ['line ends of Windows', swap(/\n/g, '\r\n')],
    ['rules of other interfaces', same, { above: [otherRule({ interface: 'wan' })] }],
    ['rules after ours', same, { below: [otherRule({ interface: 'lan' })] }],
    [
      'rules for other clients',
      same,
      { above: [otherRule({ source: '<address>10.9.0.0/16</address>' })] },
    ],
    ['a disabled rule', same, { above: [otherRule({}, '\t\t\t<disabled></disabled>')] }],
    ['denials before ours', same, { above: [otherRule({ type: 'block' })] }],
    [
      'a denial of everything before a rule',
      same,
      { above: [otherRule({ type: 'block' }), otherRule({ ipprotocol: 'inet' })] },
    ],
    [
      'a rule that only marks packets',
      same,
      { above: [otherRule({ type: 'match', floating: 'yes', quick: 'yes' })] },
    ],
    [
      'a floating rule without Quick',
      same,
      { above: [otherRule({ floating: 'yes', direction: 'any' })] },
    ],
    [
      'a floating rule for packets that go out',
      same,
      { above: [otherRule({ floating: 'yes', quick: 'yes', direction: 'out' })] },
    ],
    [
      'a rule of a group without the interface',
      same,
      {
        above: [otherRule({ interface: 'Guests' })],
        groups: [
          '<ifgroupentry><ifname>Guests</ifname><members>opt1 opt2</members></ifgroupentry>',
        ],
      },
    ],
    ['access that the files allow too', same, { above: [allow443] }],
    [
      'a rule whose alias is unknown, which pfSense skips',
      same,
      { above: [otherRule({ destination: '<address>gone</address>' })] },
    ],
    [
      'a rule of others for our alias of clients',
      same,
      { below: [otherRule({ type: 'block', source: '<address>spt_clients</address>' })] },
    ],
    ['aliases of others', same, { aliases: [otherAlias('sptserver', 'host', '203.0.113.9')] }],
  ];
  test.each(harmless)('is no drift with %s', (_name, change, others = {}) => {
    expect(drift(change, others)).toEqual([]);
  });

  test('names the firewall and the time of its configuration', () => {
    expect(compared(same).dumps).toEqual([
      {
        name: 'fw.xml',
        kind: 'config.xml of pfSense, version 23.3',
        host: 'fw1.example.com',
        date: '2025-11-26T19:30:00.000Z',
      },
    ]);
  });
});

const target = '203.0.113.9';

/** A rule of another person that allows one address, and by default one port of TCP. */
function allow(fields: Readonly<Record<string, string>> = {}, more = '', port = '22'): string {
  const destination = `<address>${target}</address>${port === '' ? '' : `<port>${port}</port>`}`;
  return otherRule({ destination, protocol: 'tcp', ...fields }, more);
}

describe('access that the firewall adds', () => {
  const aliases = [
    otherAlias('servers', 'host', `${target} printers`),
    otherAlias('printers', 'network', '198.18.0.16/28'),
    otherAlias('circle', 'host', `circle ${target}`),
    otherAlias('ports', 'port', '22 8000:8010 more_ports'),
    otherAlias('more_ports', 'port', '9000'),
    otherAlias('circle_ports', 'port', '22 circle_ports'),
    otherAlias('feed', 'urltable', 'https://user:SecretOfTheFeed@example.com/list'),
  ];
  const groups = [
    '<ifgroupentry><ifname>Inside</ifname><members>opt1 lan</members></ifgroupentry>',
  ];
  const to = (alias: string) => `<address>${alias}</address><port>22</port>`;
  const ssh = [`+ ${target} on tcp/22`];
  const other = (protocol: string, port = '') =>
    `this rule allows a protocol that no spec can allow: pass lan inet ${protocol} from any to ${target}${port && ` port ${port}`} "by hand"`;
  test.each<readonly [string, string, readonly string[]]>([
    ['a rule above ours', allow(), ssh],
    ['a range of ports', allow({}, '', '22-23'), [`+ ${target} on tcp/22-23`]],
    ['two protocols', allow({ protocol: 'tcp/udp' }), [`+ ${target} on tcp/22, udp/22`]],
    ['a protocol without ports', allow({ protocol: 'esp' }, '', ''), [`+ ${target} on esp`]],
    [
      'ping',
      allow({ protocol: 'icmp', icmptype: 'echoreq' }, '', ''),
      [`+ ${target} on icmp-echo`],
    ],
    [
      'another kind of ICMP',
      allow({ protocol: 'icmp', icmptype: 'redir' }, '', ''),
      [other('icmp')],
    ],
    [
      'ping with another kind of ICMP',
      allow({ protocol: 'icmp', icmptype: 'echoreq,timereq' }, '', ''),
      [`+ ${target} on icmp-echo`, other('icmp')],
    ],
    [
      'every kind of ICMP',
      allow({ protocol: 'icmp' }, '', ''),
      [`+ ${target} on icmp-echo`, other('icmp')],
    ],
    ['a protocol in capitals', allow({ protocol: 'TCP' }), ssh],
    [
      'a transport with another protocol',
      allow({ protocol: 'tcp/dccp' }),
      [...ssh, other('tcp/dccp', '22')],
    ],
    ['a protocol that no spec can name', allow({ protocol: 'ospf' }, '', ''), [other('ospf')]],
    ['an unknown type, which pfSense makes a pass', allow({ type: 'permit' }), ssh],
    [
      'an alias of ports',
      allow({}, '', 'ports'),
      [`+ ${target} on tcp/22, tcp/8000-8010, tcp/9000`],
    ],
    ['ports that are not known', allow({}, '', 'gone'), [`+ ${target} on tcp/1-65535`]],
    [
      'aliases in an alias',
      allow({ destination: to('servers') }),
      ['+ 198.18.0.16/28 on tcp/22', ...ssh],
    ],
    ['an alias in itself', allow({ destination: to('circle') }), ssh],
    ['a table of a URL', allow({ destination: to('feed') }), ['+ any on tcp/22']],
    ['all except', allow({ destination: `<not></not>${to(target)}` }), ['+ any on tcp/22']],
    [
      'the firewall itself',
      allow({ destination: '<network>lanip</network><port>22</port>' }),
      ['+ self on tcp/22'],
    ],
    [
      'a network of the firewall',
      allow({ destination: '<network>opt2</network><port>22</port>' }),
      ['+ any on tcp/22'],
    ],
    [
      'a network of the firewall whose name ends like an address',
      allow({ destination: '<network>voip</network><port>22</port>' }),
      ['+ any on tcp/22'],
    ],
    [
      'any, with an address that pfSense does not read',
      allow({ destination: '<any></any><address>10.0.0.1</address><port>22</port>' }),
      ['+ any on tcp/22'],
    ],
    [
      'for any, with an address that pfSense does not read',
      allow({ source: '<any></any><address>10.9.0.1</address>' }),
      ssh,
    ],
    [
      'for a network of the firewall, with an address that pfSense does not read',
      allow({ source: '<network>opt1</network><address>10.9.0.1</address>' }),
      ssh,
    ],
    [
      'for the clients by the name of the interface',
      allow({ source: '<network>lan</network>' }),
      ssh,
    ],
    ['for one client', allow({ source: '<address>192.0.2.9</address>' }), ssh],
    ['for all except one', allow({ source: '<not></not><address>10.0.0.1</address>' }), ssh],
    ['under a condition', allow({ sched: 'Nights' }), ssh],
    ['for IPv6 alone, to an address of IPv4', allow({ ipprotocol: 'inet6' }), []],
    ['a floating rule', allow({ interface: 'wan,lan', floating: 'yes', quick: 'yes' }), ssh],
    [
      'a floating rule for all interfaces',
      allow({ interface: '', floating: 'yes', quick: 'yes' }),
      ssh,
    ],
    [
      'a floating rule without the usual word',
      allow({ interface: 'wan,lan', floating: '', quick: 'yes' }),
      ssh,
    ],
    ['a rule of an interface group', allow({ interface: 'Inside' }), ssh],
  ])('%s', (_name, above, expected) => {
    expect(drift(same, { above: [above], aliases, groups })).toEqual(expected);
  });

  test('a rule after a denial of others that is not whole', () => {
    const deny = (fields: Readonly<Record<string, string>>) =>
      otherRule({ type: 'block', ...fields });
    const below = (fields: Readonly<Record<string, string>>) =>
      drift(same, { above: [deny(fields), allow()] });
    expect(below({})).toEqual([]);
    expect(below({ sched: 'Nights' })).toEqual(ssh);
    expect(below({ protocol: 'tcp', destination: '<any></any><port>80</port>' })).toEqual(ssh);
    expect(below({ destination: '<address>198.18.0.1</address>' })).toEqual(ssh);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['of the network of the interface', { source: '<network>lan</network>' }],
    ['of no source', { source: '' }],
    ['of all except some', { source: '<not></not><address>10.0.0.1</address>' }],
    ['of an alias with a name', { source: '<address>hosts</address>' }],
    ['of an alias that is there twice', { source: '<address>twice</address>' }],
    ['of a table of a URL', { source: '<address>feed</address>' }],
    ['of one address family', { ipprotocol: 'inet6' }],
    ['to no destination', { destination: '' }],
    ['to all except some', { destination: '<not></not><address>10.0.0.1</address>' }],
    ['to the firewall', { destination: '<network>(self)</network>' }],
    ['to a network of the firewall', { destination: '<network>lan</network>' }],
    ['to a table of a URL', { destination: '<address>feed</address>' }],
    ['with a gateway, which may be down', { gateway: 'WAN2' }],
    ['of packets with a tag', { tagged: 'other' }],
  ])('a rule after a denial of others %s, which does not surely deny it', (_name, fields) => {
    const deny = otherRule({ type: 'block', ...fields });
    const unsure = [
      ...aliases,
      otherAlias('hosts', 'network', '192.0.2.0/24 2001:db8:c1::/64 pc.example.com'),
      otherAlias('twice', 'network', '192.0.2.0/24'),
      otherAlias('twice', 'network', '10.9.0.0/16'),
    ];
    expect(drift(same, { above: [deny, allow()], aliases: unsure })).toEqual(ssh);
  });

  test('a rule for clients that a denial of others does not name', () => {
    const deny = otherRule({ type: 'block', source: '<address>192.0.2.0/25</address>' });
    const rule = (address: string) => allow({ source: `<address>${address}</address>` });
    expect(drift(same, { above: [deny, rule('192.0.2.9')] })).toEqual([]);
    expect(drift(same, { above: [deny, rule('192.0.2.200')] })).toEqual(ssh);
  });

  test('for the clients of one address family', () => {
    const destination = '<any></any><port>22</port>';
    const report = compared(same, { above: [allow({ ipprotocol: 'inet6', destination })] });
    const families = report.gained.flatMap(({ clients }) => clients.map(({ family }) => family));
    expect([...new Set(families)]).toEqual([6]);
  });

  test('is shown with the rule', () => {
    const { gained, lineAt } = compared(same, { above: [allow()] });
    const [place] = gained.map(({ at }) => at);
    expect(place && lineAt(place)).toBe(
      `pass lan inet tcp from any to ${target} port 22 "by hand"`,
    );
    expect(place && lineAt({ ...place, file: 'other.xml' })).toBeNull();
  });

  test('the packet filter is off', () => {
    const off = drift(same, { system: '<disablefilter></disablefilter>' });
    expect(off[0]).toMatch(/^\+ any on .*udp\/1-65535/);
    expect(off.at(-1)).toBe(
      'the packet filter of the firewall is disabled, so all packets pass: null',
    );
  });

  test('a rule after ours, once the last rule of ours does not deny', () => {
    const below = [allow()];
    expect(drift(same, { below })).toEqual([]);
    const closing = /(<descr><!\[CDATA\[spt: everything else is denied)/;
    expect(drift(swap(closing, '<disabled></disabled>$1'), { below })[0]).toBe(ssh[0]);
    expect(drift(swap(closing, '<sched>Nights</sched>$1'), { below })[0]).toBe(ssh[0]);
    const off = compared(swap(closing, '<disabled></disabled>$1'), {
      below: [otherRule({ type: 'block' })],
    });
    expect(off.notes).toEqual([]);
    const floating = [allow({ floating: 'yes', interface: 'lan' })];
    expect(drift(swap(closing, '<disabled></disabled>$1'), { below: floating })[0]).toBe(ssh[0]);
  });

  test('an entry in an alias of ours, and a client', () => {
    expect(drift(swap('198.51.100.0/25', '198.51.100.0/24'))).toEqual([
      '+ 198.51.100.128/25 on tcp/443',
      'the files do not have this entry in the alias: spt_web_https_n: 198.51.100.0/24',
      'this entry is missing in the alias: spt_web_https_n: 198.51.100.0/25',
    ]);
    const report = compared(swap('>192.0.2.0/24 ', '>192.0.2.0/24 10.7.0.0/16 '), {
      above: [allow()],
    });
    expect(report.gained.map((each) => accessText(each))).toContain('www.example.com on tcp/443');
    // A rule of others is judged for the clients of the files alone.
    expect(
      report.gained.find((each) => accessText(each) === `${target} on tcp/22`)?.clients,
    ).toEqual([expect.objectContaining({ family: 4 })]);
  });

  test('a name in the alias of the clients opens nothing, as no packet has it', () => {
    expect(drift(swap(' 2001:db8:c1::/64<', ' 2001:db8:c1::/64 pc.example.com<'))).toEqual([
      'the files do not have this entry in the alias: spt_clients: pc.example.com',
    ]);
  });

  test('a name that points to an inner network, once the guard is gone', () => {
    const guard = /\t\t<rule>(?:(?!<\/rule>)[\s\S])*spt_inner(?:(?!<\/rule>)[\s\S])*<\/rule>\n/;
    expect(drift(swap(guard, ''))).toEqual([
      'this rule of the files is missing on the device: reject lan inet46 from spt_clients to spt_inner "spt: inner networks are denied"',
    ]);
  });
});

describe('port forwards that pass their packets', () => {
  const groups = [
    '<ifgroupentry><ifname>Inside</ifname><members>opt1 lan</members></ifgroupentry>',
  ];
  const forward = (fields: Readonly<Record<string, string>> = {}) => {
    const given = {
      interface: 'lan',
      protocol: 'tcp',
      source: '<any></any>',
      destination: `<address>${target}</address><port>22</port>`,
      target: '198.18.0.7',
      'associated-rule-id': 'pass',
      descr: 'relay',
      ...fields,
    };
    const lines = Object.entries(given).map(([name, text]) => `<${name}>${text}</${name}>`);
    return `<rule>${lines.join('')}</rule>`;
  };
  const passes = (key = 'lan') =>
    `this passes packets that no rule is asked about: port forward on ${key} to 198.18.0.7 "relay"`;
  const ssh = `+ ${target} on tcp/22`;

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['of the interface', {}, [ssh, passes()]],
    ['of a group of it', { interface: 'Inside' }, [ssh, passes('Inside')]],
    ['of several interfaces', { interface: 'wan,lan' }, [ssh, passes('wan,lan')]],
    ['for one client', { source: '<address>192.0.2.9</address>' }, [ssh, passes()]],
    ['for the network of the interface', { source: '<network>lan</network>' }, [ssh, passes()]],
    [
      'to any address',
      { destination: '<any></any><port>25</port>' },
      ['+ any on tcp/25', passes()],
    ],
    [
      'to what the files allow',
      { destination: '<address>198.51.100.7</address><port>443</port>' },
      [passes()],
    ],
    [
      'that looks like a rule of ours',
      { source: '<address>spt_clients</address>', descr: 'spt: relay' },
      [ssh, passes().replace('relay', 'spt: relay')],
    ],
    ['of another interface', { interface: 'wan' }, []],
    ['for others', { source: '<address>10.9.0.1</address>' }, []],
    ['that is disabled', { disabled: '' }, []],
    ['that forwards nothing', { nordr: '' }, []],
    ['with a rule of its own', { 'associated-rule-id': 'nat_5f0c' }, []],
  ])('%s', (_name, fields, expected) => {
    expect(drift(same, { forwards: [forward(fields)], groups })).toEqual(expected);
  });

  test('come before a denial of others, and are shown with their line', () => {
    const { gained, lineAt, differences } = compared(same, {
      forwards: [forward()],
      above: [otherRule({ type: 'block', ipprotocol: 'inet46' })],
    });
    expect(differences).toHaveLength(1);
    expect(gained.map(({ at }) => at && lineAt(at))).toEqual([
      'port forward on lan to 198.18.0.7 "relay"',
    ]);
  });

  test('are notes if the site does not deny everything else, or if the rules are asked', () => {
    const notes = (fields: Readonly<Record<string, string>>, of = files) =>
      compared(same, { forwards: [forward(fields)], groups }, of).notes.map(
        ({ message }) => message,
      );
    const additive = render(policyOf({ ...words, site: { ...words.site, enforce: 'additive' } }));
    expect(drift(same, { forwards: [forward()] }, additive)).toEqual([]);
    expect(notes({}, additive)).toEqual(['this rule allows before the rules of the site']);
    expect(notes({ interface: 'Inside', 'associated-rule-id': '' })).toEqual([
      'a port forward may change the destination of packets before the rules see them',
    ]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string | undefined, boolean]>([
    ['by itself', { natreflection: 'enable' }, undefined, true],
    ['by itself, with NAT', { natreflection: 'purenat' }, undefined, true],
    ['as all are', {}, '', true],
    ['as all are, and it says nothing', { natreflection: '' }, '', true],
    ['not by itself', { natreflection: 'disable' }, '', false],
    ['not as all are', {}, undefined, false],
    ['by itself, but disabled', { natreflection: 'enable', disabled: '' }, '', false],
  ])(
    'of another interface count if they are reflected: %s',
    (_name, fields, reflection, counts) => {
      const others = {
        forwards: [forward({ interface: 'wan', ...fields })],
        ...(reflection === undefined ? {} : { reflection }),
      };
      expect(drift(same, others)).toEqual(counts ? [ssh, passes('wan')] : []);
      const asked = [forward({ interface: 'wan', ...fields, 'associated-rule-id': '' })];
      const notes = compared(same, { ...others, forwards: asked }).notes;
      expect(notes.map(({ message }) => message)).toEqual(
        counts
          ? [
              'a port forward with NAT reflection may change the destination of packets before the rules see them',
            ]
          : [],
      );
    },
  );

  test('are noted for 1:1 translation of the interface, and of others that reflect it', () => {
    const oneToOne = (fields: string) =>
      `<onetoone><external>203.0.113.7</external>${fields}<descr>web</descr></onetoone>`;
    const notes = (fields: string, reflection?: string) =>
      compared(same, {
        forwards: [oneToOne(fields)],
        ...(reflection === undefined ? {} : { reflection }),
      }).notes.map(({ message, text }) => `${message}: ${text}`);
    const note = (key: string) => [
      `a 1:1 translation may change the destination of packets before the rules see them: 1:1 translation on ${key} of 203.0.113.7 "web"`,
    ];
    const on = '<enablebinatreflection>yes</enablebinatreflection>';
    expect(notes('<interface>lan</interface>')).toEqual(note('lan'));
    expect(notes('<interface>lan</interface><nobinat></nobinat>')).toEqual([]);
    expect(notes('<interface>wan</interface>')).toEqual([]);
    expect(notes('<interface>wan</interface>', on)).toEqual(note('wan'));
    expect(notes('<interface>wan</interface><natreflection>disable</natreflection>', on)).toEqual(
      [],
    );
    expect(notes('<interface>wan</interface><natreflection>enable</natreflection>')).toEqual(
      note('wan'),
    );
  });

  test('do not include 1:1 translation', () => {
    const oneToOne =
      '<onetoone><interface>lan</interface><external>203.0.113.7</external><source><any></any></source><destination><any></any></destination></onetoone>';
    expect(drift(same, { forwards: [oneToOne] })).toEqual([]);
  });
});

describe('what differs on the firewall', () => {
  const descr = '(<descr><!\\[CDATA\\[spt: web/https\\]\\]></descr>)';
  const field = (text: string) => swap(new RegExp(descr), `${text}$1`);
  const ofNetworks = web.replace('_h ', '_n ');

  test('a rule that is disabled, and one that no longer is', () => {
    expect(drift(field('<disabled></disabled>'))).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      `this rule is not as in the files: disabled: disabled ${ofNetworks}`,
    ]);
    expect(drift(swap('<disabled></disabled>', ''))).toEqual([
      expect.stringMatching(/^\+ any .*udp\/123/),
      expect.stringMatching(/^\+ any .*udp\/123/),
      'this rule is not as in the files: disabled: pass lan inet46 udp from spt_clients to any port 123 "spt: time/ntp"',
    ]);
  });

  test.each([
    ['<sched>Nights</sched>', 'sched'],
    ['<gateway>WAN2</gateway>', 'gateway'],
    ['<statetype>none</statetype>', 'statetype'],
    ['<tag>other</tag>', 'tag'],
    ['<log></log>', 'log'],
    ['<allowopts></allowopts>', 'allowopts'],
    ['<source><port>53</port></source>', 'source/port'],
  ])('a field that the files do not have: %s', (text, name) => {
    expect(drift(field(text))).toEqual([
      expect.stringMatching(new RegExp(`^this rule is not as in the files: ${name}: pass lan`)),
    ]);
  });

  test('rules that are missing, there twice, in another order, or of another source', () => {
    const rule =
      /\t\t<rule>(?:(?!<\/rule>)[\s\S])*spt_web_https_n(?:(?!<\/rule>)[\s\S])*<\/rule>\n/;
    const [text = ''] = rule.exec(backupOf(files)) ?? [];
    expect(drift(swap(rule, ''))).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      `this rule of the files is missing on the device: ${ofNetworks}`,
    ]);
    expect(drift(swap(rule, text + text))).toEqual([
      `the files have this rule only once: ${ofNetworks}`,
    ]);
    expect(
      drift((backup) =>
        backup.replace(rule, '').replace('\t\t<separator>', `${text}\t\t<separator>`),
      ),
    ).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      'this rule is not in its place: from here on, the order differs from the files: reject lan inet46 from spt_clients to spt_inner "spt: inner networks are denied"',
    ]);
    expect(
      drift(swap(rule, text.replace('<address>spt_clients</address>', '<any></any>'))),
    ).toEqual([`this rule of the files is missing on the device: ${ofNetworks}`]);
    expect(
      drift(swap('\t\t<separator>', `${text.replace('web/https', 'old/https')}\t\t<separator>`)),
    ).toEqual([`the files do not have this rule: ${ofNetworks.replace('web/https', 'old/https')}`]);
  });

  test('an alias that is missing, there twice, old, or of other texts', () => {
    const alias = otherAlias('spt_old_https_h', 'host', 'old.example.com');
    expect(drift(same, { aliases: [alias] })).toEqual([
      'the files have no alias with this name: alias spt_old_https_h (host)',
    ]);
    expect(drift(swap('<name>spt_web_https_n</name>', '<name>other</name>'))).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      'this alias of the files is missing on the device: alias spt_web_https_n (network)',
    ]);
    expect(
      drift(same, { aliases: [otherAlias('spt_web_https_h', 'host', 'www.example.com')] }).at(-1),
    ).toBe('the device has this alias a second time: alias spt_web_https_h (host)');
    expect(drift(swap('CDATA[web]', 'CDATA[mine]'))).toEqual([
      'this alias is not as in the files: detail: alias spt_web_https_h (host)',
    ]);
    expect(drift(swap('Test spec: required, web', 'mine'))).toEqual([
      'this alias is not as in the files: descr: alias spt_web_https_h (host)',
    ]);
    expect(drift(swap(/(spt_web_https_h<\/name>\s*<type>)host/, '$1urltable'))[0]).toMatch(
      /^\+ any/,
    );
  });

  test('nothing of the site', () => {
    const bare = (text: string) => text.replace(/<filter>[\s\S]*<\/filter>/, '<filter></filter>');
    expect(drift(bare)).toContain(
      'the rules of the site are not in this configuration: it has none of them: null',
    );
  });
});

describe('notes', () => {
  const notes = (others: Others, of = files) =>
    compared(same, others, of).notes.map(({ message, text }) => `${message}: ${text}`);

  test('name what is no drift: denials, conditions, port forwards', () => {
    expect(notes({ above: [otherRule({ type: 'block' })] })).toEqual([
      'this rule denies before the rules of the site: block lan inet from any to any "by hand"',
    ]);
    expect(notes({ below: [otherRule({ type: 'block' })] })).toEqual([]);
    expect(notes({ above: [allow({ source: '<network>lan</network>' })] })).toEqual([]);
    expect(notes({ above: [allow({ source: '<network>opt1</network>' })] })).toHaveLength(1);
    expect(notes({ above: [allow({ sched: 'Nights' })] })).toEqual([
      `not all conditions of this rule are compared: it counts as if they were met: pass lan inet tcp from any to ${target} port 22 "by hand"`,
    ]);
    const forward = (key: string, more = '') =>
      `<rule><interface>${key}</interface><target>192.0.2.7</target><descr>proxy</descr>${more}</rule>`;
    expect(
      notes({
        forwards: [forward('lan'), forward('wan'), forward('lan', '<disabled></disabled>')],
      }),
    ).toEqual([
      'a port forward may change the destination of packets before the rules see them: port forward on lan to 192.0.2.7 "proxy"',
    ]);
  });

  test('an allow-only site does not judge rules of others', () => {
    const additive = render(policyOf({ ...words, site: { ...words.site, enforce: 'additive' } }));
    const others = { above: [allow()], below: [otherRule({})] };
    expect(drift(same, others, additive)).toEqual([]);
    expect(notes(others, additive)).toEqual([
      `this rule allows before the rules of the site: pass lan inet tcp from any to ${target} port 22 "by hand"`,
    ]);
  });
});

describe('backups that do not show enough', () => {
  const refusal = (text: string, ...more: string[]) => {
    const dumps = [text, ...more].map((each, at) => ({ name: `fw${at}.xml`, text: each }));
    const [dump] = dumps;
    const kind = dump === undefined ? undefined : live.recognize(dump);
    if (kind?.ok !== true)
      return kind === undefined ? 'unknown' : `${kind.error.message}; ${kind.error.help}`;
    const read = live.read(dumps, files);
    return read.ok ? 'accepted' : `${read.error.message}; ${read.error.help}`;
  };

  test('are refused: encrypted, of one area, of ours, cut off, without rules, two of them', () => {
    const backup = backupOf(files);
    expect(refusal(backup)).toBe('accepted');
    expect(refusal('---- BEGIN config.xml ----\nU2FsdGVk\n---- END config.xml ----\n')).toBe(
      'fw0.xml is encrypted; save the backup again (Diagnostics, Backup & Restore) without "Encrypt this configuration file"',
    );
    expect(refusal('<?xml version="1.0"?>\n<filter>\n</filter>\n')).toMatch(
      /^fw0\.xml is a backup of one area/,
    );
    expect(refusal(files.get('pfsense/config.xml') ?? '')).toMatch(/^fw0\.xml is a generated file/);
    expect(refusal(backup.slice(0, -40))).toMatch(/^fw0\.xml: the document is not valid XML/);
    expect(refusal(backup.replace(/<filter>[\s\S]*<\/filter>/, ''))).toMatch(
      /^fw0\.xml has no element "filter"/,
    );
    expect(refusal(backup, backup)).toMatch(/^2 backups of pfSense/);
    expect(refusal(backup.replace('<pfsense>', '<!DOCTYPE x [<!ENTITY a "b">]><pfsense>'))).toMatch(
      /unknown|document type/,
    );
    expect(refusal('<opnsense></opnsense>')).toBe('unknown');
  });

  test('shows no secret of the configuration', () => {
    const report = compared(same, {
      above: [allow({ destination: '<address>feed</address>' })],
      aliases: [otherAlias('feed', 'urltable', 'https://user:SecretOfTheFeed@example.com/list')],
    });
    expect(
      JSON.stringify(report, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/Secret/);
  });
});

test('the time grows with the number of rules, not with its square', () => {
  const read = (count: number) => {
    const above = Array.from({ length: count }, (_, each) =>
      allow({ destination: `<address>198.18.${each >> 8}.${each & 255}</address><port>22</port>` }),
    );
    expect(compared(same, { above }).gained.length).toBeGreaterThan(0);
  };
  expect(growth(1000, read)).toBeLessThan(30);
});
