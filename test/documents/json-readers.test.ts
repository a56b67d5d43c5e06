import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hiddenInValue } from '../../src/characters.ts';
import type { DocumentReader, DocumentReading, DocumentRow } from '../../src/documents/document.ts';
import { readM365 } from '../../src/documents/m365/index.ts';
import { readMud } from '../../src/documents/mud/index.ts';
import { readRanges } from '../../src/documents/ranges/index.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { factsIn, readValue, rowsIn } from '../support/json-documents.ts';
import { runs, triesAll } from '../support/runs.ts';

const dnsName = 'ietf-acldns:dst-dnsname';
const dnsController = 'urn:ietf:params:mud:dns';

/** A valid document of each format. */
const documents = {
  m365: {
    reader: readM365,
    value: [
      {
        id: 1,
        serviceArea: 'Mail',
        serviceAreaDisplayName: 'Example Mail',
        urls: ['mail.example.com', '*.mail.example.net'],
        ips: ['192.0.2.0/24', '2001:db8:1::/48'],
        tcpPorts: '80,443',
        udpPorts: '443',
        expressRoute: true,
        category: 'Optimize',
        required: true,
        notes: 'Mail',
      },
    ],
  },
  ranges: {
    reader: readRanges,
    value: {
      syncToken: '17',
      createDate: '2026-01-02',
      prefixes: [{ cidr: '192.0.2.0/24', tags: ['a', 'b'], region: 'r-1' }],
      hosts: ['www.example.com', '*.example.net'],
      more: { list: ['198.51.100.0/24', '2001:db8:2::/48'], name: 'more' },
    },
  },
  mud: {
    reader: readMud,
    value: {
      'ietf-mud:mud': {
        'last-update': '2026-01-02',
        systeminfo: 'Lamp',
        'from-device-policy': { 'access-lists': { 'access-list': [{ name: 'from' }] } },
      },
      'ietf-access-control-list:acls': {
        acl: [
          {
            name: 'from',
            aces: {
              ace: [
                {
                  matches: {
                    ipv4: { protocol: 6, [dnsName]: 'a.example.com' },
                    tcp: { 'destination-port': { operator: 'eq', port: 443 } },
                  },
                  actions: { forwarding: 'accept' },
                },
                {
                  matches: {
                    ipv4: { protocol: 17, 'destination-ipv4-network': '192.0.2.0/24' },
                    udp: { 'destination-port': { 'lower-port': 80, 'upper-port': 90 } },
                  },
                  actions: { forwarding: 'accept' },
                },
                {
                  matches: {
                    'ietf-mud:mud': { controller: dnsController },
                    udp: { 'destination-port': { port: 53 } },
                  },
                  actions: { forwarding: 'accept' },
                },
              ],
            },
          },
        ],
      },
    },
  },
} satisfies Readonly<Record<string, { reader: DocumentReader; value: unknown }>>;

const formats = ['m365', 'ranges', 'mud'] as const;

const pieces = [
  ...['any', '*', '*.com', '*.example.com', '0.0.0.0/0', '::/0', '10.0.0.0/8', 'www.example.org'],
  ...['192.0.2.1/24', '198.51.100.0/24', '2001:db8:9::/48', 'https://www.example.org/a/*', '65536'],
  ...[
    '1-65535',
    '80,443',
    ':',
    '- host: evil.example.org',
    '\n# comment\n',
    '\u202e',
    '\0',
    '\x24{HOME}',
  ],
  ...[
    '::error::x',
    '*/',
    '-->',
    '{{x}}',
    '{%',
    '\ud800',
    '../..',
    '__proto__',
    ' ',
    '%00',
    '@',
    '`id`',
  ],
];

const hostileText = fc.oneof(
  fc.constantFrom(...pieces),
  fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const hostile = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(null, true, -1, 0, 53.5, 1.5e-300, 65_536, 9e15) },
  { weight: 1, arbitrary: fc.constantFrom([], {}, [[]], [null], { a: {} }, ['*'], { '*': '*' }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

/** Each value in a tree, and each key, by the path to it. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  const own = path.length === 0 ? [] : [[...path]];
  if (Array.isArray(value))
    return [...own, ...value.flatMap((item, index) => pathsIn(item, [...path, index]))];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}

/** The tree with another value, or another key for it, at a path. */
function replaced(
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  by: unknown,
): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const entries = Object.entries(Object(value));
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]),
  );
}

function renamed(value: unknown, path: readonly (string | number)[], name: string): unknown {
  const [key, ...rest] = path;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? renamed(item, rest, name) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([each, item]) => {
      if (each !== key) return [each, item];
      return rest.length === 0 ? [name, item] : [each, renamed(item, rest, name)];
    }),
  );
}

/** A document of a format with one to three hostile values or keys. */
function hostileDocument(format: (typeof formats)[number]): fc.Arbitrary<unknown> {
  const paths = pathsIn(documents[format].value);
  const edit = fc.record({
    path: fc.constantFrom(...paths),
    by: hostile,
    name: hostileText,
    isKey: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce<unknown>(
        (value, { path, by, name, isKey }) =>
          isKey ? renamed(value, path, name) : replaced(value, path, by),
        documents[format].value,
      ),
    );
}

/** Every text of a tree. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Whether one of the texts is the destination: itself in another case, with `/32`, or as one of two entries. */
function isWritten(destination: string, texts: readonly string[]): boolean {
  const name = destination.replace(/^\*\./, '');
  return texts.some((text) => text.toLowerCase().includes(name));
}

/** Words and numbers of a document in which a port can be. */
function numbersIn(value: unknown): ReadonlySet<string> {
  return new Set(JSON.stringify(value).match(/[0-9]+/g));
}

function expectPlain(text: string | undefined): void {
  expect(text?.match(hiddenInValue()) ?? null).toBeNull();
}

/** That each fact is in the words of its own row, and its ports in the document. */
function expectHonest(rows: readonly DocumentRow[], value: unknown): void {
  const numbers = numbersIn(value);
  for (const row of rows) {
    // Words that were cut are only the beginning of their row.
    const texts = row.words.endsWith('...') ? textsIn(value) : [row.words];
    for (const { destination, ports } of factsIn([row])) {
      const name =
        destination.kind === 'resolvers' ? dnsController : formatDestination(destination);
      expect([name, isWritten(name, texts)]).toEqual([name, true]);
      for (const { low, high } of ports) {
        // Both ends of a range are written: none is invented.
        expect([low, high].map(String).filter((port) => !numbers.has(port))).toEqual([]);
      }
    }
  }
}

/** That a reading has only what the document contains, in texts that a spec may contain. */
function expectSafe(
  { rows, facts, warnings: own, warningsOf }: DocumentReading,
  value: unknown,
): void {
  const warnings = [...own, ...(warningsOf?.(rows) ?? [])];
  expectHonest(rows, value);
  for (const text of [facts.title, facts.publisher, facts.revision, ...warnings]) expectPlain(text);
  for (const { line, words, section, verdict } of rows) {
    expect(line).toBeGreaterThan(0);
    expect(section.key).toMatch(/^[a-z0-9-]*$/);
    for (const text of [words, section.title, section.purpose, section.citation]) expectPlain(text);
    if (verdict.kind === 'facts') expect(verdict.facts).not.toEqual([]);
  }
}

describe.each(formats)('a hostile document of %s', (format) => {
  const { reader } = documents[format];

  test('neither stops the reader nor becomes a destination or a port that it does not contain', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(hostileDocument(format), fc.boolean(), (value, hosts) => {
        const read = readValue(reader, value, { hosts });
        if (read.ok) {
          expectSafe(read.value, value);
          for (const { verdict } of read.value.rows) seen.add(verdict.kind);
        } else {
          expect(read.error.help).not.toBe('');
          expectPlain(read.error.message);
        }
      }),
      { numRuns: runs(1_500) },
    );
    // A twentieth of the runs may see no refusal.
    expect([...seen]).toEqual(expect.arrayContaining(triesAll ? ['facts', 'refused'] : ['facts']));
  });

  test('gives the rows of one key equal sections', () => {
    fc.assert(
      fc.property(hostileDocument(format), (value) => {
        const read = readValue(reader, value, { hosts: true });
        const sections = new Map(
          (read.ok ? read.value.rows : []).map(({ section }) => [section.key, section]),
        );
        for (const { section } of read.ok ? read.value.rows : []) {
          expect(section).toEqual(sections.get(section.key));
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('every row that is read has a verdict', () => {
  const texts = fc.array(hostileText, { maxLength: 4 });

  test('in m365, one for each destination, or one for an entry without any', () => {
    const entries = fc.array(
      fc.record({ urls: texts, ips: texts, tcpPorts: fc.constantFrom('443', 'x') }),
    );
    fc.assert(
      fc.property(entries, fc.constantFrom('hosts', 'networks', undefined), (all, only) => {
        const value = all.map((entry, id) => ({ id, ...entry }));
        const rows = rowsIn(readM365, value, only === undefined ? {} : { only });
        const read = all.map(({ urls, ips, tcpPorts }) =>
          tcpPorts === 'x' ? 1 : Math.max(1, urls.length + ips.length),
        );
        expect(rows).toHaveLength(read.reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: runs(500) },
    );
  });

  const networks = fc.constantFrom(
    ...['192.0.2.0/24', '198.51.100.0/25', '2001:db8::/32', '203.0.113.7/32', '10.0.0.0/8'],
  );

  test('in ranges, one for each network with a slash, wherever it is', () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(networks, fc.constantFrom('a', 'b.example.com', 7, null)),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 4 }), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree), (value) => {
        const want = textsIn(value).filter((text) => text.includes('/'));
        const words = rowsIn(readRanges, value).map((row) => row.words);
        expect(words.filter((text) => text.includes('/')).sort()).toEqual(want.sort());
      }),
      { numRuns: runs(500) },
    );
  });

  test('in mud, one for each entry of a list from the device', () => {
    const { value } = documents.mud;
    const path = ['ietf-access-control-list:acls', 'acl', 0, 'aces', 'ace'];
    const entries = fc.array(fc.dictionary(fc.constantFrom('matches', 'actions', 'x'), hostile));
    fc.assert(
      fc.property(entries, (all) => {
        expect(rowsIn(readMud, replaced(value, path, all))).toHaveLength(all.length);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('time', () => {
  /** Far more than the work takes, and far less than a look at each pair takes. */
  const limit = 8_000;
  const count = triesAll ? 20_000 : 5_000;
  const each = <Value>(make: (index: number) => Value) =>
    Array.from({ length: count }, (_, index) => make(index));
  const keyed = <Value>(make: (index: number) => Value) =>
    Object.fromEntries(each((index) => [`k${index}`, make(index)]));
  const network = (index: number) =>
    `${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.0/24`;
  const policy = { 'access-lists': { 'access-list': each(() => ({ name: 'from' })) } };

  test.each([
    [
      'many networks',
      readRanges,
      { all: each((index) => ({ cidr: network(index), region: 'r' })) },
    ],
    [
      'many labels around many objects',
      readRanges,
      { ...keyed(String), all: each((index) => ({ c: network(index), l: `${index}` })) },
    ],
    ['many sections', readRanges, { ...keyed(String), ...keyed((index) => [network(index)]) }],
    [
      'many addresses beside networks',
      readRanges,
      [keyed((index) => (index % 2 ? network(index) : `1.1.${index >> 8}.${index & 255}`))],
    ],
    [
      'a long list beside many repeats',
      readRanges,
      [{ list: each((index) => `egres${index}`), all: each((index) => network(index % 7)) }],
    ],
    [
      'many entries',
      readM365,
      each((id) => ({ id, urls: [`*a${id}.example.com`], tcpPorts: '80,443' })),
    ],
    [
      'a policy that repeats a list',
      readMud,
      { ...documents.mud.value, 'ietf-mud:mud': { 'from-device-policy': policy } },
    ],
    [
      'long words',
      readRanges,
      {
        all: ['192.0.2.0/24', ...['a', '1.', '*.', 'a:', '-'].map((word) => word.repeat(200_000))],
      },
    ],
  ] as const)('stays linear with %s', (_what, reader, value) => {
    const before = process.cpuUsage();
    expect(readValue(reader, value).ok).toBe(true);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(limit);
  });
});
