import { describe, expect, test } from '@jest/globals';
import { readRanges } from '../../../src/documents/ranges/index.ts';
import { readValue, refusalOf, rowsIn, verdictText } from '../../support/json-documents.ts';
import { must } from '../../support/policy.ts';

const linesOf = (value: unknown, options = {}) =>
  rowsIn(readRanges, value, options).map(verdictText);
const labelsOf = (value: unknown) =>
  rowsIn(readRanges, value).map(({ labels }) => Object.fromEntries(labels));
const keysOf = (value: unknown) => rowsIn(readRanges, value).map(({ section }) => section.key);
const warningsOf = (value: unknown, options = {}) => {
  const { warnings, warningsOf: ofRows, rows } = must(readValue(readRanges, value, options));
  return [...warnings, ...(ofRows?.(rows) ?? [])];
};

/** One network in the shape of each family of documents. */
const shapes = {
  'prefixes with services': {
    syncToken: '17',
    createDate: '2026-01-02-03-04-05',
    prefixes: [{ ip_prefix: '192.0.2.0/24', region: 'r-1', service: 'STORE' }],
    ipv6_prefixes: [{ ipv6_prefix: '2001:db8::/32', region: 'r-2', service: 'STORE' }],
  },
  'prefixes with scopes': {
    creationTime: '2026-01-02T03:04:05.6',
    prefixes: [{ ipv4Prefix: '192.0.2.0/24', service: 'Cloud', scope: 'r-1' }],
  },
  'tags with properties': {
    changeNumber: 363,
    cloud: 'Public',
    values: [
      {
        name: 'Store.North',
        id: 'Store.North',
        properties: {
          changeNumber: 5,
          region: '',
          systemService: 'Store',
          addressPrefixes: ['192.0.2.0/24', '2001:db8::/32'],
          networkFeatures: ['API', 'NSG'],
        },
      },
    ],
  },
  'lists by section': {
    verifiable: false,
    keys: ['ssh-ed25519 AAAA'],
    web: ['192.0.2.0/24'],
    git: ['192.0.2.0/24', '198.51.100.7/32'],
    domains: { site: ['*.example.com', 'example.com'], mail: { trust: '', all: ['example.com'] } },
  },
  'items with masks': {
    creationDate: '2026-01-02T03:04:05',
    syncToken: 1_741_135_200,
    items: [
      {
        network: '192.0.2.0',
        mask_len: 24,
        cidr: '192.0.2.0/24',
        mask: '255.255.255.0',
        region: ['r-1', 'r-2'],
        direction: ['egress', 'ingress'],
      },
      {
        network: '2001:db8::',
        mask_len: 32,
        cidr: '2001:db8::/32',
        mask: 'ffff:ffff::',
        region: ['r-1'],
        direction: ['egress'],
      },
    ],
  },
  'regions with tags': {
    last_updated_timestamp: '2026-01-02T03:04:05',
    regions: [{ region: 'r-1', cidrs: [{ cidr: '192.0.2.0/24', tags: ['OSN'] }] }],
  },
  cells: {
    us_cell_1: { ip_ranges: ['192.0.2.0/24'] },
    eu_cell_1: { ip_ranges: ['198.51.100.0/24'] },
  },
  'two lists': { addresses: ['192.0.2.0/24'], ipv6_addresses: ['2001:db8::/32'] },
  agents: {
    version: 64,
    modified: '2026-01-02-03-04-05',
    agents: { prefixes_ipv4: ['192.0.2.0/24'], prefixes_ipv6: ['2001:db8::/32'] },
  },
  'a list alone': ['192.0.2.0/24', '2001:db8::/32'],
};

describe('readRanges', () => {
  test.each([
    ['prefixes with services', ['192.0.2.0/24', '2001:db8::/32']],
    ['prefixes with scopes', ['192.0.2.0/24']],
    ['tags with properties', ['192.0.2.0/24', '2001:db8::/32']],
    ['lists by section', ['192.0.2.0/24', '192.0.2.0/24', '198.51.100.7']],
    ['items with masks', ['192.0.2.0/24', '2001:db8::/32']],
    ['regions with tags', ['192.0.2.0/24']],
    ['cells', ['192.0.2.0/24', '198.51.100.0/24']],
    ['two lists', ['192.0.2.0/24', '2001:db8::/32']],
    ['agents', ['192.0.2.0/24', '2001:db8::/32']],
    ['a list alone', ['192.0.2.0/24', '2001:db8::/32']],
  ] as const)('finds the networks of %s, without ports', (shape, want) => {
    expect(linesOf(shapes[shape])).toEqual(want);
  });

  test.each([
    ['prefixes with services', { region: ['r-1'], service: ['STORE'], section: ['prefixes'] }],
    ['prefixes with scopes', { service: ['Cloud'], scope: ['r-1'], section: ['prefixes'] }],
    [
      'tags with properties',
      {
        name: ['Store.North'],
        id: ['Store.North'],
        changeNumber: ['5'],
        systemService: ['Store'],
        networkFeatures: ['API', 'NSG'],
        cloud: ['Public'],
        section: ['values'],
      },
    ],
    ['lists by section', { verifiable: ['false'], keys: ['ssh-ed25519 AAAA'], section: ['web'] }],
    [
      'items with masks',
      {
        mask_len: ['24'],
        region: ['r-1', 'r-2'],
        direction: ['egress', 'ingress'],
        section: ['items'],
      },
    ],
    ['regions with tags', { region: ['r-1'], tags: ['OSN'], section: ['regions'] }],
    ['cells', { section: ['us_cell_1'] }],
    ['agents', { version: ['64'], section: ['agents'] }],
    ['a list alone', {}],
  ] as const)('labels the networks of %s by the words around them', (shape, want) => {
    expect(labelsOf(shapes[shape])[0]).toEqual(want);
  });

  test.each([
    ['prefixes with services', { revision: '17', date: '2026-01-02' }],
    ['prefixes with scopes', { date: '2026-01-02' }],
    ['tags with properties', { revision: '363' }],
    ['items with masks', { revision: '1741135200', date: '2026-01-02' }],
    ['regions with tags', { date: '2026-01-02' }],
    ['agents', { date: '2026-01-02' }],
    ['cells', {}],
    ['a list alone', {}],
  ] as const)('finds the revision and the date of %s', (shape, want) => {
    expect(must(readValue(readRanges, shapes[shape])).facts).toEqual(want);
  });

  test('takes no date that does not exist, and no revision of an inner object', () => {
    const value = {
      createDate: '2026-02-30',
      a: { syncToken: '1', modified: '2026-01-02', b: [] },
    };
    expect(must(readValue(readRanges, value)).facts).toEqual({});
  });

  test('names sections after the keys at the top, without the words of an address family', () => {
    expect(keysOf(shapes['prefixes with services'])).toEqual(['prefixes', 'prefixes']);
    expect(keysOf(shapes['two lists'])).toEqual(['addresses', 'addresses']);
    expect(keysOf(shapes.cells)).toEqual(['us-cell-1', 'eu-cell-1']);
    expect(keysOf(shapes['a list alone'])).toEqual(['', '']);
    const network = ['192.0.2.0/24'];
    expect(
      keysOf({
        hubPrefixes: network,
        ipv4Prefixes: network,
        IPv6: network,
        ip: network,
        v4: network,
      }),
    ).toEqual(['hub-prefixes', 'prefixes', '', '', '']);
  });

  test('gives the rows of one key equal sections', () => {
    const network = ['192.0.2.0/24'];
    const rows = rowsIn(readRanges, { 'a b': network, a_b: network, 'A-B': network });
    expect(new Set(rows.map(({ section }) => section)).size).toBe(1);
    expect(rows[0]?.section).toMatchObject({ key: 'a-b', title: 'a_b', citation: 'a_b' });
  });

  test('gives each row its line and its words', () => {
    const [, second] = rowsIn(readRanges, { a: ['192.0.2.0/24', '2001:DB8::/32'] });
    expect([second?.line, second?.words]).toEqual([4, '2001:DB8::/32']);
  });

  test('lets the nearest label of a name apply', () => {
    const inner = { region: 'r-2', list: ['192.0.2.0/24'] };
    const value = { all: [{ region: 'r-1', inner, list: ['198.51.100.0/24'] }] };
    expect(labelsOf(value).map(({ region }) => region)).toEqual([['r-2'], ['r-1']]);
  });

  test('leaves out an address beside a network, and lists it unless it is the first one or the mask', () => {
    expect(linesOf([{ a: '192.0.2.0/24', b: '192.0.2.0', c: '198.51.100.1' }])).toEqual([
      '192.0.2.0/24',
      'declined: it is an address beside a network, and the network is what its object names',
    ]);
    expect(linesOf([{ v4: '192.0.2.1', v6: '2001:db8::1' }])).toEqual(['192.0.2.1', '2001:db8::1']);
  });

  test.each([
    ['192.0.2.1/24', 'refused: "192.0.2.1/24" has host bits set'],
    ['10.0.0.0/8', 'refused: "10.0.0.0/8" is not public: it meets 10.0.0.0/8 (private)'],
    ['fe80::/10', 'refused: "fe80::/10" is not public: it meets fe80::/10 (link-local)'],
    ['0.0.0.0/0', 'refused: "0.0.0.0/0" covers every address'],
    ['192.0.2.0/243.0.113.0/25', 'refused: invalid prefix length "/243.0.113.0/25"'],
    [
      '192.0.2.0/24,198.51.100.0/24',
      'refused: "192.0.2.0/24,198.51.100.0/24" is more than one network',
    ],
    [' 2001:0DB8::/32 ', '2001:db8::/32'],
  ])('reads %s', (text, want) => {
    expect(linesOf({ list: [text] })).toEqual([want]);
    expect(linesOf({ list: [{ cidr: text }] })).toEqual([want]);
  });

  test.each([
    '10:30:00',
    '2026-01-02',
    '1753388594',
    'deadbeef',
    'fe-ed',
    '1.2.3',
    'us-east-1',
    '10/100',
  ])('takes %s for a label', (text) => {
    expect(linesOf({ list: [{ cidr: '192.0.2.0/24', label: text }] })).toEqual(['192.0.2.0/24']);
    expect(labelsOf({ list: [{ cidr: '192.0.2.0/24', label: text }] })[0]).toMatchObject({
      label: [text],
    });
  });

  test('leaves unresolved what is no network in a list of networks', () => {
    const list = ['192.0.2.0/24', 'see the site', 'www.example.com', 1.5e-300, null];
    const reason = 'it is not a network, but others in its list are; --hosts also reads hosts';
    expect(linesOf({ list })).toEqual([
      '192.0.2.0/24',
      ...[1, 2, 3, 4].map(() => `unresolved: ${reason}`),
    ]);
    expect(linesOf({ list }, { hosts: true }).slice(2, 4)).toEqual([
      'www.example.com',
      `unresolved: ${reason}`,
    ]);
  });

  test('reads hosts in lists if the option says so, and counts them if not', () => {
    const value = shapes['lists by section'];
    expect(linesOf(value, { hosts: true }).slice(3)).toEqual([
      '*.example.com',
      'example.com',
      'example.com',
    ]);
    expect(warningsOf(value)).toContain(
      'The document also lists hosts: 3. Add --hosts to include them.',
    );
    expect(warningsOf(value, { hosts: true }).join()).not.toContain('--hosts');
  });

  test('refuses what is no host in a list of hosts', () => {
    expect(
      linesOf(
        {
          list: [
            'a.example.com',
            'localhost',
            '<x>.example.com',
            1.5e-300,
            'b.example.com:8443',
            'https://c.example.com',
          ],
        },
        { hosts: true },
      ),
    ).toEqual([
      'a.example.com',
      'refused: "localhost" has no domain',
      'unresolved: "<x>.example.com" has the placeholder "<x>"',
      'unresolved: it is not a host, but others in its list are',
      'unresolved: it is more than a host',
      'unresolved: it is more than a host',
    ]);
  });

  test.each([
    ['null', 'import-wrong-type: line 1: expected an object for the document, found null'],
    ['a text', 'import-wrong-type: line 1: expected an object for the document, found a text'],
  ])('refuses %s as a document', (what, want) => {
    expect(refusalOf(readRanges, what === 'null' ? null : what)).toBe(want);
  });

  test('has no rows without networks', () => {
    expect(linesOf({})).toEqual([]);
    expect(linesOf({ a: 'b', c: [{}, []] })).toEqual([]);
  });
});

describe('the warnings of readRanges', () => {
  const connects =
    'The name says that such networks connect to you. To leave them out, use --where.';

  test.each([
    ['service', 'ROUTE53_HEALTHCHECKS'],
    ['service', 'CLOUDFRONT_ORIGIN_FACING'],
    ['name', 'ActionGroup.WestEurope'],
    ['direction', 'egress'],
  ])('report a network whose %s is %s', (label, value) => {
    expect(
      warningsOf({ list: [{ cidr: '192.0.2.0/24', [label]: value }, { cidr: '198.51.100.0/24' }] }),
    ).toEqual([`Networks with the label ${label} "${value}": 1 of 2. ${connects}`]);
  });

  test.each([
    'hooks',
    'actions',
    'actions_macos',
    'dependabot',
    'github_enterprise_importer',
    'webhooks',
  ])('report the section %s', (section) => {
    expect(warningsOf({ [section]: ['192.0.2.0/24'] })).toEqual([
      `Networks with the label section "${section}": 1 of 1. ${connects}`,
    ]);
  });

  test('do not report a network that is also for ingress', () => {
    expect(warningsOf(shapes['items with masks'])).toEqual([
      `Networks with the label direction "egress": 1 of 2. ${connects}`,
    ]);
    expect(warningsOf({ web: ['192.0.2.0/24'], transactions: ['198.51.100.0/24'] })).toEqual([]);
  });

  test('report networks that are repeated under several values of a label', () => {
    const row = (service: string, id: number) => ({ cidr: '192.0.2.0/24', service, id });
    expect(warningsOf({ list: [row('ALL', 1), row('STORE', 2), row('ALL', 3)] })).toEqual([
      'Rows that repeat a network under another value of "service": 1. So one value can contain the networks of others.',
    ]);
    expect(warningsOf({ list: [row('ALL', 1), row('ALL', 2)] })).toEqual([]);
  });

  test('report networks that are keys', () => {
    const value = { '192.0.2.0/24': 'a', list: [{ '2001:db8::/32': { name: 'b' } }] };
    expect(warningsOf(value)).toEqual([
      'The document has networks as keys, which Portolan does not read: 2.',
    ]);
  });

  test('show no hidden character of a label', () => {
    const [warning] = warningsOf({ list: [{ cidr: '192.0.2.0/24', 'a\u202eb': 'egress\u202e' }] });
    expect(warning).toMatch(/^Networks with the label a b "egress<U\+202E>": 1 of 1\./);
  });

  const cut =
    'The object on line 3 has more labels than --where knows: it knows the first 100, and no list of more than 1000 values.';

  test('report an object with more labels than --where knows', () => {
    const labels = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));
    const warnings = (count: number) =>
      warningsOf({ list: [{ ...labels(count), c: '192.0.2.0/24' }] });
    expect([warnings(100), warnings(101)]).toEqual([[], [cut]]);
    const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
    const listed = (count: number) =>
      warningsOf({ list: [{ a: values(count), c: '192.0.2.0/24' }] });
    expect([listed(1_000), listed(1_001)]).toEqual([[], [cut]]);
  });
});

test('a warning counts only the rows that a filter leaves', () => {
  const prefixes = [
    { ip_prefix: '192.0.2.0/26', direction: 'egress' },
    { ip_prefix: '192.0.2.64/26', direction: 'ingress' },
  ];
  const { rows, warnings, warningsOf: ofRows } = must(readValue(readRanges, { prefixes }, {}));
  expect(warnings).toEqual([]);
  expect(ofRows?.(rows)[0]).toContain('1 of 2');
  expect(ofRows?.(rows.slice(1))).toEqual([]);
});

describe('networks that the document takes back are unresolved', () => {
  const network = '198.51.100.0/24';

  test.each<[string, unknown]>([
    ['its key "deny" denies or limits it', { deny: [network] }],
    ['its key "blockedIps" denies or limits it', { api: { blockedIps: [network] } }],
    ['its key "exclude" denies or limits it', { exclude: { ips: { eu: [network] } } }],
    ['its key "legacy_ips" denies or limits it', { a: [{ legacy_ips: [network] }] }],
    ['its label "action: deny" denies or limits it', { a: [{ cidr: network, action: 'deny' }] }],
    [
      'its label "tags: deprecated" denies or limits it',
      { a: [{ tags: ['x', 'deprecated'], ips: [network] }] },
    ],
    [
      'its label "deprecated: true" denies or limits it',
      { a: [{ cidr: network, deprecated: true }] },
    ],
    ['its label "allowed: false" denies or limits it', { a: [{ cidr: network, allowed: false }] }],
    [
      'its label "status: REMOVED_FROM_USE" denies or limits it',
      { a: [{ status: 'REMOVED_FROM_USE', b: { ips: [network] } }] },
    ],
  ])('%s', (reason, value) => {
    expect(rowsIn(readRanges, value).map(({ verdict }) => verdict)).toEqual([
      { kind: 'unresolved', reason },
    ]);
  });

  test.each<[unknown]>([
    [{ note: 'do not block these', api: [network] }],
    [{ a: [{ cidr: network, deprecated: false, removedAt: null }] }],
    [{ a: [{ cidr: network, action: 'allow', allowed: true, name: 'DropBox' }] }],
    [{ deny: ['203.0.113.0/24'], allow: [network] }],
    [{ a: [{ cidr: '203.0.113.0/24', action: 'deny' }, { cidr: network }] }],
  ])('%j takes the network back nowhere', (value) => {
    const taken = rowsIn(readRanges, value).filter(({ verdict }) => verdict.kind === 'facts');
    expect(taken.map(verdictText)).toEqual([expect.stringContaining(network)]);
  });
});

test.each<[unknown, readonly unknown[]]>([
  [
    {
      a: [
        { cidr: '198.51.100.0/25', port: 22 },
        { cidr: '203.0.113.0/24', ports: [8443] },
      ],
    },
    [
      'Objects with ports: 2, the first on line 3 under "port". Portolan does not read these ports: --service applies to every network that --where leaves.',
    ],
  ],
  [{ udpPorts: '3478', ips: ['203.0.113.0/24'] }, [expect.stringContaining('under "udpPorts"')]],
  [
    { port_count: 3, importer: ['203.0.113.0/24'], portal: 'a' },
    [expect.stringContaining('connect to you')],
  ],
])('the ports of %j are not read, and a warning says so', (value, warnings) => {
  expect(warningsOf(value)).toEqual(warnings);
});
