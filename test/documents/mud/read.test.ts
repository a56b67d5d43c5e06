import { describe, expect, test } from '@jest/globals';
import { readMud } from '../../../src/documents/mud/index.ts';
import { readValue, refusalOf, rowsIn, verdictText } from '../../support/json-documents.ts';
import { must } from '../../support/policy.ts';

const newModule = 'ietf-access-control-list:acls';
const oldModule = 'ietf-access-control-list:access-lists';
const dnsName = 'ietf-acldns:dst-dnsname';
const initiated = 'ietf-mud:direction-initiated';

const accept = { forwarding: 'accept' };

/** An entry with these conditions. */
const entry = (matches: unknown, actions: unknown = accept) => ({ name: 'e', matches, actions });

const lists = (...names: readonly string[]) => ({
  'access-lists': { 'access-list': names.map((name) => ({ name })) },
});

const about = {
  'mud-version': 1,
  'mud-url': 'https://device.example.com/lamp.json',
  'last-update': '2026-01-02T03:04:05+10:00',
  'cache-validity': 48,
  'is-supported': true,
  systeminfo: 'Lamp',
  'mfg-name': 'Example Lights',
};

/** A profile whose list of connections from the device has these entries. */
const profile = (entries: readonly unknown[], module = newModule) => ({
  'ietf-mud:mud': {
    ...about,
    'from-device-policy': lists('from-v4'),
    'to-device-policy': lists('to-v4'),
  },
  [module]: {
    acl: [
      { name: 'to-v4', type: 'ipv4-acl-type', aces: { ace: [entry(toHost('in.example.com'))] } },
      { name: 'from-v4', type: 'ipv4-acl-type', aces: { ace: entries } },
    ],
  },
});

const eq = (port: unknown) => ({ 'destination-port': { operator: 'eq', port } });
const toHost = (host: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  ipv4: { protocol: 6, [dnsName]: host },
  tcp: { ...eq(443), [initiated]: 'from-device' },
  ...more,
});

const readOne = (matches: unknown, actions: unknown = accept) =>
  rowsIn(readMud, profile([entry(matches, actions)])).map(verdictText);

describe('readMud', () => {
  test.each([newModule, oldModule])('reads what the device connects to, from %s', (module) => {
    expect(
      rowsIn(readMud, profile([entry(toHost('a.example.com'))], module)).map(verdictText),
    ).toEqual(['a.example.com tcp/443']);
  });

  test.each([
    ['a host on TCP', toHost('a.example.com'), 'a.example.com tcp/443'],
    ['a host in capitals', toHost('A.Example.com.'), 'a.example.com tcp/443'],
    ['an address as a host', toHost('192.0.2.1'), '192.0.2.1 tcp/443'],
    [
      'a host on UDP',
      { ipv4: { protocol: 17, [dnsName]: 'a.example.com' }, udp: eq(123) },
      'a.example.com udp/123',
    ],
    [
      'a host over IPv6',
      { ipv6: { protocol: 6, [dnsName]: 'a.example.com' }, tcp: eq(80) },
      'a.example.com tcp/80',
    ],
    [
      'a host without the number of its protocol',
      { ipv4: { [dnsName]: 'a.example.com' }, tcp: eq(80) },
      'a.example.com tcp/80',
    ],
    [
      'a network',
      { ipv4: { protocol: 17, 'destination-ipv4-network': '192.0.2.0/24' }, udp: eq(5000) },
      '192.0.2.0/24 udp/5000',
    ],
    [
      'a network of IPv6',
      { ipv6: { protocol: 6, 'destination-ipv6-network': '2001:DB8:0::/48' }, tcp: eq(22) },
      '2001:db8::/48 tcp/22',
    ],
    [
      'the DNS controller',
      {
        'ietf-mud:mud': { controller: 'urn:ietf:params:mud:dns' },
        ipv4: { protocol: 17 },
        udp: eq(53),
      },
      'resolvers udp/53',
    ],
    [
      'the DNS controller on TCP',
      { 'ietf-mud:mud': { controller: 'urn:ietf:params:mud:dns' }, tcp: eq(53) },
      'resolvers tcp/53',
    ],
  ])('reads %s', (_what, matches, want) => {
    expect(readOne(matches)).toEqual([want]);
  });

  test.each([
    [{ operator: 'eq', port: 443 }, 'tcp/443'],
    [{ port: 443 }, 'tcp/443'],
    [{ operator: 'range', 'lower-port': 80, 'upper-port': 90 }, 'tcp/80-90'],
    [{ 'lower-port': 80, 'upper-port': 90 }, 'tcp/80-90'],
    [{ operator: 'gte', port: 49_152 }, 'tcp/49152-65535'],
    [{ operator: 'lte', port: 1023 }, 'tcp/1-1023'],
  ])('reads the ports %j', (port, want) => {
    expect(readOne(toHost('a.example.com', { tcp: { 'destination-port': port } }))).toEqual([
      `a.example.com ${want}`,
    ]);
  });

  test.each([
    { operator: 'neq', port: 443 },
    { operator: 'eq' },
    { operator: 'eq', port: 0 },
    { operator: 'eq', port: 65_536 },
    { operator: 'eq', port: 80.5 },
    { operator: 'lte' },
    { operator: 'eq', 'lower-port': 80, 'upper-port': 90 },
    { operator: 'range', port: 80 },
    { operator: 'range', port: 80, 'lower-port': 80, 'upper-port': 90 },
    { 'lower-port': 90, 'upper-port': 80 },
    { 'lower-port': 80 },
    {},
  ])('refuses the ports %j', (port) => {
    const [line] = readOne(toHost('a.example.com', { tcp: { 'destination-port': port } }));
    expect(line).toMatch(/^refused: line [0-9]+: expected one port from 1 to 65535/);
  });

  const within = 'declined: it is access within the local network';

  test.each([
    ['the local network', { 'ietf-mud:mud': { 'local-networks': [null] } }, within],
    [
      'the local network with an address beside it',
      {
        'ietf-mud:mud': { 'local-networks': [null] },
        ipv4: { protocol: 17, 'destination-ipv4-network': '192.0.2.0/24' },
        udp: eq(1900),
      },
      within,
    ],
    [
      'frames in the local network',
      { 'ietf-mud:mud': { 'local-networks': [null] }, eth: { ethertype: '0x888e' } },
      within,
    ],
    [
      'connections that the other side begins',
      toHost('a.example.com', { tcp: { ...eq(443), [initiated]: 'to-device' } }),
      'declined: the other side begins the connection',
    ],
    ['frames', { eth: { ethertype: '0x888e' } }, 'unresolved: it matches Ethernet frames'],
    [
      'ping',
      { ipv4: { protocol: 1, [dnsName]: 'a.example.com' }, icmp: { type: 8, code: 0 } },
      'unresolved: it asks for ICMP, which has no ports',
    ],
    [
      'ICMP by its number',
      { ipv6: { protocol: 58, 'destination-ipv6-network': '2001:db8::/32' } },
      'unresolved: it asks for ICMP, which has no ports',
    ],
    [
      'another protocol',
      { ipv4: { protocol: 2, [dnsName]: 'a.example.com' } },
      'unresolved: it names no port of protocol 2',
    ],
    [
      'TCP without a port',
      toHost('a.example.com', { tcp: { [initiated]: 'from-device' } }),
      'unresolved: it names no port of TCP',
    ],
    [
      'a protocol without its ports',
      { ipv4: { protocol: 6, [dnsName]: 'a.example.com' } },
      'unresolved: it names no port of protocol 6',
    ],
    ['ports without a destination', { tcp: eq(443) }, 'unresolved: the entry names no destination'],
    ['everything', {}, 'unresolved: it names no port'],
    ['nothing', undefined, 'unresolved: the entry names no destination'],
    [
      'a gateway',
      {
        'ietf-mud:mud': { controller: 'urn:ietf:params:mud:gateway' },
        ipv4: { protocol: 17 },
        udp: eq(67),
      },
      'unresolved: it asks for the controller "urn:ietf:params:mud:gateway", whose address the document does not list',
    ],
    [
      'the NTP controller',
      {
        'ietf-mud:mud': { controller: 'urn:ietf:params:mud:ntp' },
        ipv4: { protocol: 17 },
        udp: eq(123),
      },
      'unresolved: it asks for the controller "urn:ietf:params:mud:ntp", whose address the document does not list',
    ],
    [
      'the DNS controller on another port',
      { 'ietf-mud:mud': { controller: 'urn:ietf:params:mud:dns' }, tcp: eq(443) },
      'unresolved: it asks for the controller "urn:ietf:params:mud:dns", whose address the document does not list',
    ],
    [
      'the DNS controller and an address',
      {
        'ietf-mud:mud': { controller: 'urn:ietf:params:mud:dns' },
        ipv4: { protocol: 17, [dnsName]: 'a.example.com' },
        udp: eq(53),
      },
      'unresolved: it matches "controller" and an address at once',
    ],
    [
      'two roles',
      { 'ietf-mud:mud': { controller: 'urn:ietf:params:mud:dns', model: 'x' }, udp: eq(53) },
      'unresolved: it matches several roles at once',
    ],
    [
      'devices of the manufacturer',
      { 'ietf-mud:mud': { 'same-manufacturer': [null] }, tcp: eq(443) },
      'unresolved: it asks for "same-manufacturer", which the document does not list',
    ],
    [
      'the controller of the device',
      { 'ietf-mud:mud': { 'my-controller': [null] }, tcp: eq(443) },
      'unresolved: it asks for "my-controller", which the document does not list',
    ],
  ])('makes no endpoint of %s', (_what, matches, want) => {
    expect(readOne(matches)).toEqual([want]);
  });

  const narrowed = (condition: string) =>
    `unresolved: it also matches "${condition}", which no endpoint can express`;

  test.each([
    [
      'dscp',
      toHost('a.example.com', { ipv4: { protocol: 6, [dnsName]: 'a.example.com', dscp: 1 } }),
    ],
    [
      'source-ipv4-network',
      toHost('a.example.com', {
        ipv4: { [dnsName]: 'a.example.com', 'source-ipv4-network': '192.0.2.0/24' },
      }),
    ],
    [
      'source-port',
      toHost('a.example.com', { tcp: { ...eq(443), 'source-port': { operator: 'eq', port: 1 } } }),
    ],
    ['flags', toHost('a.example.com', { tcp: { ...eq(443), flags: 'syn' } })],
    ['egress-interface', toHost('a.example.com', { 'egress-interface': 'eth0' })],
    [
      'destination-ipv6-network',
      toHost('a.example.com', { ipv4: { 'destination-ipv6-network': '2001:db8::/32' } }),
    ],
  ])('makes no endpoint of an entry that %s narrows', (condition, matches) => {
    expect(readOne(matches)).toEqual([narrowed(condition)]);
  });

  test.each([
    [
      'two families',
      { ipv4: { [dnsName]: 'a.example.com' }, ipv6: {}, tcp: eq(1) },
      'it matches IPv4 and IPv6 at once',
    ],
    ['two transports', toHost('a.example.com', { udp: eq(443) }), 'it matches TCP and UDP at once'],
    [
      'another protocol',
      { ipv4: { protocol: 17, [dnsName]: 'a.example.com' }, tcp: eq(1) },
      'its protocol 17 is not TCP',
    ],
    [
      'a name and a network',
      {
        ipv4: { [dnsName]: 'a.example.com', 'destination-ipv4-network': '192.0.2.0/24' },
        tcp: eq(1),
      },
      'it matches a name and a network at once',
    ],
  ])('makes no endpoint of an entry with %s', (_what, matches, why) => {
    expect(readOne(matches)).toEqual([`unresolved: ${why}`]);
  });

  test.each([
    ['*', '"*" alone means every host'],
    ['lamp', '"lamp" has no domain'],
    ['10.0.0.1', '"10.0.0.1" is not public: it meets 10.0.0.0/8 (private)'],
    ['https://a.example.com', 'expected a host, found "https://a.example.com"'],
    ['a.example.com:80', 'expected a host, found "a.example.com:80"'],
    ['a.example.com/b', 'expected a host, found "a.example.com/b"'],
  ])('refuses the name %s', (name, why) => {
    expect(readOne(toHost(name))).toEqual([`refused: ${why}`]);
  });

  test.each([
    ['239.255.255.250/32', '"239.255.255.250/32" is not public: it meets 224.0.0.0/4 (multicast)'],
    ['192.0.2.1/24', '"192.0.2.1/24" has host bits set'],
    ['2001:db8::/32', 'expected an IPv4 network, found "2001:db8::/32"'],
    ['a.example.com', 'expected an IPv4 network, found "a.example.com"'],
  ])('refuses the network %s', (network, why) => {
    const ipv4 = { protocol: 6, 'destination-ipv4-network': network };
    expect(readOne({ ipv4, tcp: eq(443) })).toEqual([`refused: ${why}`]);
  });

  test('takes the action with the name of its module', () => {
    expect(
      readOne(toHost('a.example.com'), { forwarding: 'ietf-access-control-list:accept' }),
    ).toEqual(['a.example.com tcp/443']);
  });

  test.each([
    [{ forwarding: 'drop' }, 'declined: the entry denies traffic'],
    [{ forwarding: 'reject' }, 'declined: the entry denies traffic'],
    [{}, 'unresolved: the entry has no action'],
    [undefined, 'unresolved: the entry has no action'],
  ])('makes no endpoint of an entry with the action %j', (actions, want) => {
    expect(
      rowsIn(readMud, profile([{ name: 'e', matches: toHost('a.example.com'), actions }])).map(
        verdictText,
      ),
    ).toEqual([want]);
  });

  test('makes no endpoint of an entry after one that denies traffic', () => {
    const entries = [
      entry(toHost('a.example.com')),
      entry(toHost('b.example.com'), { forwarding: 'drop' }),
      entry(toHost('*.example.com')),
    ];
    expect(rowsIn(readMud, profile(entries)).map(verdictText)).toEqual([
      'a.example.com tcp/443',
      'declined: the entry denies traffic',
      'unresolved: an entry before it denies traffic, which may be a part of it',
    ]);
  });

  test('gives all rows one section, and each its line and its conditions', () => {
    const rows = rowsIn(readMud, profile([entry(toHost('a.example.com')), entry({ eth: {} })]));
    expect(rows.map(({ section }) => section)).toEqual(
      [1, 2].map(() => ({
        key: '',
        title: 'Lamp',
        purpose: undefined,
        citation: 'from-device-policy',
        tier: undefined,
        inspection: undefined,
      })),
    );
    const lines = JSON.stringify(profile([entry(toHost('a.example.com'))]), null, 1).split('\n');
    expect(lines.slice(rows[0]?.line, (rows[0]?.line ?? 0) + 4).join('')).toContain('matches');
    expect(rows.map(({ words }) => words)).toEqual([
      'protocol 6, dst-dnsname a.example.com, operator eq, port 443, direction-initiated from-device',
      `the entry on line ${rows[1]?.line}`,
    ]);
    expect(Object.fromEntries(rows[0]?.labels ?? [])).toEqual({
      acl: ['from-v4'],
      family: ['ipv4'],
      transport: ['tcp'],
    });
  });

  test('makes one endpoint of the same host in two families', () => {
    const profileOf = (hosts: Readonly<Record<'ipv4' | 'ipv6', readonly string[]>>) => ({
      'ietf-mud:mud': { ...about, 'from-device-policy': lists('ipv4', 'ipv6') },
      [newModule]: {
        acl: Object.entries(hosts).map(([family, names]) => ({
          name: family,
          aces: {
            ace: names.map((name) => entry({ [family]: { [dnsName]: name }, tcp: eq(443) })),
          },
        })),
      },
    });
    const twins = profileOf({ ipv4: ['a.example.com'], ipv6: ['a.example.com'] });
    expect(rowsIn(readMud, twins).map(verdictText)).toEqual([
      'a.example.com tcp/443',
      'a.example.com tcp/443',
    ]);
    expect(must(readValue(readMud, twins)).warnings).toEqual([]);
    const more = profileOf({
      ipv4: ['a.example.com', 'b.example.com', 'c.example.com'],
      ipv6: ['b.example.com', 'c.example.com'],
    });
    expect(must(readValue(readMud, more)).warnings).toEqual([
      'The profile lists 1 host for one address family. A spec allows a host on both.',
    ]);
  });

  test('reads a list once that the profile names twice', () => {
    const value = profile([entry(toHost('a.example.com'))]);
    const twice = { ...about, 'from-device-policy': lists('from-v4', 'from-v4') };
    expect(rowsIn(readMud, { ...value, 'ietf-mud:mud': twice })).toHaveLength(1);
  });

  test('says what the device is', () => {
    const factsOf = (mud: unknown) =>
      must(readValue(readMud, { ...profile([]), 'ietf-mud:mud': mud })).facts;
    expect(factsOf(about)).toEqual({
      title: 'Lamp',
      publisher: 'Example Lights',
      date: '2026-01-02',
    });
    expect(factsOf({ 'model-name': 'L 1', 'last-update': 'today' })).toEqual({ title: 'L 1' });
    expect(factsOf({ 'mfg-name': 'Example' })).toEqual({ title: 'Example', publisher: 'Example' });
    expect(factsOf({})).toEqual({});
  });

  test('leaves a list unresolved that the document does not contain', () => {
    const value = { 'ietf-mud:mud': { 'from-device-policy': lists('gone') } };
    expect(rowsIn(readMud, value).map((row) => `${row.words}: ${verdictText(row)}`)).toEqual([
      'access list gone: unresolved: the profile names the access list "gone" and does not contain it',
    ]);
  });

  test.each([
    ['a list', []],
    ['an object', { a: 1 }],
    ['null', { 'ietf-mud:mud': null }],
  ])('refuses %s that is no profile', (_what, value) => {
    expect(refusalOf(readMud, value)).toMatch(
      /^import-not-mud: the document has no "ietf-mud:mud"/,
    );
  });

  const mud = 'ietf-mud:mud';
  test.each([
    ['the profile', { [mud]: [] }, `expected an object for "${mud}", found a list`],
    ['its title', { [mud]: { systeminfo: 1 } }, 'expected a text for "systeminfo", found a number'],
    [
      'a policy',
      { [mud]: { 'from-device-policy': 1 } },
      'expected an object for "from-device-policy", found a number',
    ],
    [
      'the names of lists',
      { [mud]: { 'from-device-policy': { 'access-lists': { 'access-list': ['a'] } } } },
      'expected an object for an item of "access-list", found a text',
    ],
    [
      'a name',
      { [mud]: { 'from-device-policy': { 'access-lists': { 'access-list': [{}] } } } },
      'the access list has no "name"',
    ],
    [
      'a module',
      { [mud]: {}, [newModule]: [] },
      `expected an object for "${newModule}", found a list`,
    ],
    [
      'the lists',
      { [mud]: {}, [newModule]: { acl: {} } },
      'expected a list for "acl", found an object',
    ],
    [
      'a list',
      { [mud]: {}, [oldModule]: { acl: [7] } },
      'expected an object for an item of "acl", found a number',
    ],
    [
      'the name of a list',
      { [mud]: {}, [newModule]: { acl: [{ name: 1 }] } },
      'expected a text for "name", found a number',
    ],
    [
      'entries',
      { [mud]: {}, [newModule]: { acl: [{ name: 'a', aces: 'x' }] } },
      'expected an object for "aces", found a text',
    ],
    [
      'an entry',
      { [mud]: {}, [newModule]: { acl: [{ name: 'a', aces: { ace: [1] } }] } },
      'expected an object for an item of "ace", found a number',
    ],
  ])('refuses another type of %s, with the line', (_what, value, want) => {
    expect(refusalOf(readMud, value)).toMatch(/: line [0-9]+: /);
    expect(refusalOf(readMud, value)).toContain(want);
  });

  test.each([
    ['matches', 'x', 'expected an object for "matches", found a text'],
    ['actions', [], 'expected an object for "actions", found a list'],
    ['actions', { forwarding: true }, 'expected a text for "forwarding", found true or false'],
    ['matches', { [mud]: 'x' }, `expected an object for "${mud}", found a text`],
    ['matches', { ipv4: 'x', tcp: eq(1) }, 'expected an object for "ipv4", found a text'],
    [
      'matches',
      { ipv4: { protocol: '6' }, tcp: eq(1) },
      'expected a number for "protocol", found a text',
    ],
    ['matches', { tcp: [] }, 'expected an object for "tcp", found a list'],
    [
      'matches',
      { tcp: { 'destination-port': 443 } },
      'expected an object for "destination-port", found a number',
    ],
    ['matches', { tcp: eq('443') }, 'expected a number for "port", found a text'],
    ['matches', toHost(['a.example.com']), 'expected a text for a host, found a list'],
  ])('refuses the row of an entry whose %s are %j', (key, value, want) => {
    const [row] = rowsIn(readMud, profile([{ ...entry(toHost('a.example.com')), [key]: value }]));
    expect(row?.verdict.kind === 'refused' ? row.verdict.refusal.message : '').toContain(want);
  });

  test('refuses two lists of one name, also in two modules', () => {
    const list = { name: 'a', aces: { ace: [] } };
    const want = /^import-repeated-list: lines [0-9]+ and [0-9]+ both contain the access list "a"$/;
    expect(refusalOf(readMud, { [mud]: {}, [newModule]: { acl: [list, list] } })).toMatch(want);
    expect(
      refusalOf(readMud, { [mud]: {}, [newModule]: { acl: [list] }, [oldModule]: { acl: [list] } }),
    ).toMatch(want);
  });
});
