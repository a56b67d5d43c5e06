import fc from 'fast-check';
import type {
  DocumentFact,
  DocumentReading,
  DocumentRow,
  DocumentSection,
  RowVerdict,
} from '../../src/documents/document.ts';
import { slugOf, wholeDocument } from '../../src/documents/kit/section.ts';
import { type Imported, importDocument } from '../../src/import/import-document.ts';
import type { FormerImport, ImportSettings } from '../../src/import/settings.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { parseNetwork } from '../../src/net/network-text.ts';
import { parsePath, type UrlPath, wholeHost } from '../../src/net/path.ts';
import { mergePorts, type PortRange } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { smallHost, smallNetwork, smallPorts } from './arbitrary.ts';
import { must } from './policy.ts';
import { attacks } from './properties/free-text.ts';

/** The settings of an import as `o365`, as a user would give them. */
export const settings: ImportSettings = {
  format: 'm365',
  id: 'o365',
  sha256: 'e1'.repeat(32),
  tier: 'required',
};

/** A row of a section, by the words of a spec: `www.example.com`, `192.0.2.0/24`. */
export function rowOf(
  place: string,
  ports: readonly string[],
  section: Partial<DocumentSection> = {},
  line = 1,
): DocumentRow {
  return row({ kind: 'facts', facts: [factOf(place, ports)] }, section, line, place);
}

/** A row with another verdict. */
export function row(
  verdict: RowVerdict,
  section: Partial<DocumentSection> = {},
  line = 1,
  words = 'words',
): DocumentRow {
  return { line, words, section: { ...wholeDocument, ...section }, labels: new Map(), verdict };
}

/** A fact by the words of a spec. */
export function factOf(place: string, ports: readonly string[]): DocumentFact {
  const [, scheme, host = place, path = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(place) ?? [];
  const network = parseNetwork(host);
  return {
    destination: network.ok
      ? { kind: 'network', network: network.value }
      : { kind: 'host', host: must(parseHost(host)) },
    path: must(parsePath(path)),
    scheme: scheme === 'http' || scheme === 'https' ? scheme : undefined,
    ports: mergePorts(ports.map((port): PortRange => must(parsePortRange(port)))),
    printed: undefined,
    note: undefined,
  };
}

/** A row with labels. */
export function labelled(row: DocumentRow, labels: Readonly<Record<string, readonly string[]>>) {
  return { ...row, labels: new Map(Object.entries(labels)) };
}

/** What an import makes of rows. */
export function imported(
  rows: readonly DocumentRow[],
  more: Partial<ImportSettings> = {},
  former?: FormerImport,
): Imported {
  return must(importDocument(readingOf(rows), { ...settings, ...more }, former));
}

/** Why an import refuses rows, as `rule: message; help`. */
export function refusals(rows: readonly DocumentRow[], more: Partial<ImportSettings> = {}) {
  const result = importDocument(readingOf(rows), { ...settings, ...more });
  return result.ok
    ? []
    : result.error.map(({ rule, message, help }) => `${rule}: ${message}; ${help}`);
}

/** A reading of rows. */
export function readingOf(
  rows: readonly DocumentRow[],
  facts: DocumentReading['facts'] = {},
): DocumentReading {
  return { facts, rows, warnings: [] };
}

/** Text that tries to leave its place in YAML, or to hide. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...attacks,
    '*.example.com',
    '- a: b',
    'a: b # c',
    '&anchor *alias !tag',
    '{ a: [b, "c"] }',
    '}, services: [x], x: {',
    '"\n- host: evil.example\n"',
    "'\r\ngroups: []\r\n'",
    '? x\n: y',
    '---\n...\n',
    '%YAML 1.1',
    '<<: *all',
    '=',
    '~',
    'null',
    'No',
    'y',
    'true',
    '0x50',
    '0o17',
    '1_000',
    '1e5',
    '12:30:45',
    '2026-01-31',
    '2026-01-31T10:00:00Z',
    '.inf',
    '.NaN',
    'a:',
    ':a',
    'a #b',
    '#b',
    '| \n x',
    '>- x',
    '\\',
    'A\u030A ange\u0301',
    '\uFEFFa\u00A0b\u3000',
    '\uD800',
    '\u{1F600}',
    `\${tenant}`,
    '*/ <!-- -->',
    ' padded ',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(fc.constantFrom(...' \n\t:#-?,[]{}&*!|>\'"%@`\\ab1.'), { maxLength: 12 })
    .map((characters) => characters.join('')),
);

const maybeText = fc.option(hostileText, { nil: undefined, freq: 2 });

const section: fc.Arbitrary<DocumentSection> = fc.record({
  key: fc.oneof(
    hostileText.map(slugOf),
    fc.constantFrom('', '', 'a', 'a', 'b', 'a'.repeat(40), `${'a'.repeat(40)}b`),
  ),
  title: maybeText,
  purpose: maybeText,
  citation: maybeText,
  tier: fc.constantFrom('required', 'recommended', 'optional', undefined),
  inspection: fc.constantFrom('allow', 'bypass', undefined),
});

const path: fc.Arbitrary<UrlPath> = fc.constantFrom(
  wholeHost,
  ...['/a', '/a/b', "/%20;'(*)", '/~$&+,=:@!'].flatMap((text) => {
    const parsed = parsePath(text);
    return parsed.ok ? [parsed.value] : [];
  }),
);

const ports: fc.Arbitrary<readonly PortRange[]> = fc
  .array(
    fc.oneof(
      smallPorts,
      fc
        .constantFrom('tcp/80', 'tcp/443', 'udp/443', 'tcp/53', 'udp/53', 'tcp/1-65535', 'tcp/5061')
        .map((text) => must(parsePortRange(text))),
    ),
    { maxLength: 3 },
  )
  .map(mergePorts);

const fact: fc.Arbitrary<DocumentFact> = fc.record({
  destination: fc.oneof(
    { weight: 3, arbitrary: smallHost.map((host) => ({ kind: 'host', host }) as const) },
    { weight: 1, arbitrary: fc.constant(factOf('a.example.com', []).destination) },
    {
      weight: 2,
      arbitrary: smallNetwork.map((network) => ({ kind: 'network', network }) as const),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ kind: 'resolvers' }, { kind: 'any' }, { kind: 'self' }),
    },
  ),
  path,
  scheme: fc.constantFrom('http', 'https', undefined),
  ports,
  printed: fc.option(
    fc.record(
      { url: hostileText, text: hostileText, port: fc.integer({ min: -1, max: 70_000 }) },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
  note: maybeText,
});

const verdict: fc.Arbitrary<RowVerdict> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fact, { minLength: 1, maxLength: 3 })
      .map((facts) => ({ kind: 'facts', facts }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('unresolved', 'declined'), hostileText)
      .map(([kind, reason]) => ({ kind, reason }) as const),
  },
  {
    weight: 1,
    arbitrary: hostileText.map((message) => {
      const refusal = { rule: 'import-row', message, help: message };
      return { kind: 'refused', refusal } as const;
    }),
  },
);

/** Any reading of a document, with hostile text in every field. */
export const hostileReading: fc.Arbitrary<DocumentReading> = fc
  .array(section, { minLength: 1, maxLength: 4 })
  .chain((sections) =>
    fc.record({
      facts: fc.record({
        title: maybeText,
        publisher: maybeText,
        revision: maybeText,
        date: fc.oneof(maybeText, fc.constantFrom('2026-01-31', '2026-02-30')),
      }),
      rows: fc.array(
        fc.record({
          line: fc.integer({ min: 1, max: 100_000 }),
          words: hostileText,
          section: fc.constantFrom(...sections),
          labels: fc.constant(new Map<string, readonly string[]>()),
          verdict,
        }),
        { maxLength: 60 },
      ),
      warnings: fc.constant([]),
    }),
  );
