import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/documents/config/index.ts';
import {
  entryXml,
  membersXml,
  type PanosRule,
  panosRule,
  panosXml,
  rulesXml,
} from '../../support/config/panos.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';

const address = (name: string, kind: string, text: string) =>
  entryXml(name, `<${kind}>${text}</${kind}>`);
const group = (name: string, ...members: readonly string[]) =>
  entryXml(name, `<static>${membersXml(members)}</static>`);
const service = (name: string, inner: string) => entryXml(name, `<protocol>${inner}</protocol>`);
const list = (name: string, ...members: readonly string[]) =>
  entryXml(name, `<list>${membersXml(members)}</list><type>URL List</type>`);

const objects = `<address>${[
  address('web', 'fqdn', 'www.example.com'),
  address('net', 'ip-netmask', '198.51.100.0/24'),
  address('other', 'ip-netmask', '203.0.113.0/24'),
  address('range', 'ip-range', '192.0.2.1-192.0.2.9'),
  address('wild', 'ip-wildcard', '192.0.2.0/0.0.0.255'),
  address('bits', 'ip-netmask', '192.0.2.1/24'),
  address('twice', 'fqdn', 'a.example.com'),
  address('twice', 'fqdn', 'b.example.com'),
  address('starred', 'fqdn', '*.example.com'),
].join('')}</address>
<address-group>${[
  group('both', 'web', 'inner'),
  group('inner', 'net', 'both'),
  entryXml('dynamic', "<dynamic><filter>'x'</filter></dynamic>"),
].join('')}</address-group>
<service>${[
  service('https', '<tcp><port>443</port></tcp>'),
  service('many', '<udp><port>3478-3481,5000</port></udp>'),
  service('sourced', '<tcp><port>443</port><source-port>1024</source-port></tcp>'),
  service('odd', '<tcp><port>https</port></tcp>'),
].join('')}</service>
<service-group>${entryXml('services', `<members>${membersXml(['https', 'many', 'service-http'])}</members>`)}</service-group>
<application-group>${entryXml('apps', `<members>${membersXml(['ssl', 'okta'])}</members>`)}</application-group>
<profiles><custom-url-category>${[
  list(
    'urls',
    'app.example.com/',
    '*.example.net',
    'www.example.org/a/b',
    'api*.example.com',
    'x.example.com:8443',
    'https://example.com',
    '^.example.com',
  ),
  entryXml('match', `<list>${membersXml(['news'])}</list><type>Category Match</type>`),
].join('')}</custom-url-category></profiles>`;

const read = (...rules: readonly PanosRule[]) =>
  rowsIn(
    readConfig,
    panosXml(
      objects,
      rules.map((rule, index) => panosRule(`r${index}`, rule)),
    ),
  ).map((row) => row.replace(/^\d+ /, ''));

describe('a rule of PAN-OS that allows', () => {
  test.each<[string, PanosRule, string[]]>([
    ['a name', {}, ['www.example.com tcp/443']],
    ['a network', { destination: ['net'] }, ['198.51.100.0/24 tcp/443']],
    ['a range', { destination: ['range'] }, ['192.0.2.1-192.0.2.9 tcp/443']],
    ['an address without an object', { destination: ['192.0.2.77'] }, ['192.0.2.77 tcp/443']],
    [
      'groups in groups',
      { destination: ['both'] },
      ['www.example.com tcp/443', '198.51.100.0/24 tcp/443'],
    ],
    ['a list of ports', { service: ['many'] }, ['www.example.com udp/3478-3481 udp/5000']],
    [
      'a group of services',
      { service: ['services'] },
      ['www.example.com tcp/80 tcp/443 tcp/8080 udp/3478-3481 udp/5000'],
    ],
    ['services of each device', { service: ['service-https'] }, ['www.example.com tcp/443']],
    [
      'URLs',
      { destination: ['any'], category: ['urls'] },
      [
        'app.example.com tcp/443',
        '*.example.net tcp/443',
        'https www.example.org/a/b tcp/443',
        'refused, import-not-destination',
        'refused, import-not-destination',
        'refused, import-not-destination',
        'refused, import-not-destination',
      ],
    ],
    [
      'an application on its port',
      { application: ['ssl'], service: ['application-default'] },
      ['www.example.com tcp/443'],
    ],
    ['applications on the port of one', { application: ['apps'] }, ['www.example.com tcp/443']],
    [
      'several applications',
      { application: ['ssl', 'web-browsing'], service: ['services'] },
      ['www.example.com tcp/80 tcp/443'],
    ],
    [
      'with settings that limit nothing',
      {
        'log-start': 'yes',
        'source-user': ['any'],
        'negate-source': 'no',
        'hip-profiles': ['any'],
        disabled: 'no',
        'rule-type': 'universal',
      },
      ['www.example.com tcp/443'],
    ],
  ])('%s', (_name, given, want) => {
    expect(read(given)).toEqual(want.map((row) => `r0: ${row}`));
  });

  test.each<[string, PanosRule, string]>([
    ['any destination', { destination: ['any'] }, 'it allows any destination'],
    ['any service', { service: ['any'] }, 'it allows every port'],
    ['no service', { service: '' }, 'it has no members in a field that needs them'],
    ['no destination', { destination: [] }, 'it has no members in a field that needs them'],
    [
      'each application on its ports',
      { service: ['application-default'] },
      'it allows each application on its own ports',
    ],
    [
      'an application without known ports',
      { application: ['zoom'], service: ['application-default'] },
      'it allows only some applications',
    ],
    [
      'another application on a port',
      { application: ['okta'] },
      'it allows only some applications',
    ],
    [
      'a dynamic group',
      { destination: ['dynamic'] },
      'its group is dynamic, and the file does not contain its members',
    ],
    [
      'an external list',
      { destination: ['edl'] },
      'it names an object that the file does not contain',
    ],
    [
      'a region',
      { destination: ['web', 'DE'] },
      'it names an object that the file does not contain',
    ],
    [
      'an object that is defined twice',
      { destination: ['twice'] },
      'it names an object that the file defines twice',
    ],
    [
      'a wildcard mask',
      { destination: ['wild'] },
      'its address has a form that Portolan does not read',
    ],
    [
      'a starred name',
      { destination: ['starred'] },
      'its address has a form that Portolan does not read',
    ],
    ['source ports', { service: ['sourced'] }, 'its service allows only some source ports'],
    ['ports in words', { service: ['odd'] }, 'its service has ports that Portolan does not read'],
    [
      'a category of Palo Alto Networks',
      { destination: ['any'], category: ['news'] },
      'it names an object that the file does not contain',
    ],
    [
      'a category of categories',
      { destination: ['any'], category: ['match'] },
      'its category is not a list of URLs',
    ],
    [
      'URLs of a destination',
      { category: ['urls'] },
      'it allows only some URLs of its destination',
    ],
    ['some clients', { source: ['net'] }, 'it allows only some clients'],
    ['clients in no field', { source: '' }, 'it allows only some clients'],
    ['all clients but some', { 'negate-source': 'yes' }, 'it allows all clients but its source'],
    ['all but a destination', { 'negate-destination': 'yes' }, 'it allows all but its destination'],
    ['some users', { 'source-user': ['bob'] }, 'it allows only some users'],
    ['some devices', { 'source-hip': ['patched'] }, 'it allows only devices of some state'],
    ['at some times', { schedule: 'night' }, 'it allows only at the times of a schedule'],
    [
      'on some firewalls',
      { target: '<devices><entry name="1"/></devices>' },
      'it applies only to some firewalls',
    ],
    ['within a zone', { 'rule-type': 'intrazone' }, 'it allows only connections within a zone'],
    ['with an unknown setting', { novelty: 'x' }, 'it has a setting that Portolan does not read'],
    ['disabled', { disabled: 'yes' }, 'the rule is switched off'],
    ['of an unknown action', { action: 'log' }, 'the rule does not allow'],
    ['no action', { action: '' }, 'the rule does not allow'],
  ])('%s is not taken', (_name, given, want) => {
    expect(read(given)).toEqual([`r0: unresolved, ${want}`]);
  });

  test.each(['deny', 'drop', 'reset-client', 'reset-server', 'reset-both'])(
    'a rule with the action %s is declined',
    (action) => {
      expect(read({ action })).toEqual(['r0: declined, the rule denies']);
    },
  );

  test('declines what comes from outside, and refuses host bits', () => {
    expect(read({ from: ['untrust'] }, { destination: ['bits'] })).toEqual([
      'r0: declined, it judges connections from outside',
      'r1: refused, address-host-bits',
    ]);
  });

  test('notes the applications, which no part can limit', () => {
    const text = panosXml(objects, [panosRule('r', { application: ['apps'] })]);
    const [row] = must(readConfig({ name: 'x', text }, {})).rows;
    expect(row?.verdict).toMatchObject({
      facts: [{ note: 'The rule allows only these applications: ssl, okta.' }],
    });
    expect(row?.labels).toEqual(
      new Map([
        ['rule', ['r']],
        ['scope', ['vsys1']],
        ['from', ['trust']],
        ['to', ['untrust']],
      ]),
    );
  });
});

const net: PanosRule = { destination: ['net'] };
const any = { destination: ['any'], service: ['any'], action: 'deny' };
const denied = 'unresolved, a rule above it denies, and may decide before it';

describe('a rule of PAN-OS that denies', () => {
  test.each<[string, PanosRule, PanosRule, boolean]>([
    ['everything', any, net, true],
    ['another port', { ...any, service: ['many'] }, net, false],
    ['applications on all ports', { ...any, application: ['zoom'] }, net, true],
    ['on the ports of applications', { ...any, service: ['application-default'] }, net, true],
    ['a part of the network', { ...any, destination: ['198.51.100.9'] }, net, true],
    ['another network', { ...any, destination: ['other'] }, net, false],
    ['a network, to which a name may resolve', { ...any, destination: ['other'] }, {}, true],
    ['a name, which may resolve to the network', { ...any, destination: ['web'] }, net, true],
    [
      'all but a network',
      { ...any, destination: ['other'], 'negate-destination': 'yes' },
      net,
      true,
    ],
    ['an external list', { ...any, destination: ['edl'] }, net, true],
    ['a category', { ...any, category: ['malware'] }, net, true],
    ['from another zone', { ...any, from: ['guest'] }, net, false],
    ['to another zone', { ...any, to: ['dmz'] }, net, false],
    ['from any zone', { ...any, from: ['any'], to: ['any'] }, net, true],
    ['from a zone of the rule', { ...any, from: ['x', 'trust'], to: ['any'] }, net, true],
    [
      'from a zone, if the rule is of any',
      { ...any, from: ['guest'] },
      { ...net, from: ['any'] },
      true,
    ],
    [
      'from a zone, if the rule is of any beside others',
      { ...any, from: ['guest'] },
      { ...net, from: ['x', 'any'] },
      true,
    ],
    ['to a zone, if the rule is of any', { ...any, to: ['dmz'] }, { ...net, to: ['any'] }, true],
    ['and is disabled', { ...any, disabled: 'yes' }, net, false],
    ['without an action', { ...any, action: '' }, net, true],
  ])('%s', (_name, deny, allow, isDenied) => {
    expect(read(deny, allow)).toEqual([
      expect.any(String),
      isDenied ? `r1: ${denied}` : expect.stringMatching(/ tcp\/443$/),
    ]);
  });

  test('may be one with an element twice', () => {
    const twice = panosRule('t', net).replace('<action>', '<action>allow</action><action>');
    const rows = rowsIn(readConfig, panosXml(objects, [twice, panosRule('r', net)]));
    expect(rows.map((row) => row.replace(/^\d+ /, ''))).toEqual([
      't: unresolved, the rule has an element twice',
      `r: ${denied}`,
    ]);
  });

  test('does not count below', () => {
    expect(read(net, any)[0]).toBe('r0: 198.51.100.0/24 tcp/443');
  });
});

describe('scopes of PAN-OS', () => {
  const rule = panosRule('r', {});
  const deny = panosRule('d', any);
  const shared = (inner: string) => `<shared>${inner}</shared>`;
  const texts = (xml: string) => rowsIn(readConfig, xml).map((row) => row.replace(/^\d+ /, ''));

  test('hide a shared object by their own, except in a shared group', () => {
    const more =
      shared(`<address>${address('web', 'fqdn', 'shared.example.com')}${address('only', 'fqdn', 'only.example.com')}</address>
      <address-group>${group('of-shared', 'web', 'only')}</address-group>`);
    const rules = [rule, panosRule('s', { destination: ['of-shared'] })];
    expect(texts(panosXml(objects, rules, more))).toEqual([
      'r: www.example.com tcp/443',
      's: shared.example.com tcp/443',
      's: only.example.com tcp/443',
    ]);
  });

  test('read shared rules before and behind their own', () => {
    const before = shared(`<pre-rulebase>${rulesXml([deny])}</pre-rulebase>`);
    const behind = shared(`<post-rulebase>${rulesXml([deny])}</post-rulebase>`);
    expect(texts(panosXml(objects, [rule], before))).toContain(`r: ${denied}`);
    expect(texts(panosXml(objects, [rule], behind))).toContain('r: www.example.com tcp/443');
    const last = shared(`${objects}<post-rulebase>${rulesXml([rule])}</post-rulebase>`);
    expect(texts(panosXml('', [deny], last))).toContain(`r: ${denied}`);
  });

  const groups = (...inner: readonly string[]) =>
    `<config><devices><entry name="x"><device-group>${inner
      .map((each, index) => entryXml(`g${index}`, each))
      .join('')}</device-group></entry></devices></config>`;
  const pre = (...rules: readonly string[]) =>
    `${objects}<pre-rulebase>${rulesXml(rules)}</pre-rulebase>`;

  test('count rules of each of several device groups above those of the others', () => {
    expect(texts(groups(pre(rule, deny)))[0]).toBe('r: www.example.com tcp/443');
    expect(texts(groups(pre(rule), pre(deny)))[0]).toBe(`r: ${denied}`);
  });

  test('are also read from an answer of the API', () => {
    const xml = panosXml(objects, [rule]);
    expect(texts(`<response status="success"><result>${xml}</result></response>`)).toEqual([
      'r: www.example.com tcp/443',
    ]);
  });

  test('need rules', () => {
    expect(texts(panosXml(objects, []))).toEqual([
      'refused import-no-rules: the file has no security rules, and objects without rules allow nothing',
    ]);
  });
});
