import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentRow } from '../../src/documents/document.ts';
import { importDocument } from '../../src/import/import-document.ts';
import { listTexts, partText } from '../../src/import/text/part.ts';
import { wholeHost } from '../../src/net/path.ts';
import { imported, readingOf, row, rowOf, settings } from '../support/import.ts';
import { formerAs } from '../support/import-spec.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const exchange = {
  key: '1',
  title: 'Exchange Online, entry 1',
  tier: 'required',
  purpose: 'mail: sign in, send and receive',
  citation: 'id 1, category Optimize',
} as const;

const rows = [
  rowOf('outlook.office.com', ['tcp/80', 'tcp/443'], exchange),
  rowOf('*.example.com', ['udp/3478-3481'], exchange),
  rowOf('2001:db8::/32', ['tcp/443'], exchange),
  row(
    {
      kind: 'facts',
      facts: [
        {
          destination: { kind: 'resolvers' },
          path: wholeHost,
          scheme: undefined,
          ports: [{ transport: 'udp', low: 53, high: 53 }],
          printed: { text: 'Port 53', port: 53 },
          note: `The document's words: "any resolver"`,
        },
      ],
    },
    { key: '2', title: 'Names' },
  ),
  row({ kind: 'unresolved', reason: 'no host' }, exchange, 93, 'updates of the system'),
  row({ kind: 'declined', reason: 'inbound' }, {}, 94, 'ssh'),
];

const want = `# Imported from Microsoft 365 endpoints. Update: portolan import m365 FILE --id o365
# Yours, and kept by an update: comments, note, ticket, requester, expires, other endpoints, and a tier or inspection
# that you change.
version: 1
documents:
  o365:
    title: Microsoft 365 endpoints
    publisher: Microsoft
    revision: "3.1"
    date: "2026-01-31"
    sha256: ${settings.sha256}
services:
  http:
    ports: [tcp/80]
    application: http
  https:
    ports: [tcp/443]
    application: tls
  udp-3478-3481:
    ports: [udp/3478-3481]
    application: other
  udp-53:
    ports: [udp/53]
    application: dns
groups:
  - id: o365-1
    title: Exchange Online, entry 1
    tier: required
    inspection: allow
    purpose: "mail: sign in, send and receive"
    source: { document: o365, section: "id 1, category Optimize" }
    endpoints:
      - host: "*.example.com"
        services: [udp-3478-3481]
      - host: outlook.office.com
        services: [http, https]
      - network: "2001:db8::/32"
        services: [https]
  - id: o365-2
    title: Names
    tier: required
    inspection: allow
    source: { document: o365 }
    endpoints:
      - to: resolvers
        services: [udp-53]
        printed: { text: "Port 53", port: 53 }
        note: 'The document''s words: "any resolver"'
unresolved:
  - id: o365-1-updates-of-the-system
    kind: demanded
    text: updates of the system (no host)
    source: { document: o365, section: "id 1, category Optimize, line 93" }
  - id: o365-ssh
    kind: declined
    text: ssh (inbound)
    source: { document: o365, section: "line 94" }
`;

test('a part has the document, its services, its groups and its needs', () => {
  const reading = readingOf(rows, {
    title: 'Microsoft 365 endpoints',
    publisher: 'Microsoft',
    revision: '3.1',
    date: '2026-01-31',
  });
  const { part } = must(importDocument(reading, settings));
  expect(partText(part, 'm365')).toBe(want);
});

describe('the document', () => {
  test('is what the command line says, then what it says about itself', () => {
    const reading = readingOf(rows, { title: 'Own', publisher: 'Own', date: '2026-02-30' });
    const named = { title: 'Named', revision: ' 4\u202E ' };
    const { part, warnings } = must(importDocument(reading, { ...settings, ...named }));
    expect(part.document).toEqual({
      title: 'Named',
      publisher: 'Own',
      revision: '4',
      sha256: settings.sha256,
    });
    expect(warnings).toEqual([
      'The document has "2026-02-30" as its date, which is not a day. --date names one.',
    ]);
  });
});

const hosts = Array.from({ length: 40 }, (_, index) => `h${index * 7}.example.com`);
const section = fc.constantFrom('a', 'b');
const someRows = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...hosts), section).map(([host, key]) => ({ host, key })),
  { minLength: 2, selector: ({ host, key }) => host + key },
);

test('one added destination is one hunk of one file, whatever the order of the rows', () => {
  fc.assert(
    fc.property(someRows, fc.constantFrom('list', 'inline'), (all, form) => {
      const anchors = ['a', 'b'].map((key) => ({ host: 'z.example.net', key }));
      const made = (some: typeof all) => filesOf([...anchors, ...some].map(hostRow), form);
      const before = made(all.slice(1));
      const after = made([...all.slice(1).reverse(), ...all.slice(0, 1)]);
      const changed = [...after].filter(([name, text]) => before.get(name) !== text);
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect(changed).toHaveLength(1);
      for (const [name, text] of changed)
        expect(isInsertion(before.get(name) ?? '', text)).toBe(true);
    }),
    { numRuns: runs(200) },
  );
});

function hostRow({ host, key }: { readonly host: string; readonly key: string }): DocumentRow {
  return rowOf(host, ['tcp/443'], { key });
}

function filesOf(
  all: readonly DocumentRow[],
  form: 'list' | 'inline',
): ReadonlyMap<string, string> {
  const { part } = imported(all, {}, formerAs(form));
  return new Map([...listTexts(part), ['part.yaml', partText(part, 'm365')]]);
}

/** Whether lines were inserted in one place, and no other line changed. */
function isInsertion(before: string, after: string): boolean {
  const [old, lines] = [before.split('\n'), after.split('\n')];
  const first = lines.findIndex((line, index) => line !== old[index]);
  const count = lines.length - old.length;
  return old.slice(first).join('\n') === lines.slice(first + count).join('\n');
}
