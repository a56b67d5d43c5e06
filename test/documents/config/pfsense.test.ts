import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/documents/config/index.ts';
import { aliasXml, configXml, type RuleParts, ruleXml } from '../../support/config/pfsense.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';

const aliases = [
  aliasXml('web', 'host', 'www.example.com 192.0.2.7'),
  aliasXml('nets', 'network', '198.51.100.0/24 2001:db8:1::/48'),
  aliasXml('all', 'network', 'web nets'),
  aliasXml('loop', 'host', 'loop a.example.com'),
  aliasXml('ports', 'port', '80 8000:8001 more_ports'),
  aliasXml('more_ports', 'port', '443'),
  aliasXml('feed', 'urltable', 'https://feeds.example.net/list'),
  aliasXml('empty', 'host', ''),
  aliasXml('holed', 'network', '198.51.100.0/24 !198.51.100.7'),
];
const read = (...rules: readonly RuleParts[]) =>
  rowsIn(readConfig, configXml(aliases, rules.map(ruleXml))).filter(
    (row) => !row.endsWith('no rule of the file uses this alias'),
  );
const verdicts = (...rules: readonly RuleParts[]) =>
  read(...rules).map((row) => row.replace(/^\d+ [a-z-]*: /, ''));

describe('a pass rule of pfSense', () => {
  test.each<[string, RuleParts, string[]]>([
    ['an alias of hosts', {}, ['www.example.com tcp/443', '192.0.2.7 tcp/443']],
    [
      'an alias of networks',
      { to: '<address>nets</address>' },
      ['198.51.100.0/24 tcp/443', '2001:db8:1::/48 tcp/443'],
    ],
    [
      'aliases in an alias',
      { to: '<address>all</address>' },
      [
        'www.example.com tcp/443',
        '192.0.2.7 tcp/443',
        '198.51.100.0/24 tcp/443',
        '2001:db8:1::/48 tcp/443',
      ],
    ],
    ['an alias in itself', { to: '<address>loop</address>' }, ['a.example.com tcp/443']],
    [
      'an alias of ports',
      { port: 'ports', to: '<address>198.51.100.0/24</address>' },
      ['198.51.100.0/24 tcp/80 tcp/443 tcp/8000-8001'],
    ],
    [
      'both transports and a range',
      { protocol: 'tcp/udp', port: '3478-3481', to: '<address>192.0.2.9</address>' },
      ['192.0.2.9 tcp/3478-3481 udp/3478-3481'],
    ],
    [
      'the clients of its interface',
      { source: '<network>lan</network>', to: '<address>loop</address>' },
      ['a.example.com tcp/443'],
    ],
    [
      'a floating rule that decides inwards',
      {
        to: '<address>loop</address>',
        more: '<floating>yes</floating><quick>yes</quick><direction>in</direction>',
      },
      ['a.example.com tcp/443'],
    ],
  ])('%s', (_name, given, want) => {
    expect(verdicts(given)).toEqual(want);
  });

  test.each<[string, RuleParts, string]>([
    ['any destination', { to: '<any></any>' }, 'unresolved, it allows any destination'],
    [
      'the firewall',
      { to: '<network>(self)</network>' },
      'unresolved, its destination is the firewall itself',
    ],
    [
      'an own network',
      { to: '<network>opt1</network>' },
      "unresolved, its destination is one of the firewall's own networks",
    ],
    ['no destination', { to: '' }, 'unresolved, it names no destination'],
    [
      'a missing alias',
      { to: '<address>gone</address>' },
      'unresolved, it names an object that the file does not contain',
    ],
    [
      'a host without an alias',
      { to: '<address>www.example.com</address>' },
      'unresolved, it names an object that the file does not contain',
    ],
    [
      'an alias of ports',
      { to: '<address>ports</address>' },
      'unresolved, its alias has another type',
    ],
    [
      'an alias from a URL',
      { to: '<address>feed</address>' },
      'unresolved, its alias is filled from a URL, and the file does not contain the result',
    ],
    [
      'an alias with an exclusion',
      { to: '<address>holed</address>' },
      'unresolved, its alias excludes some of its addresses',
    ],
    ['an empty alias', { to: '<address>empty</address>' }, 'unresolved, its alias has no entries'],
    [
      'a negated destination',
      { to: '<address>web</address><not></not>' },
      'unresolved, it allows all but its destination',
    ],
    ['every port', { port: '' }, 'unresolved, it allows every port'],
    ['every protocol', { protocol: '' }, 'unresolved, it allows every protocol and port'],
    [
      'ICMP',
      { protocol: 'icmp', port: '' },
      'unresolved, its protocol has no ports, or Portolan does not read it',
    ],
    [
      'a protocol that the firewall refuses',
      { protocol: 'udp/tcp' },
      'unresolved, its protocol has no ports, or Portolan does not read it',
    ],
    ['port 0', { port: '0' }, 'unresolved, it names an object that the file does not contain'],
    [
      'port 65536',
      { port: '65536' },
      'unresolved, it names an object that the file does not contain',
    ],
    [
      'a source',
      { source: '<address>192.0.2.1</address>' },
      'unresolved, it allows only some clients',
    ],
    [
      'an alias as source',
      { source: '<address>web</address>' },
      'unresolved, it allows only some clients',
    ],
    [
      'the clients of another interface',
      { source: '<network>opt1</network>' },
      'unresolved, it allows only some clients',
    ],
    [
      'a negated source',
      { source: '<any></any><not></not>' },
      'unresolved, it allows all clients but its source',
    ],
    [
      'a source port',
      { source: '<any></any><port>1024</port>' },
      'unresolved, it allows only some source ports',
    ],
    [
      'a schedule',
      { more: '<sched>night</sched>' },
      'unresolved, it allows only at the times of a schedule',
    ],
    [
      'a gateway',
      { more: '<gateway>VPN</gateway>' },
      'unresolved, it sends its connections through a gateway of its own',
    ],
    [
      'a mark',
      { more: '<tagged>x</tagged>' },
      'unresolved, it allows only what another rule marked',
    ],
    [
      'an operating system',
      { more: '<os>Linux</os>' },
      'unresolved, it allows only clients with a certain operating system',
    ],
    [
      'an unknown setting',
      { more: '<max>1</max>' },
      'unresolved, it has a setting that Portolan does not read',
    ],
    ['disabled', { more: '<disabled></disabled>' }, 'unresolved, the rule is switched off'],
    ['block', { type: 'block' }, 'declined, the rule denies'],
    ['reject', { type: 'reject' }, 'declined, the rule denies'],
    [
      'block and disabled',
      { type: 'block', more: '<disabled></disabled>' },
      'declined, the rule denies',
    ],
    ['match', { type: 'match' }, 'unresolved, the rule does not say that it passes'],
    ['an unknown type', { type: 'allow' }, 'unresolved, the rule does not say that it passes'],
    ['on WAN', { interface: 'wan' }, 'declined, it judges connections from outside'],
    [
      'on a group',
      { interface: 'guests' },
      'unresolved, it belongs to a group of interfaces or to a tunnel',
    ],
    [
      'floating',
      { more: '<floating>yes</floating>' },
      'unresolved, it is a floating rule, and other rules can decide after it',
    ],
    [
      'floating, outwards on WAN',
      {
        interface: 'wan',
        more: '<floating>yes</floating><quick>yes</quick><direction>out</direction>',
      },
      'unresolved, it is a floating rule, and judges connections that leave there',
    ],
    [
      'floating, both ways on WAN',
      { interface: 'wan', more: '<floating>yes</floating><quick>yes</quick>' },
      'unresolved, it is a floating rule, and judges connections that leave there',
    ],
    [
      'floating, inwards on WAN',
      {
        interface: 'wan',
        more: '<floating>yes</floating><quick>yes</quick><direction>in</direction>',
      },
      'declined, it judges connections from outside',
    ],
    [
      'floating, outwards',
      { more: '<floating>yes</floating><quick>yes</quick><direction>out</direction>' },
      'unresolved, it is a floating rule, and other rules can decide after it',
    ],
  ])('%s is not taken', (_name, given, want) => {
    expect(verdicts(given)).toEqual([want]);
  });

  test('does not take the other address family', () => {
    expect(verdicts({ families: 'inet', to: '<address>nets</address>' })).toEqual([
      '198.51.100.0/24 tcp/443',
      'unresolved, the rule allows the other address family',
    ]);
  });

  test('refuses entries that no firewall looks up', () => {
    const odd = aliasXml('odd', 'host', '*.example.com www.example.com:443 10.0.0.1 .example.com');
    const xml = configXml([odd], [ruleXml({ to: '<address>odd</address>' })]);
    expect(rowsIn(readConfig, xml).map((row) => row.replace(/^\d+ odd: /, ''))).toEqual([
      'refused, import-not-destination',
      'refused, import-not-destination',
      'refused, import-not-public',
      'refused, import-not-destination',
    ]);
  });
});

const denied = 'unresolved, a rule above it denies, and may decide before it';
const net: RuleParts = { to: '<address>198.51.100.0/24</address>' };
const host: RuleParts = { to: '<address>loop</address>' };

describe('a rule that denies', () => {
  test.each<[string, RuleParts, RuleParts, boolean]>([
    ['everything', { type: 'block', to: '<any></any>', protocol: '', port: '' }, net, true],
    ['everything on another port', { type: 'block', to: '<any></any>', port: '80' }, net, false],
    [
      'everything of UDP',
      { type: 'block', to: '<any></any>', protocol: 'udp', port: '' },
      net,
      false,
    ],
    ['ICMP', { type: 'block', to: '<any></any>', protocol: 'icmp', port: '' }, net, false],
    ['a part of the network', { type: 'reject', to: '<address>198.51.100.7</address>' }, net, true],
    ['a wider network', { type: 'reject', to: '<address>198.51.0.0/16</address>' }, net, true],
    ['another network', { type: 'block', to: '<address>203.0.113.0/24</address>' }, net, false],
    [
      'a network, to which a name may resolve',
      { type: 'block', to: '<address>203.0.113.0/24</address>' },
      host,
      true,
    ],
    [
      'a name, which may resolve to the network',
      { type: 'block', to: '<address>loop</address>' },
      net,
      true,
    ],
    [
      'all but a network',
      { type: 'block', to: '<address>203.0.113.0/24</address><not></not>' },
      net,
      true,
    ],
    ['an alias from a URL', { type: 'block', to: '<address>feed</address>' }, net, true],
    [
      'some clients',
      { type: 'block', to: '<any></any>', source: '<address>192.0.2.1</address>' },
      net,
      true,
    ],
    ['on another interface', { type: 'block', interface: 'opt1', to: '<any></any>' }, net, false],
    ['on a group', { type: 'block', interface: 'guests', to: '<any></any>' }, net, true],
    [
      'and is disabled',
      { type: 'block', to: '<any></any>', more: '<disabled></disabled>' },
      net,
      false,
    ],
  ])('%s', (_name, block, pass, isDenied) => {
    expect(verdicts(block, pass).includes(denied)).toBe(isDenied);
  });

  test('may be one with an element twice', () => {
    const twice: RuleParts = { ...net, more: '<type>block</type>' };
    expect(verdicts(net, twice)).toEqual([denied, 'unresolved, the rule has an element twice']);
    const to: RuleParts = { to: '<address>web</address><address>loop</address>' };
    expect(verdicts(to)).toEqual(['unresolved, the rule has an element twice']);
  });

  test('counts below a rule only if it is floating or of a group', () => {
    const block: RuleParts = { type: 'block', to: '<any></any>' };
    expect(verdicts(net, block)).toContain('198.51.100.0/24 tcp/443');
    expect(verdicts(net, { ...block, more: '<floating>yes</floating>' })).toContain(denied);
    expect(verdicts(net, { ...block, interface: 'guests' })).toContain(denied);
  });
});

test('so many networks that deny count as all destinations', () => {
  const many = (count: number) => {
    const entries = Array.from({ length: count }, (_, at) => `198.18.${at >> 8}.${at & 255}`);
    const rules = [ruleXml({ type: 'block', to: '<address>many</address>' }), ruleXml(net)];
    return rowsIn(
      readConfig,
      configXml([aliasXml('many', 'network', entries.join(' '))], rules),
    )[1];
  };
  expect(many(10_000)).toMatch(/: 198\.51\.100\.0\/24 tcp\/443$/);
  expect(many(10_001)).toContain(denied);
});

describe('a config.xml', () => {
  test('makes a section of each alias, and one of the rules without any', () => {
    const rows = read({}, { to: '<address>198.51.100.0/24</address>' });
    expect(rows.map((row) => row.split(':')[0]?.replace(/^\d+ /, ''))).toEqual([
      'web',
      'web',
      'lan',
    ]);
  });

  test('tells an interface with a gateway from those of clients', () => {
    const more =
      '<interfaces><opt1><gateway>GW</gateway></opt1><opt2><ipaddr>dhcp</ipaddr></opt2></interfaces>';
    const rules = ['opt1', 'opt2', 'opt3'].map((on) =>
      ruleXml({ interface: on, to: '<address>192.0.2.9</address>' }),
    );
    expect(
      rowsIn(readConfig, configXml([], rules, more)).map((row) => row.replace(/^\d+ /, '')),
    ).toEqual([
      'opt1: declined, it judges connections from outside',
      'opt2: declined, it judges connections from outside',
      'opt3: 192.0.2.9 tcp/443',
    ]);
  });

  test('lists aliases of destinations that no rule uses', () => {
    const xml = configXml([aliasXml('a', 'host', 'x.example.com'), aliasXml('p', 'port', '1')], []);
    expect(rowsIn(readConfig, xml)).toEqual([
      '3 a: unresolved, no rule of the file uses this alias',
    ]);
  });

  test('says what it does not import, and that names are of both families', () => {
    const rules = [ruleXml({ families: 'inet' }), ruleXml({ interface: 'opt1' })];
    const { warnings } = must(readConfig({ name: 'x', text: configXml(aliases, rules) }, {}));
    expect(warnings).toEqual([
      'Rules that deny, limits, and settings of the firewall are not imported: a part only allows.',
      'The rules are those of 2 interfaces: --where interface=NAME selects one.',
      'Some rules allow names on one address family. A spec allows a host on both.',
    ]);
  });
});
